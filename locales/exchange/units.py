"""What is exchanged: one translatable text is a unit, one record or page is an item."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass


def digest(text: str) -> str:
    """SHA-256 of a text; empty for no text, so that "there was none" can be told."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if text else ""


def has_words(text: str) -> bool:
    """Whether there is anything to translate: figures and signs alone are the same in every language."""
    return any(unicodedata.category(character)[0] == "L" for character in text)


@dataclass(frozen=True, slots=True)
class Unit:
    """One text with its translation, found again in its item by `key`.

    With `markup` both texts are tagged text (`exchange.markup`), else they are plain. `limit` is the most
    characters that the translation may have. `obstacle` says in words why a translation can't be taken in.
    """

    key: str
    source: str
    target: str = ""
    label: str = ""
    limit: int | None = None
    note: str = ""
    markup: bool = False
    obstacle: str = ""

    @property
    def source_digest(self) -> str:
        return digest(self.source)

    @property
    def target_digest(self) -> str:
        return digest(self.target)


@dataclass(frozen=True, slots=True)
class Item:
    """A record or page with its units, from one language into another. `area` is who answers for it, if anybody."""

    kind: str
    pk: int
    title: str
    source: str
    target: str
    units: tuple[Unit, ...]
    area: int | None = None
