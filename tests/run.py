"""`make test`: the suite on SQLite, then on PostgreSQL where one answers. Arguments go to pytest.

In CI (`CI=true`) nothing may be skipped and PostgreSQL must be there.
"""

from __future__ import annotations

import os
import subprocess
import sys
from urllib.parse import urlsplit

MOST_WORKERS = 4
"""Each has a database and a folder of its own; more would fight for the disk."""
DEFAULT_POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"


def postgres_url() -> str | None:
    """The server given by `TEST_POSTGRES_URL`, or the usual local one if it answers."""
    import psycopg

    url = os.environ.get("TEST_POSTGRES_URL", DEFAULT_POSTGRES)
    try:
        with psycopg.connect(url, connect_timeout=2):
            return url
    except psycopg.OperationalError:
        return None


def run(label: str, arguments: list[str], **environment: str) -> int:
    sys.stdout.write(f"=== {label}\n")
    sys.stdout.flush()
    workers = str(max(2, min(MOST_WORKERS, os.cpu_count() or 2)))
    command = [sys.executable, "-m", "pytest", "-n", workers, "--dist", "loadscope", "--durations=40", *arguments]
    return subprocess.run(command, env=os.environ | environment, check=False).returncode


def main(arguments: list[str]) -> int:
    failed = run("SQLite", arguments)
    url = postgres_url()
    if url is None:
        sys.stdout.write("=== PostgreSQL: not tested, no server answers (set TEST_POSTGRES_URL)\n")
        return failed or (1 if os.environ.get("CI") else 0)
    parts = urlsplit(url)
    database = parts._replace(path="/provinces").geturl()
    # The browser plays the story once, on SQLite: it tests pages, not databases. Nor is anything run twice that
    # opens no database.
    only = {"DATABASE_URL": database, "ONLY_DATABASE_TESTS": "1"}
    return run("PostgreSQL", ["-m", "not browser and not once", *arguments], **only) or failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
