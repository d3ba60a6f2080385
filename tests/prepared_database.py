"""A migrated database with an empty site, made once and copied for each test process: migrating takes half a minute.

The copy's name holds a digest of all that a fresh database follows from, so a new migration gives a new one. It lies
in the machine's temporary folder (SQLite) or beside the test databases (PostgreSQL).
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(tempfile.gettempdir()) / f"prepared-databases-{os.getuid()}"
FOLLOWS_FROM = (
    "*/migrations/*.py",
    "*/data/*",
    "*/loader.py",
    "*/seed.py",
    "*/models/*.py",
    "cms/site_setup.py",
    "locales/catalogues/*/LC_MESSAGES/django.po",
    "requirements.txt",
    "tests/prepared_database.py",
)
PREFIX = "prepared_for_tests_"
OLD = 24 * 3600
KEPT_ON_THE_SERVER = 8


@cache
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
        if not _is_prepared():
            _prepare()
            return
    name = connection.creation._get_test_db_name()
    if connection.vendor == "sqlite":
        connection.creation._create_test_db(0, True, False)
    _point_to(name)
    restore()


def copy_to(path: Path) -> None:
    """The prepared SQLite database as a file, for a site that runs by itself; nothing where there is none yet."""
    with _alone():
        if _file().exists():
            shutil.copy(_file(), path)


def restore() -> None:
    """Bring the database back to what a fresh one holds, reference data included."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(_file())) as source:
            source.backup(connection.connection)
        return
    name = connection.settings_dict["NAME"]
    connection.close()
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {_quoted(name)} TEMPLATE {_quoted(PREFIX + digest())}")


def destroy(original_name: str) -> None:
    connection.creation.destroy_test_db(original_name, verbosity=0)


def _point_to(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _file() -> Path:
    return FOLDER / f"{PREFIX}{digest()}.sqlite3"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _prepared_on_the_server() -> set[str]:
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
        return {row[0] for row in cursor.fetchall()}


def _is_prepared() -> bool:
    return _file().exists() if connection.vendor == "sqlite" else PREFIX + digest() in _prepared_on_the_server()


def _lay_out_the_site() -> None:
    """A site in two languages, as `manage.py setup_site` leaves it: every third test would make it anew."""
    from cms.site_setup import ensure_site

    ensure_site()


def _prepare() -> None:
    """Migrate this process's own database, and keep a copy of it for all others. Older copies go after a day."""
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    _lay_out_the_site()
    if connection.vendor == "sqlite":
        unfinished = _file().with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        with closing(sqlite3.connect(unfinished)) as target:
            connection.connection.backup(target)
        for old in FOLDER.glob(f"{PREFIX}*.sqlite3"):
            if time.time() - old.stat().st_mtime > OLD:
                old.unlink()
        unfinished.rename(_file())
        return
    name = connection.settings_dict["NAME"]
    connection.close()
    older = sorted(_prepared_on_the_server())
    with connection.creation._nodb_cursor() as cursor:
        for old in older[: max(0, len(older) - KEPT_ON_THE_SERVER)]:
            cursor.execute(f"DROP DATABASE IF EXISTS {_quoted(old)} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {_quoted(PREFIX + digest())} TEMPLATE {_quoted(name)}")
