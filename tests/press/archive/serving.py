"""A real gunicorn, as in production, on a port of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its port on 127.0.0.1, and the process id of gunicorn's master."""

    port: int
    master: int

    def worker(self) -> Path | None:
        """The only worker's folder under /proc, where the system has one."""
        children = Path(f"/proc/{self.master}/task/{self.master}/children")
        if not children.exists():
            return None
        return Path("/proc") / children.read_text().split()[0]


@contextmanager
def gunicorn(application: str, log: Path, environment: Mapping[str, str]) -> Iterator[Server]:
    """One worker with eight threads serving `application` (gunicorn's notation) until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener, log.open("wb") as output:
        options = ["--worker-class=gthread", "--threads=8", "--no-control-socket"]
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *options, f"--bind=fd://{listener.fileno()}", application],
            cwd=ROOT,
            env={**os.environ, **environment},
            pass_fds=[listener.fileno()],
            stdout=output,
            stderr=output,
        )
        try:
            yield Server(listener.getsockname()[1], process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
