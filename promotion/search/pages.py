"""Pages that may be searched."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Locale, Page

from locales.registry import enabled_codes
from promotion.selectors.versions import public_pages


def offered_pages() -> QuerySet[Page]:
    """Live pages that anybody may read, in languages that the site offers."""
    return public_pages(Page.objects.filter(locale__language_code__in=enabled_codes()))


def specific_pages(ids: Iterable[int]) -> dict[int, Any]:
    """{id: page in its own type, with its locale}; one query per type among them."""
    locales = Locale.objects.in_bulk()
    found = {page.pk: page for page in Page.objects.filter(pk__in=set(ids)).specific()}
    for page in found.values():
        page.locale = locales[page.locale_id]
    return found
