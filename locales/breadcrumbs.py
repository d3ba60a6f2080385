"""Breadcrumbs of the admin's lists in the reader's language.

Wagtail 8.0 says them once, while the addresses are loaded, in the language of whoever came first.
"""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy


class SpokenBreadcrumbs:
    """Mix into a SnippetViewSet, before it."""

    @cached_property
    def breadcrumbs_items(self) -> list[dict[str, Any]]:
        with translation.override(None):  # the English msgids
            items: list[dict[str, Any]] = super().breadcrumbs_items  # type: ignore[misc]
        return [item | {"label": gettext_lazy(str(item["label"]))} for item in items]
