"""Reads the content files. A text is a table of language codes; a page exists in the languages of its title."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from locales.registry import LANGUAGES

CONTENT = Path(__file__).parent / "content"
_NAMESPACE = uuid5(NAMESPACE_URL, "urn:demo-content")

Entry = dict[str, Any]


class Missing(Exception):
    """A text isn't written in the wanted language."""


@cache
def shared() -> Entry:
    """What isn't one province's: languages, site texts, licences, indicators, partners, terms."""
    return _read(CONTENT / "shared.toml")


@cache
def provinces() -> tuple[Entry, ...]:
    """The built-out provinces: each its pages, and under `pictures` its pictures."""
    order = shared()["provinces"]
    return tuple(
        _read(CONTENT / f"{name}.toml") | _read(CONTENT / f"{name}_pictures.toml") | {"name": name} for name in order
    )


def _read(path: Path) -> Entry:
    with path.open("rb") as file:
        return tomllib.load(file)


def stable_id(*parts: str) -> UUID:
    """The same name gives the same identifier in every installation: what exists is found again by it."""
    return uuid5(_NAMESPACE, "/".join(parts))


def is_text(value: Any) -> bool:
    """Whether a value is a text in several languages: a table whose keys are all language codes."""
    return isinstance(value, Mapping) and bool(value) and set(value) <= set(LANGUAGES)


def languages_of(entry: Mapping[str, Any], field: str = "title") -> list[str]:
    """Languages in which an entry is written, in the registry's order."""
    return [code for code in LANGUAGES if code in entry.get(field, {})]


def in_language(value: Any, code: str) -> Any:
    """The value with each text in one language. List items that aren't written in it are left out.

    Raises Missing where a text outside of a list isn't.
    """
    if is_text(value):
        if code not in value:
            raise Missing(code)
        return value[code]
    if isinstance(value, Mapping):
        return {key: in_language(inner, code) for key, inner in value.items()}
    if isinstance(value, list):
        return [item for item in (_or_none(item, code) for item in value) if item is not None]
    return value


def _or_none(item: Any, code: str) -> Any:
    try:
        return in_language(item, code)
    except Missing:
        return None


def optional(entry: Mapping[str, Any], field: str, code: str) -> str:
    """A text of an entry in one language; empty where it isn't written."""
    return str(entry.get(field, {}).get(code, ""))
