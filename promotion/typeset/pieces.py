"""Texts on their way into a typeset document: each with its language, and never longer than the page can bear."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, TypedDict

from bs4 import BeautifulSoup

from locales.registry import tag_of
from locales.text import LocalText
from promotion.languages.reader import reader_language

LONGEST_WORD = 24
"""Letters without a place to break; beyond them one is made, since a line can't be wider than its column."""
_RUN = re.compile(rf"[^\s\u00ad\u200b\-]{{{LONGEST_WORD + 1},}}")
_BREAKS_BY_ITSELF = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# What would turn the direction of the rest, or isn't text at all.
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")


class Piece(TypedDict):
    """`tag`: BCP 47 tag of the language the text is really in."""

    text: str
    tag: str


def piece(text: LocalText | str | None, at_most: int = 240, tag: str = "") -> Piece:
    """A text in its language; plain ones are in `tag`, else in that of the answer."""
    tag = text.lang if isinstance(text, LocalText) and text.lang else (tag or tag_of(reader_language()))
    return {"text": clipped(str(text or ""), at_most), "tag": tag}


def optional(text: LocalText | str | None, at_most: int = 240, tag: str = "") -> Piece | None:
    """None for nothing to say."""
    made = piece(text, at_most, tag)
    return made if made["text"] else None


def clipped(text: str, at_most: int) -> str:
    """One line of at most so many letters, cut at a word where that is near; endless words get places to break."""
    if at_most < 1:
        return ""
    words = " ".join(_UNWANTED.sub("", unicodedata.normalize("NFC", text)).split())
    if len(words) > at_most:
        kept = words[: max(0, at_most - 1)]
        at = kept.rfind(" ")
        words = (kept[:at] if at > at_most * 0.7 else kept).rstrip(" ,;:–-") + "…"
    return _RUN.sub(_with_breaks, words)


def _with_breaks(found: re.Match[str]) -> str:
    run = found[0]
    if _BREAKS_BY_ITSELF.search(run):
        return run
    return "\u200b".join(run[at : at + LONGEST_WORD] for at in range(0, len(run), LONGEST_WORD))


def paragraphs(rich_text: str, at_most: int, tag: str) -> list[Piece]:
    """The paragraphs of a rich text without its formatting, so many letters in all."""
    found: list[Piece] = []
    left = at_most
    soup = BeautifulSoup(rich_text, "html.parser")
    for element in soup.find_all(["p", "li", "h2", "h3", "h4"]) or [soup]:
        made = piece(element.get_text(" ", strip=False), left, tag)
        if made["text"]:
            found.append(made)
            left -= len(made["text"])
        if left < 60:
            break
    return found


Data = dict[str, Any]
