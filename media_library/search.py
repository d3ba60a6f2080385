"""The folded search document of an asset: approved texts in all languages, titles first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from locales.search.dialect import Field
from locales.search.index import FoldedIndex
from locales.search.rebuilding import register_index
from media_library.models import PublishedDocument
from provinces.selectors import names_for_search_by_id

ASSET_INDEX = FoldedIndex("asset_search")
_BATCH = 500


def put(document: PublishedDocument) -> None:
    """Index what was approved; what the reader may see of the hits is decided at every search."""
    body = document.body
    names = names_for_search_by_id([body["province"]["id"]])
    ASSET_INDEX.put(document.pk, fields_of(body, names[body["province"]["id"]]))


def fields_of(body: Mapping[str, Any], province_names: Sequence[str]) -> list[Field]:
    """What is searched of a published document, the texts of one kind in the order of their weight.

    `province_names` are those of `names_for_search`: former names lead to today's province.
    """
    return [field for field in _fields(body, province_names) if field.text]


def _fields(body: Mapping[str, Any], province_names: Sequence[str]) -> Iterator[Field]:
    texts = body["texts"]
    for name, weight in (("title", "A"), ("caption", "B")):
        yield from (Field(text, weight, code) for code, text in texts[name].items())
    yield from (Field(word, "B", keyword_language(word)) for word in body["keywords"])
    for name in ("alt_text", "place"):
        yield from (Field(text, "C", code) for code, text in texts[name].items())
    yield from (Field(name, "C") for name in province_names)
    if body["historic_province"]:
        yield from (Field(name, "C") for name in body["historic_province"]["names"].values())
    for sector in body["sectors"]:
        yield from (Field(name, "D", code) for code, name in sector["names"].items())
    yield Field(body["creator"], "D")


def keyword_language(word: str) -> str:
    """Keywords don't say their language; plain letters are taken for English, so that its plurals are found.

    A foreign word among them is found as well: what is typed is sought both as English and as any language.
    """
    return "en" if word.isascii() else ""


def fill() -> int:
    """Put all published documents into the empty index; returns how many."""
    names = names_for_search_by_id()
    documents = PublishedDocument.objects.order_by().values_list("pk", "body").iterator(chunk_size=_BATCH)
    done = 0

    def counted() -> Iterator[tuple[int, list[Field]]]:
        nonlocal done
        for pk, body in documents:
            done += 1
            yield pk, fields_of(body, names.get(body["province"]["id"], []))

    ASSET_INDEX.put_many(counted())
    return done


def register() -> None:
    register_index(ASSET_INDEX, fill)
