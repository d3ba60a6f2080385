"""What a request to the desk is about, and what its form says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from locales.coverage import query
from locales.exchange.desk_saving import Typed
from locales.exchange.open_text import lines
from locales.registry import LANGUAGES
from locales.text_status.kinds import kind as kind_by_slug
from locales.text_status.models import TextItem

UNITS_AT_MOST = 2_000
"""Texts in one request."""


def item_asked(request: HttpRequest, pk: int, code: str) -> TextItem:
    item: TextItem = get_object_or_404(query.visible(request.user), pk=pk)
    if kind_by_slug(item.kind) is None or code not in LANGUAGES:
        raise Http404
    query.with_cells([item])
    return item


def source_asked(item: TextItem, code: str, data: Mapping[str, Any]) -> str:
    """The language that is translated from: the item's own, unless another is asked for that it has."""
    asked = data.get("source") or item.source_language
    if asked not in LANGUAGES or asked == code:
        return item.source_language
    return asked if asked in item.cells or asked == item.source_language else item.source_language


def typed_in(data: Any) -> list[Typed]:
    """The texts of a form: `text-N` with `key-N`, and `seen-N`: digests of translation and source as shown."""
    typed = []
    for name in list(data):
        number = name.removeprefix("text-")
        if name == number or not (number.isascii() and number.isdecimal() and len(number) < 6):
            continue
        was, _dot, source = data.get(f"seen-{number}", "").partition(".")
        typed.append(Typed(data.get(f"key-{number}", ""), lines(data[name]), was, source))
        if len(typed) >= UNITS_AT_MOST:
            break
    return typed


def comments_by_number(data: Any) -> dict[int, str]:
    return {
        number: words
        for number in range(len(data.getlist("field")))
        if (words := data.get(f"comment-{number}", "").strip())
    }


def comments_in(data: Any) -> dict[str, str]:
    """{field: words}; "" is the whole. A field of many passages says which one is meant."""
    names = data.getlist("field")
    said: dict[str, list[str]] = {}
    for number, words in comments_by_number(data).items():
        quoted = data.get(f"quote-{number}", "").strip()
        said.setdefault(names[number], []).append(f"“{quoted[:80]}”: {words}" if quoted else words)
    whole = data.get("comment", "").strip()
    return {name: "\n".join(words) for name, words in said.items()} | ({"": whole} if whole else {})
