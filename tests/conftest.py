"""What every test needs: plain static files, quick passwords, an empty cache."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_modify_db_settings: None
) -> Iterator[None]:
    """In place of pytest-django's: copies a prepared database instead of migrating anew."""
    from django.db import connection

    from tests import prepared_database

    original = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        prepared_database.create()
    yield
    with django_db_blocker.unblock():
        prepared_database.destroy(original)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """A test that really commits is cleaned up by emptying every table: the next one needs the reference data again."""
    yield
    marker = item.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        from pytest_django.plugin import blocking_manager_key

        from tests import prepared_database

        with item.config.stash[blocking_manager_key].unblock():
            prepared_database.restore()


@pytest.fixture(autouse=True)
def _plain_surroundings(settings: Any) -> Iterator[None]:
    from django.core.cache import cache

    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
    cache.clear()
    with translation.override("vi"):
        yield
    cache.clear()


@pytest.fixture
def _closing_leaves_the_database_alone() -> Iterator[None]:
    """A response that is closed ends its request, which would look after connections that other tests left."""
    from django.core.signals import request_finished
    from django.db import close_old_connections

    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: Any, log: Any) -> Any:
    from tests.scheduling import scheduling

    return scheduling(config, log)


def pytest_collection_modifyitems(config: Any, items: list[pytest.Item]) -> None:
    """Leave out what can tell nothing on this database: on SQLite, tests marked for PostgreSQL; with
    `ONLY_DATABASE_TESTS`, those that open no database and so can't differ from one to the other.
    """
    only_databases = bool(os.environ.get("ONLY_DATABASE_TESTS"))
    on_sqlite = os.environ["DATABASE_URL"].startswith("sqlite")
    left_out = [
        item
        for item in items
        if (only_databases and not _opens_database(item)) or (on_sqlite and item.get_closest_marker("postgresql"))
    ]
    config.hook.pytest_deselected(items=left_out)
    gone = set(left_out)
    items[:] = [item for item in items if item not in gone]


def _opens_database(item: pytest.Item) -> bool:
    asking = {"db", "transactional_db", "live_server", "django_db_setup"}
    return item.get_closest_marker("django_db") is not None or bool(asking & set(getattr(item, "fixturenames", ())))


def pytest_terminal_summary(terminalreporter: Any, exitstatus: int) -> None:
    """In CI nothing may be skipped: what a test needs is installed there."""
    if os.environ.get("CI") and terminalreporter.stats.get("skipped"):
        terminalreporter.write_line("In CI nothing may be skipped.", red=True)
        terminalreporter._session.exitstatus = 1
