"""Conventions that would fail unseen, as system checks."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def one_search_app(**kwargs: Any) -> list[CheckMessage]:
    """With both installed every index task fails, is only logged, and the index goes stale unseen."""
    if apps.is_installed("modelsearch") and apps.is_installed("wagtail.search"):
        return [
            Error(
                "modelsearch and wagtail.search are both installed.",
                hint="Keep wagtail.search only: with both, search indexes go stale without an error.",
                id="media_library.E001",
            )
        ]
    return []


@register()
def private_files_have_no_address(**kwargs: Any) -> list[CheckMessage]:
    """The gate is the only way out: a MEDIA_URL would be a second one."""
    if settings.MEDIA_URL not in ("", "/"):
        return [
            Error(
                f"MEDIA_URL is {settings.MEDIA_URL!r}, so stored files have a public address.",
                hint="Remove MEDIA_URL: originals and renditions are given out by the gate only.",
                id="media_library.E002",
            )
        ]
    return []
