"""What a translator's file holds, whatever its format, and the limits of what is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

BYTES_AT_MOST = 20 * 1024 * 1024
UNITS_AT_MOST = 50_000
ITEMS_AT_MOST = 2_000
LONGEST_TEXT = 200_000
"""Characters of one text in a file."""


class BadFile(Exception):
    """A file that can't be read at all; the message is for people. Nothing of it was taken in."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One translation that a file brings. Digests are as they were written at export; None where they are gone.

    `form`: whether the target is tagged text, plain text, or in the form in which its unit went out.
    `unfinished`: its translator marked it so.
    """

    kind: str
    pk: int
    key: str
    source_digest: str
    target_digest: str | None
    target: str
    form: Literal["own", "tagged", "plain"] = "own"
    unfinished: bool = False
    problem: str = ""


@dataclass(slots=True)
class ExchangeFile:
    """A file that was read: offers in its order, and what in it was no text of ours."""

    source: str
    target: str
    offers: list[Offer] = field(default_factory=list)
    strangers: int = 0


def name_of(kind: str, pk: int) -> str:
    """How an item is called in files: `media_library.photo:12`."""
    return f"{kind}:{pk}"


def parse_name(name: str) -> tuple[str, int] | None:
    kind, _colon, number = name.rpartition(":")
    return (kind, int(number)) if kind and number.isascii() and number.isdecimal() and len(number) < 19 else None
