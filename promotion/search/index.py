"""The folded search document of each page, in its own language, with every name its province ever had."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.html import strip_tags
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from locales.search.dialect import Field
from locales.search.index import FoldedIndex
from locales.search.rebuilding import register_index
from locales.text import texts_of
from promotion.models import PAGE_TYPES, ProvincePage, SearchDocument, SitePage
from provinces.models import Province
from provinces.selectors import names_for_search_by_id, owners_of

PAGE_INDEX = FoldedIndex("page_search")
BODY_AT_MOST = 20_000
"""Characters of running text per page that are indexed."""


def put(page: Any) -> None:
    """Index a live page; take one that isn't live out. Pages that aren't of this site's types are ignored."""
    page = page.specific
    if not isinstance(page, SitePage):
        return
    if page.live:
        _put([page])
    else:
        remove([page.pk])


def put_those_of(province_id: int) -> None:
    """A unit's names changed: they are searched in its own pages and in those of the unit that came after it."""
    province = Province.objects.get(pk=province_id)
    units = [province_id, *(unit.pk for unit in owners_of(province))]
    for model in PAGE_TYPES:
        if any(field.name == "province" for field in model._meta.get_fields()):
            _put(model.objects.filter(live=True, province__in=units).select_related("locale"))


def remove(ids: Iterable[int]) -> None:
    ids = list(ids)
    SearchDocument.objects.filter(page__in=ids).delete()
    for pk in ids:
        PAGE_INDEX.remove(pk)


def fill() -> int:
    """Put all live pages into the empty index; returns how many."""
    SearchDocument.objects.all().delete()
    return sum(_put(model.objects.filter(live=True).select_related("locale")) for model in PAGE_TYPES)


def _put(pages: Iterable[Any]) -> int:
    """Index pages in their own types; returns how many."""
    pages = list(pages)
    units = {page.pk: pk for page in pages if (pk := getattr(page, "province_id", None)) is not None}
    names = names_for_search_by_id(set(units.values()))
    documents = {page.pk: list(_fields(page, names[units[page.pk]] if page.pk in units else [])) for page in pages}
    SearchDocument.objects.bulk_create(
        [SearchDocument(page_id=pk, fields=[list(field) for field in fields]) for pk, fields in documents.items()],
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["fields"],
    )
    PAGE_INDEX.put_many(documents.items())
    return len(documents)


def fields_of(ids: Collection[int] | QuerySet[Any]) -> dict[int, list[Field]]:
    """{page: what is searched of it}. One query."""
    rows = SearchDocument.objects.filter(page__in=ids).values_list("page", "fields")
    return {pk: [Field(*field) for field in fields] for pk, fields in rows}


def _fields(page: Any, province_names: Sequence[str]) -> Iterator[Field]:
    lang = page.locale.language_code
    yield Field(page.title, "A", lang)
    for name in ("tagline", "lead", "promise"):
        if text := getattr(page, name, ""):
            yield Field(text, "B", lang)
    # Who types a province's name, or its former one, wants its profile before all that is told of it.
    weight = "B" if isinstance(page, ProvincePage) else "C"
    yield from (Field(name, weight) for name in province_names)
    sector = getattr(page, "sector", None)
    if sector is not None:
        yield from (Field(name, "C", code) for code, name in texts_of(sector, "name").items())
    for text in _running_text(page):
        yield Field(text, "D", lang)


def _running_text(page: Any) -> Iterator[str]:
    """Rich text and blocks among the page's search fields, as plain words, passage by passage."""
    room = BODY_AT_MOST
    for text in _passages(page):
        passage = " ".join(text.split())[:room]
        room -= len(passage)
        if passage:
            yield passage


def _passages(page: Any) -> Iterator[str]:
    for field in page.search_fields:
        if not isinstance(field, index.SearchField) or field.field_name == "title":
            continue
        source = page._meta.get_field(field.field_name)
        if isinstance(source, StreamField):
            yield from (str(text) for text in source.get_searchable_content(getattr(page, field.field_name)))
        elif isinstance(source, RichTextField):
            yield strip_tags(getattr(page, field.field_name).replace("<", " <"))


def register() -> None:
    register_index(PAGE_INDEX, fill)
