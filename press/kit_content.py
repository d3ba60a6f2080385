"""What a kit holds at one moment, and what is new between two: plain values, in and out of JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from django.utils.dateparse import parse_datetime

from locales.registry import LANGUAGES
from press.models.kit import KIT_TEXTS

Texts = Mapping[str, Mapping[str, str]]
"""{field: {language code: text}}, without empty ones"""

_DASH = re.compile(r"^\s*[-–—―]+\s*")
_COMMA = re.compile(r"\s*[,，、،;]\s*")


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said. Without a speaker where the text doesn't name one in the form that is asked for."""

    text: str
    speaker: str = ""
    role: str = ""


def quotes_in(text: str) -> list[Quote]:
    """The quotes of a text: blocks between empty lines, the last line of each a dash with speaker and role."""
    blocks = re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return [_quote(block.strip()) for block in blocks if block.strip()]


def _quote(block: str) -> Quote:
    said, _newline, last = block.rpartition("\n")
    if not said.strip() or not _DASH.match(last):
        return Quote(block)
    speaker, *role = _COMMA.split(_DASH.sub("", last).strip(), maxsplit=1)
    return Quote(said.strip(), speaker, role[0] if role else "")


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call; `languages` are codes of the registry."""

    name: str
    role: str = ""
    languages: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KitContent:
    """The content of a kit. `cover` and `assets` are ids of assets, in the kit's order; the embargo is that of the
    moment, so that two versions can be told apart by it: what counts for readers is always the kit's own."""

    texts: Texts
    contact: str = ""
    contacts: tuple[Contact, ...] = ()
    cover: int | None = None
    assets: tuple[int, ...] = ()
    embargo_until: datetime | None = None

    def in_language(self, code: str) -> dict[str, str]:
        """{field: text}, empty ones among them."""
        return {name: self.texts.get(name, {}).get(code, "") for name in KIT_TEXTS}

    def with_language(self, code: str, texts: Mapping[str, str]) -> Self:
        """The same with other texts ({field: text}) in one language."""
        changed = {name: {**self.texts.get(name, {}), code: texts.get(name, "")} for name in KIT_TEXTS}
        return replace(self, texts=_without_empty(changed))

    def with_asset_replaced(self, old: int, new: int) -> Self:
        """The same with another asset in the place of one; where both were in it, the first of the places counts."""
        assets = dict.fromkeys(new if asset == old else asset for asset in self.assets)
        return replace(self, assets=tuple(assets), cover=new if self.cover == old else self.cover)

    def as_json(self) -> dict[str, Any]:
        until = self.embargo_until.isoformat() if self.embargo_until else None
        return asdict(self) | {"embargo_until": until}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Self:
        until = body.get("embargo_until")
        return cls(
            texts=_without_empty(body["texts"]),
            contact=body.get("contact", ""),
            contacts=tuple(Contact(**{**one, "languages": tuple(one["languages"])}) for one in body["contacts"]),
            cover=body["cover"],
            assets=tuple(body["assets"]),
            embargo_until=parse_datetime(until) if until else None,
        )


def _without_empty(texts: Texts) -> dict[str, dict[str, str]]:
    """In the order of fields and languages: a database may keep the keys of JSON in another."""
    return {name: {code: text for code in LANGUAGES if (text := texts.get(name, {}).get(code))} for name in KIT_TEXTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class KitChanges:
    """What is new in a content. `texts` is {language code: fields}; `added` and `removed` are ids of assets."""

    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    added: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()
    reordered: bool = False
    cover: bool = False
    contacts: bool = False
    embargo: bool = False
    embargo_until: datetime | None = None
    """Where the embargo moved: until when it lasts now; None: lifted."""

    def __bool__(self) -> bool:
        lists = (self.texts, self.added, self.removed)
        return any(lists) or self.reordered or self.cover or self.contacts or self.embargo

    def as_json(self) -> dict[str, Any]:
        until = self.embargo_until.isoformat() if self.embargo_until else None
        return asdict(self) | {"embargo_until": until}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Self:
        """An empty object is no change."""
        if not body:
            return cls()
        until = body["embargo_until"]
        return cls(
            texts={code: tuple(body["texts"][code]) for code in LANGUAGES if code in body["texts"]},
            added=tuple(body["added"]),
            removed=tuple(body["removed"]),
            reordered=body["reordered"],
            cover=body["cover"],
            contacts=body["contacts"],
            embargo=body["embargo"],
            embargo_until=parse_datetime(until) if until else None,
        )


def changes_between(before: KitContent, after: KitContent) -> KitChanges:
    """What one who knows `before` finds new in `after`."""
    was, now = set(before.assets), set(after.assets)
    texts = {code: _changed_fields(before, after, code) for code in LANGUAGES}
    moved = before.embargo_until != after.embargo_until
    return KitChanges(
        texts={code: fields for code, fields in texts.items() if fields},
        added=tuple(asset for asset in after.assets if asset not in was),
        removed=tuple(asset for asset in before.assets if asset not in now),
        reordered=[one for one in before.assets if one in now] != [one for one in after.assets if one in was],
        cover=before.cover != after.cover,
        contacts=before.contacts != after.contacts or _lines_of(before.contact) != _lines_of(after.contact),
        embargo=moved,
        embargo_until=after.embargo_until if moved else None,
    )


def _changed_fields(before: KitContent, after: KitContent, code: str) -> tuple[str, ...]:
    old, new = before.in_language(code), after.in_language(code)
    return tuple(name for name in KIT_TEXTS if _lines_of(old[name]) != _lines_of(new[name]))


def _lines_of(text: str) -> list[str]:
    """Forms end lines with CR LF, programs with LF; to readers it is the same text."""
    return text.strip().splitlines()
