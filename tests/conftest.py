"""What every test needs: plain static files, quick passwords, an empty cache."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation


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


def pytest_terminal_summary(terminalreporter: Any, exitstatus: int) -> None:
    """In CI nothing may be skipped: what a test needs is installed there."""
    if os.environ.get("CI") and terminalreporter.stats.get("skipped"):
        terminalreporter.write_line("In CI nothing may be skipped.", red=True)
        terminalreporter._session.exitstatus = 1
