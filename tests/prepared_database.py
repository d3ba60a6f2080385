"""A migrated database made once and copied for each test process: migrating takes half a minute, copying none.

The copy's name holds a digest of all that a fresh database follows from, so a new migration gives a new one. It lies
in the machine's temporary folder (SQLite) or beside the test databases (PostgreSQL).
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(tempfile.gettempdir()) / f"prepared-databases-{os.getuid()}"
FOLLOWS_FROM = ("*/migrations/*.py", "*/data/*", "*/loader.py", "*/seed.py", "*/models/*.py", "requirements.txt")
PREFIX = "prepared_for_tests_"


def digest() -> str:
    found = hashlib.sha256()
    for pattern in FOLLOWS_FROM:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                found.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return found.hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    """One process prepares, the others wait for it."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def create() -> None:
    """Give this process its test database, and point Django's connection to it."""
    with _alone():
        (_create_on_sqlite if connection.vendor == "sqlite" else _create_on_postgresql)()


def destroy(original_name: str) -> None:
    connection.creation.destroy_test_db(original_name, verbosity=0)


def _migrate() -> None:
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)


def _point_to(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _create_on_sqlite() -> None:
    path = FOLDER / f"{PREFIX}{digest()}.sqlite3"
    creation: Any = connection.creation
    if not path.exists():
        _migrate()
        unfinished = path.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        with sqlite3.connect(unfinished) as target:
            connection.connection.backup(target)
        target.close()
        for old in FOLDER.glob(f"{PREFIX}*.sqlite3"):
            old.unlink()
        unfinished.rename(path)
        return
    name = creation._get_test_db_name()
    creation._create_test_db(0, True, False)
    _point_to(name)
    connection.ensure_connection()
    with sqlite3.connect(path) as source:
        source.backup(connection.connection)
    source.close()


def _create_on_postgresql() -> None:
    prepared = PREFIX + digest()
    creation: Any = connection.creation
    name = creation._get_test_db_name()
    quote = connection.ops.quote_name
    with creation._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
        existing = {row[0] for row in cursor.fetchall()}
    if prepared not in existing:
        _migrate()
        connection.close()
        with creation._nodb_cursor() as cursor:
            for old in existing:
                cursor.execute(f"DROP DATABASE {quote(old)}")
            cursor.execute(f"CREATE DATABASE {quote(prepared)} TEMPLATE {quote(name)}")
        return
    with creation._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quote(name)}")
        cursor.execute(f"CREATE DATABASE {quote(name)} TEMPLATE {quote(prepared)}")
    _point_to(name)
