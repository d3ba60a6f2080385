"""The folded search document of each page, in its own language, with every name its province ever had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.utils.html import strip_tags
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from locales.search.index import FoldedIndex
from promotion.models import PAGE_TYPES, SitePage
from provinces.selectors import names_for_search_by_id

PAGE_INDEX = FoldedIndex("page_search")
BODY_AT_MOST = 20_000
"""Characters of running text per page that are indexed."""


def put(page: Any) -> None:
    """Index a live page; take one that isn't live out. Pages that aren't of this site's types are ignored."""
    page = page.specific
    if not isinstance(page, SitePage):
        return
    if not page.live:
        remove([page.pk])
        return
    PAGE_INDEX.put(page.pk, list(_fields(page)))


def remove(ids: Iterable[int]) -> None:
    for pk in ids:
        PAGE_INDEX.remove(pk)


def rebuild() -> int:
    """Index all live pages anew; returns how many."""
    with transaction.atomic():
        PAGE_INDEX.clear()
        return sum(_put_all(model) for model in PAGE_TYPES)


def _put_all(model: type[SitePage]) -> int:
    documents = [(page.pk, list(_fields(page))) for page in model.objects.filter(live=True)]
    PAGE_INDEX.put_many(documents)
    return len(documents)


def _fields(page: Any) -> Iterator[tuple[str, str]]:
    yield page.title, "A"
    for name in ("tagline", "lead", "promise"):
        if text := getattr(page, name, ""):
            yield text, "B"
    if names := _province_names(page):
        yield "\n".join(names), "C"
    sector = getattr(page, "sector", None)
    if sector is not None:
        yield "\n".join(_names(sector)), "C"
    if text := _running_text(page):
        yield text[:BODY_AT_MOST], "D"


def _province_names(page: Any) -> list[str]:
    pk = getattr(page, "province_id", None)
    return list(names_for_search_by_id([pk])[pk]) if pk is not None else []


def _names(record: Any) -> list[str]:
    from locales.text import texts_of

    return list(texts_of(record, "name").values())


def _running_text(page: Any) -> str:
    """Rich text and blocks among the page's search fields, as plain words."""
    parts: list[str] = []
    for field in page.search_fields:
        if not isinstance(field, index.SearchField):
            continue
        source = page._meta.get_field(field.field_name) if field.field_name != "title" else None
        if isinstance(source, StreamField):
            parts.extend(str(text) for text in source.get_searchable_content(getattr(page, field.field_name)))
        elif isinstance(source, RichTextField):
            parts.append(strip_tags(getattr(page, field.field_name).replace("<", " <")))
    return "\n".join(parts)
