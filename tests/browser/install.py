"""Finds a browser for the tests, or installs one: ``python -m tests.browser.install``."""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

from fascia.brand import find_browser


def playwright_browser() -> str | None:
    """Playwright's own Chromium, when it is there."""
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


def attempts() -> list[list[list[str]]]:
    """Ways to install a browser, best first; each is a list of commands."""
    ways = [[[sys.executable, "-m", "playwright", "install", "chromium"]]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        ways.append([["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]])
    return ways


def main() -> None:
    if find_browser() or playwright_browser():
        return
    for commands in attempts():
        print("Installing a browser for the tests:", " && ".join(map(" ".join, commands)))
        if all(subprocess.run(command, check=False).returncode == 0 for command in commands):
            break
    if not (find_browser() or playwright_browser()):
        raise SystemExit(
            "The tests need Chromium, Chrome or Edge, and none could be installed. Install one, "
            "or name it: FASCIA_BROWSER=/path/to/chrome make test"
        )


if __name__ == "__main__":
    main()
