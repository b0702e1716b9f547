"""The pure modules of the browser, tested by node's own runner."""

import os
import shutil
import subprocess
from pathlib import Path

import playwright

HERE = Path(__file__).parent / "js"


def node() -> str:
    """Node of this machine, or the one that Playwright brings along."""
    return shutil.which("node") or str(Path(playwright.__file__).parent / "driver" / "node")


def test_the_pure_modules():
    files = sorted(str(path) for path in HERE.glob("*.test.js"))
    result = subprocess.run(
        [node(), "--test", *files], capture_output=True, text=True, env=os.environ, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "# pass 0" not in result.stdout
