"""The whole product as its users have it: web server, worker, database, files, in a folder that goes away."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from locales.registry import LANGUAGES
from tests import prepared_database

ROOT = Path(__file__).resolve().parent.parent.parent
READY_WITHIN = 240
ONE_PROCESS = ("--threads", "8")


@dataclass(frozen=True, slots=True)
class RunningSite:
    url: str
    var: Path
    web_server: int
    """Process id of gunicorn's master."""

    def password(self, name: str) -> str:
        """Of one of the demo's accounts."""
        return str(json.loads((self.var / "demo_access.json").read_text())[name])

    def web_processes(self) -> list[int]:
        """gunicorn's master and its workers, where the system tells (Linux)."""
        children = Path(f"/proc/{self.web_server}/task/{self.web_server}/children")
        return [self.web_server, *map(int, children.read_text().split())] if children.exists() else []

    def mails(self) -> str:
        """Everything that was mailed so far."""
        return "\n".join(path.read_text() for path in sorted((self.var / "mail").glob("*")))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_site(
    var: Path, *, demo: bool = False, gunicorn: Sequence[str] = ONE_PROCESS, settings: Mapping[str, str] | None = None
) -> Iterator[RunningSite]:
    """The empty site of the story's people, or the small demo, offered in every language.

    `gunicorn` are further options of the web server, `settings` further environment variables.
    """
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if key not in ("TASKS_IMMEDIATE", "DATABASE_URL")}
    environment |= {"VAR": str(var), "PORT": str(port), "DJANGO_SETTINGS_MODULE": "cms.settings"}
    environment |= settings or {}

    def manage(*arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)

    manage("-m", "locales.compile")
    prepared_database.copy_to(var / "db.sqlite3")
    manage("manage.py", "migrate", "--verbosity", "0")
    if demo:
        manage("manage.py", "load_demo", "--size", "small")
        manage("manage.py", "setup_site", "--languages", ",".join(LANGUAGES))
    else:
        manage("-m", "tests.browser.people")
    manage("manage.py", "collectstatic", "--noinput", "--verbosity", "0")
    logs = (var / "site.log").open("wb")
    processes = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=logs, stderr=logs)
        for command in (
            [sys.executable, "manage.py", "db_worker", "--interval", "0.3"],
            [sys.executable, "-m", "gunicorn", "cms.wsgi:application", "--bind", f"127.0.0.1:{port}",
             "--worker-class", "gthread", "--no-control-socket", *gunicorn],
        )
    ]  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, var / "site.log")
        yield RunningSite(url, var, processes[1].pid)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)
        logs.close()


def _wait(url: str, log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while True:
        try:
            if httpx.get(f"{url}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        if time.monotonic() > deadline:
            raise RuntimeError(f"the site didn't start:\n{log.read_text(errors='replace')[-3000:]}")
        time.sleep(0.2)
