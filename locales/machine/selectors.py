"""Reads about machine translations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import OuterRef, Subquery
from wagtail.models import Page

from locales.exchange import fields
from locales.exchange.units import Item, digest
from locales.machine.models import MachineText


def machine_keys(item: Item) -> frozenset[str]:
    """Keys of the units whose translation stands as an engine gave it. One query."""
    rows = MachineText.objects.filter(kind=item.kind, object_id=item.pk, language=item.target)
    known = dict(rows.values_list("key", "target_digest"))
    return frozenset(unit.key for unit in item.units if unit.target and known.get(unit.key) == unit.target_digest)


def is_machine_made(kind: str, pk: int, language: str, texts: Mapping[str, str]) -> bool:
    """Whether any of an object's texts ({unit key: text as shown}) stands as an engine gave it: readers are told so."""
    rows = MachineText.objects.filter(kind=kind, object_id=pk, language=language, key__in=texts)
    return any(digest(texts[key]) == known for key, known in rows.values_list("key", "target_digest"))


Machine = dict[str, list[str]]
"""{field: codes of the languages in which its text stands as an engine gave it}, without empty ones."""


def machine_made(kind: str, pk: int, texts: Mapping[str, Mapping[str, str]]) -> Machine:
    """Which of a record's texts ({field: {language code: text}}) are a machine's. One query."""
    return machine_made_of(kind, {pk: texts}).get(pk, {})


def machine_made_of(kind: str, texts: Mapping[int, Mapping[str, Mapping[str, str]]]) -> dict[int, Machine]:
    """The same of many records, by their id. One query."""
    rows = MachineText.objects.filter(kind=kind, object_id__in=list(texts)).order_by("language")
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for pk, field, code, known in rows.values_list("object_id", "key", "language", "target_digest"):
        text = texts[pk].get(field, {}).get(code, "")
        if text and digest(text) == known:
            found[pk][field].append(code)
    return {pk: dict(by_field) for pk, by_field in found.items()}


def machine_codes(machine: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Codes of the languages in which any of the texts is a machine's."""
    return frozenset(code for codes in machine.values() for code in codes)


def is_machine_made_page(page: Page) -> bool:
    """Whether any text of a page, as readers get it, stands as an engine gave it.

    One query, and for a page that a machine worked on one more: the labels are kept under the page that it was
    translated from, and the keys of texts are the same in both.
    """
    originals = Page.objects.filter(translation_key=page.translation_key).values("pk")
    rows = MachineText.objects.filter(kind="page", language=page.locale.language_code, object_id__in=originals)
    known = set(rows.values_list("key", "target_digest"))
    if not known:
        return False
    specific = page.specific
    return any((unit.key, unit.source_digest) in known for unit in fields.units_of(specific, None, ""))


def machine_made_pages(pages: Iterable[Page], names: Collection[str] = ()) -> frozenset[int]:
    """Ids of those pages of which a text, as readers get it, stands as an engine gave it. One query.

    With `names` only these plain text fields count, as a list shows them; without, every text of pages that come
    in their own types. Pages come with their locales.
    """
    pages = list(pages)
    keys = {page.translation_key for page in pages}
    if not keys:
        return frozenset()
    originals = Page.objects.filter(translation_key__in=keys)
    key = Subquery(originals.filter(pk=OuterRef("object_id")).values("translation_key")[:1])
    rows = MachineText.objects.filter(kind="page", object_id__in=originals.values("pk"))
    if names:
        rows = rows.filter(key__in=names)
    known: dict[tuple[Any, str], set[tuple[str, str]]] = defaultdict(set)
    columns = ("translation", "language", "key", "target_digest")
    for translation, language, name, made in rows.annotate(translation=key).values_list(*columns):
        known[translation, language].add((name, made))
    return frozenset(
        page.pk
        for page in pages
        if (made := known.get((page.translation_key, page.locale.language_code))) and _has_any(page, made, names)
    )


def _has_any(page: Page, made: Collection[tuple[str, str]], names: Collection[str]) -> bool:
    if names:
        return any((name, digest(getattr(page, name, "") or "")) in made for name in names)
    return any((unit.key, unit.source_digest) in made for unit in fields.units_of(page, None, ""))
