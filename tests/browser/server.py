"""The whole product as its users have it: web server, worker, database, files, in a folder that goes away."""

from __future__ import annotations

import email
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email import policy
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
    environment: Mapping[str, str]

    def password(self, name: str) -> str:
        """Of one of the demo's accounts."""
        return str(json.loads((self.var / "demo_access.json").read_text())[name])

    def doors(self) -> dict[str, str]:
        """See `doors.describe`; for the demo."""
        return dict(json.loads((self.var / "doors.json").read_text()))

    def web_processes(self) -> list[int]:
        """gunicorn's master and its workers, where the system tells (Linux)."""
        children = Path(f"/proc/{self.web_server}/task/{self.web_server}/children")
        return [self.web_server, *map(int, children.read_text().split())] if children.exists() else []

    def manage(self, *arguments: str) -> None:
        """What the timetable would do by itself."""
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def letters_to(self, address: str) -> list[str]:
        """Subject and text of every mail to an address so far, oldest first."""
        found = []
        for path in sorted((self.var / "mail").glob("*"), key=lambda path: path.stat().st_mtime):
            for raw in path.read_bytes().split(b"-" * 79):
                message = email.message_from_bytes(raw.strip(), policy=policy.default)
                body = message.get_body(("plain",))
                if address in str(message["to"]) and body is not None:
                    found.append(f"{message['subject']}\n{body.get_content()}")
        return found

    def mails(self) -> str:
        """Everything that was mailed so far."""
        return "\n".join(path.read_text() for path in sorted((self.var / "mail").glob("*")))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_site(
    var: Path,
    *,
    demo: bool = False,
    prepared_by: str = "tests.browser.people",
    gunicorn: Sequence[str] = ONE_PROCESS,
    settings: Mapping[str, str] | None = None,
) -> Iterator[RunningSite]:
    """The site that a module of ours prepares, or the small demo, offered in every language.

    `gunicorn` are further options of the web server, `settings` further environment variables.
    """
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if key not in ("TASKS_IMMEDIATE", "DATABASE_URL")}
    environment |= {"VAR": str(var), "PORT": str(port), "DJANGO_SETTINGS_MODULE": "cms.settings"}
    environment |= settings or {}

    def manage(*arguments: str) -> bytes:
        command = [sys.executable, *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE).stdout

    manage("-m", "locales.compile")
    prepared_database.copy_to(var / "db.sqlite3")
    manage("manage.py", "migrate", "--verbosity", "0")
    if demo:
        manage("manage.py", "load_demo", "--size", "small")
        manage("manage.py", "setup_site", "--languages", ",".join(LANGUAGES))
        (var / "doors.json").write_bytes(manage("-m", "tests.browser.doors"))
    else:
        manage("-m", prepared_by)
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
        yield RunningSite(url, var, processes[1].pid, environment)
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
