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


def pytest_collection_modifyitems(config: Any, items: list[pytest.Item]) -> None:
    """With `ONLY_DATABASE_TESTS`, leave out what opens no database: it can't differ from one database to the other."""
    if not os.environ.get("ONLY_DATABASE_TESTS"):
        return
    asking = {"db", "transactional_db", "live_server", "django_db_setup"}
    kept = [
        item
        for item in items
        if item.get_closest_marker("django_db") or asking & set(getattr(item, "fixturenames", ()))
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def pytest_terminal_summary(terminalreporter: Any, exitstatus: int) -> None:
    """In CI nothing may be skipped: what a test needs is installed there."""
    if os.environ.get("CI") and terminalreporter.stats.get("skipped"):
        terminalreporter.write_line("In CI nothing may be skipped.", red=True)
        terminalreporter._session.exitstatus = 1
