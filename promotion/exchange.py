"""Pages for the translator's desk."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.signals import page_published

from locales.exchange.kinds import register_kind
from locales.exchange.pages import PageKind
from locales.memory.services import remember_approved
from locales.registry import WORKING
from promotion.models import PAGE_TYPES, ProvincePage, SitePage
from promotion.selectors.ownership import nearest_province_id


class SitePages(PageKind):
    """All pages of the site; an area is a province, with its profile and everything below that."""

    def in_area(self, found: QuerySet[Any], area: int) -> QuerySet[Any]:
        paths = list(ProvincePage.objects.filter(province=area).values_list("path", flat=True))
        if not paths:
            return found.none()
        return found.filter(reduce(or_, (Q(path__startswith=path) for path in paths)))

    def area_of(self, page: Any) -> int | None:
        return nearest_province_id(page)


PAGES = SitePages(PAGE_TYPES)


def _published(instance: Any, **kwargs: Any) -> None:
    """A page of another language was approved: it is the translation of the page in the working language."""
    page = instance.specific
    if not isinstance(page, SitePage) or page.locale.language_code == WORKING or page.alias_of_id:
        return
    original = page.get_translations().filter(locale__language_code=WORKING, alias_of=None).first()
    if original is not None:
        remember_approved(PAGES.key, original.specific, targets=[page.locale.language_code])


def register() -> None:
    register_kind(PAGES)
    page_published.connect(_published, dispatch_uid="promotion.exchange.published")
