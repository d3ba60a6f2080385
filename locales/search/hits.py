"""How a hit is shown: its title with the words marked, and the passage that shows why it was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from locales.registry import code_of, tag_of
from locales.search.dialect import Field
from locales.search.excerpts import Marked, Span, excerpt, spans
from locales.search.folding import ENGLISH_MARK, fold
from locales.search.query import PhraseQuery
from locales.text import LocalText

NOTHING = Marked("", ())
_BEGINNING = 3
"""Letters of a word that its text must hold before it is looked through closely."""


SHORT = 60
"""Characters of a keyword, place or name: too little to stand for the record, so its summary follows."""


@dataclass(frozen=True, slots=True)
class Shown:
    """`reason` is a short text (a keyword, a former name) that was found beside or instead of the title.

    `excerpt` is the passage that was found, or the record's summary; `found_in_excerpt` tells which.
    """

    title: Marked
    excerpt: Marked
    reason: Marked = NOTHING
    found_in_excerpt: bool = False


def marked(text: LocalText, query: PhraseQuery) -> Marked:
    """A whole text with the query's words marked."""
    return Marked(text.text, tuple(found_in(text.text, query, code_of(text.lang) or "")), text.lang)


def found_in(text: str, query: PhraseQuery, lang: str) -> list[Span]:
    """`spans`, without looking closely at a text that can't hold any of the words."""
    folded = fold(text)
    if not any(_may_hold(folded, phrase.tokens[0]) for choice in query.groups for phrase in choice):
        return []
    return spans(text, query, lang)


def _may_hold(folded: str, token: str) -> bool:
    word = token.removeprefix(ENGLISH_MARK)
    return word[: _BEGINNING if word.isascii() else 2] in folded


def shown(fields: Sequence[Field], query: PhraseQuery, lang: str, *, title: LocalText, summary: LocalText) -> Shown:
    """`fields` are those that were indexed, `title` and `summary` what the reader of `lang` is shown of the record.

    The passage says most of what the title leaves unsaid; the reader's language counts before others, and heavier
    fields before lighter ones. Where the title says it all, the summary stands below it as it always does.
    """
    heading = marked(title, query)
    said = _groups(heading.spans, query)
    best: tuple[tuple[int, bool, bool, bool], Field, list[Span]] | None = None
    for field in fields:
        if field.text == title.text or not (found := found_in(field.text, query, field.lang)):
            continue
        together = any(span.whole for span in found)
        worth = (len(_groups(found, query) - said), together, field.lang == lang, field.text == summary.text)
        if best is None or worth > best[0]:
            best = (worth, field, found)
    below = excerpt(summary.text, found_in(summary.text, query, code_of(summary.lang) or ""), summary.lang)
    # What adds nothing to the title is shown only in the reader's own language.
    if best is None or (best[0][0] == 0 and not best[0][2]):
        return Shown(heading, below)
    worth, field, found = best
    told = excerpt(field.text, found, tag_of(field.lang) if field.lang else "")
    if len(field.text) > SHORT or field.text == summary.text:
        return Shown(heading, told, found_in_excerpt=worth[0] > 0)
    return Shown(heading, below, reason=told if worth[0] else NOTHING)


def _groups(found: Sequence[Span], query: PhraseQuery) -> set[int]:
    """Which of the query's choices are there: all of them where they stand together."""
    if any(span.whole for span in found):
        return set(range(len(query.groups)))
    return {span.group for span in found}
