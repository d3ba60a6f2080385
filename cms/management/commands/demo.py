"""The whole demo in one command: database, content, static files, site and worker."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cms.demo.access import describe_access
from cms.environment import ROOT, environment

WORKER = [sys.executable, "manage.py", "db_worker", "--interval", "0.5"]
TIMETABLE = [sys.executable, "manage.py", "run_timetable"]

STOP_WITHIN = 10
"""Seconds that site and worker get to finish what they are doing."""


class Command(BaseCommand):
    help = "Prepares the demo (repeatable, keeps data) and runs the site with its worker until Ctrl+C."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--prepare-only", action="store_true", help="prepare, but don't start anything")

    def handle(self, *args: Any, **options: Any) -> None:
        env = environment()
        if env.profile != "embedded":
            raise CommandError("The demo is for the embedded profile only.")
        if not options["prepare_only"]:
            self._refuse_taken_port(env.port)
        env.var.mkdir(parents=True, exist_ok=True)
        self._say("Preparing the database …")
        call_command("migrate", verbosity=0, interactive=False)
        self._say("Preparing the demo content (the first time takes a few minutes) …")
        call_command("load_demo", stdout=self.stdout)
        self._collect_static()
        self.stdout.write(describe_access(settings.SITE_URL))
        self.stdout.flush()
        if not options["prepare_only"]:
            self._run(env.port)

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()

    def _refuse_taken_port(self, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("0.0.0.0", port))  # noqa: S104  (the same address that the site will listen on)
            except OSError as error:
                raise CommandError(f"Port {port} is taken. Choose another: make demo PORT=8001") from error

    def _collect_static(self) -> None:
        """Only when something changed: compressing all of the admin's files takes a while."""
        stamp, digest = Path(settings.STATIC_ROOT) / ".digest", static_digest()
        if stamp.exists() and stamp.read_text() == digest:
            return
        self._say("Preparing styles and scripts …")
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(digest)

    def _run(self, port: int) -> None:
        log = (environment().var / "worker.log").open("ab")  # its lines would bury the log-ins
        processes = [
            subprocess.Popen(WORKER, cwd=ROOT, stdout=log, stderr=log),  # noqa: S603
            subprocess.Popen(TIMETABLE, cwd=ROOT, stdout=log, stderr=log),  # noqa: S603
            subprocess.Popen(web_command(port), cwd=ROOT),  # noqa: S603
        ]
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _interrupt)
        try:
            while all(process.poll() is None for process in processes):
                time.sleep(0.3)
        except KeyboardInterrupt:
            pass
        finally:
            _stop(processes)
        failed = [
            process.returncode
            for process in processes
            if process.returncode not in (0, -signal.SIGTERM, -signal.SIGINT)
        ]
        if failed:
            raise CommandError(f"a process ended with {failed[0]}")


def web_command(port: int) -> list[str]:
    """Threads, not processes: the demo's cache is in local memory, and two processes would have two."""
    return [
        sys.executable, "-m", "gunicorn", "cms.wsgi:application", "--bind", f"0.0.0.0:{port}",
        "--worker-class", "gthread", "--threads", "16", "--timeout", "120", "--keep-alive", "15",
        "--no-control-socket",
    ]  # fmt: skip


def static_digest() -> str:
    """Digest over pins and our own static files (names, sizes, times)."""
    state = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted(ROOT.glob("*/static/**/*")):
        if path.is_file():
            info = path.stat()
            state.update(f"{path.relative_to(ROOT)} {info.st_size} {info.st_mtime_ns}\n".encode())
    return state.hexdigest()


def _interrupt(number: int, frame: Any) -> None:
    raise KeyboardInterrupt


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_WITHIN
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
