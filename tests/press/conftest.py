"""Mails are looked at in memory, the site is offered in some languages, and none leaks into the next test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

OFFERED = ("vi", "en", "fr", "ja", "lo")


@pytest.fixture(autouse=True)
def _english(settings: Any) -> Iterator[None]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _languages(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("django_db") is None and "db" not in request.fixturenames:
        return
    request.getfixturevalue("db")
    from wagtail.models import Locale

    for code in OFFERED:
        Locale.objects.get_or_create(language_code=code)
