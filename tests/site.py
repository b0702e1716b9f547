"""A real server in a process of its own: what stops it takes the network away."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    """The command of the Procfile on a port of its own. Starts and stops as often as needed."""

    def __init__(self, workers: int = 1, **environment: str):
        self.port = free_port()
        self.workers = workers
        self.environment = environment
        self.process: subprocess.Popen | None = None
        #: A file, not a pipe: a pipe nobody reads fills up, and the server waits for ever.
        self.log = tempfile.TemporaryFile()  # noqa: SIM115

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self, **environment: str) -> "Site":
        """Serve. Environment given here replaces what was given before: another release."""
        self.environment |= environment
        command = Path(ROOT, "Procfile").read_text().partition("web: ")[2].strip()
        self.process = subprocess.Popen(
            ["sh", "-c", command],
            cwd=ROOT,
            env=os.environ
            | {
                "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
                "PORT": str(self.port),
                "WEB_CONCURRENCY": str(self.workers),
            }
            | self.environment,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.wait()
        return self

    def wait(self) -> None:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if self.process.poll() is not None:
                self.log.seek(0)
                raise RuntimeError(f"the server ended:\n{self.log.read().decode()}")
            try:
                urllib.request.urlopen(f"{self.url}/robots.txt", timeout=2).read()
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise RuntimeError("the server did not answer within 30 seconds")

    def stop(self) -> None:
        if self.process:
            os.killpg(self.process.pid, 9)
            self.process.wait()
            self.process = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()
        self.log.close()
