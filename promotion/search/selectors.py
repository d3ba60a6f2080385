"""Searching pages: each found page once, in the reader's language first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from locales.machine.selectors import machine_made_pages
from locales.registry import tag_of
from locales.search.hits import Shown, shown
from locales.search.query import match_query
from locales.text import LocalText
from promotion.pager import Pager
from promotion.search.index import PAGE_INDEX, fields_of
from promotion.search.pages import offered_pages, specific_pages
from promotion.selectors.versions import best_versions

HITS_AT_MOST = 500
PER_PAGE = 12


@dataclass(frozen=True, slots=True)
class PageHit:
    """A page as the reader gets it, and how its hit is shown."""

    page: Any
    shown: Shown
    is_machine_made: bool = False
    """Whether any text of the page is a machine's: the excerpt may come from anywhere in it."""


@dataclass(frozen=True, slots=True)
class PageHits:
    hits: list[PageHit]
    pager: Pager

    @property
    def pages(self) -> list[Any]:
        return [hit.page for hit in self.hits]


def search_pages(words: str, lang: str, wanted_page: str | int | None = 1) -> PageHits:
    """Live public pages that contain the words in any language; those in the reader's language stand first.

    A page found through one of its translations is given in the version nearest to the reader, with the passage
    that was found. Constant number of queries: the index, the keys, the versions, one per page type for the page
    shown, what was indexed of them, and which a machine translated.
    """
    ranked = [
        pk for pk, _score in PAGE_INDEX.ranked(words, HITS_AT_MOST, among=offered_pages().values("pk"), lang=lang)
    ]
    keys = dict(Page.objects.filter(pk__in=ranked).values_list("pk", "translation_key"))
    found: dict[Any, int] = {}
    for pk in ranked:
        if pk in keys:
            found.setdefault(keys[pk], pk)
    order = {key: rank for rank, key in enumerate(found)}
    versions = list(best_versions(Page.objects.filter(translation_key__in=found), lang))
    versions.sort(key=lambda page: (page.locale.language_code != lang, order[page.translation_key]))
    pager = Pager.over(len(versions), PER_PAGE, wanted_page)
    return PageHits(_shown(versions[pager.slice(PER_PAGE)], found, words, lang), pager)


def _shown(pages: list[Page], found: dict[Any, int], words: str, lang: str) -> list[PageHit]:
    """The pages in their own types, in the same order; `found` tells which version of each has the words."""
    matched = {page.pk: found[page.translation_key] for page in pages}
    specific = specific_pages(matched)
    fields = fields_of({*matched, *matched.values()})
    query, by_machine = match_query(words), machine_made_pages(specific.values())
    hits: list[PageHit] = []
    for pk, source in matched.items():
        page = specific[pk]
        tag = tag_of(page.locale.language_code)
        texts = [*fields.get(pk, []), *(fields.get(source, []) if source != pk else [])]
        title, summary = LocalText(page.title, tag), LocalText(page.summary, tag)
        hits.append(PageHit(page, shown(texts, query, lang, title=title, summary=summary), pk in by_machine))
    return hits
