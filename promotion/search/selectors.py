"""Searching pages: each found page once, in the reader's language first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from promotion.pager import Pager
from promotion.search.index import PAGE_INDEX
from promotion.selectors.versions import best_versions

HITS_AT_MOST = 500
PER_PAGE = 12


@dataclass(frozen=True, slots=True)
class PageHits:
    pages: list[Any]
    pager: Pager


def search_pages(words: str, lang: str, wanted_page: str | int | None = 1) -> PageHits:
    """Live public pages that contain the words in any language; those in the reader's language stand first.

    A page found through one of its translations is given in the version nearest to the reader. Constant
    number of queries: the index, the keys, the versions, and one per page type for the page shown.
    """
    ranked = [pk for pk, _score in PAGE_INDEX.ranked(words, HITS_AT_MOST)]
    keys = dict(Page.objects.filter(pk__in=ranked).values_list("pk", "translation_key"))
    order: dict[Any, int] = {}
    for rank, pk in enumerate(ranked):
        if pk in keys:
            order.setdefault(keys[pk], rank)
    versions = list(best_versions(Page.objects.filter(translation_key__in=order), lang))
    versions.sort(key=lambda page: (page.locale.language_code != lang, order[page.translation_key]))
    pager = Pager.over(len(versions), PER_PAGE, wanted_page)
    return PageHits(_specific(versions[pager.slice(PER_PAGE)]), pager)


def _specific(pages: list[Page]) -> list[Any]:
    """The pages in their own types, in the same order, with their locales."""
    found = {
        page.pk: page
        for page in Page.objects.filter(pk__in=[page.pk for page in pages]).select_related("locale").specific()
    }
    return [found[page.pk] for page in pages]
