"""Where in a text the words of a query stand, and the piece of it that shows them best."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from locales.search.folding import ENGLISH_MARK, fold, run_tokens, runs_in, words_only
from locales.search.query import Choice, Phrase, PhraseQuery

EXCERPT_LENGTH = 180
"""Characters of an excerpt, about two lines."""
_BEFORE = 48
"""Characters that may stand before the first word found."""
_COENG = "\u17d2"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (not included) of a text, and which of the query's choices stands there.

    `whole`: all of them, as they were typed.
    """

    start: int
    end: int
    group: int = 0
    whole: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    places: tuple[tuple[int, int], ...]
    """(start, end) in the original text of each character of the token; of a word as it was before stemming."""

    def span(self, length: int) -> tuple[int, int]:
        """From its start to the end of so many of its characters."""
        return self.places[0][0], self.places[min(length, len(self.places)) - 1][1]


def _continues(character: str, before: str) -> bool:
    """Belongs to what stands before it: marks, joiners, the second half of a Hangul syllable or of a Khmer stack."""
    code = ord(character)
    return (
        unicodedata.category(character)[0] == "M"
        or unicodedata.category(character) == "Cf"
        or 0x1160 <= code <= 0x11FF
        or code in (0xFF9E, 0xFF9F)
        or before == _COENG
    )


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of what is folded together and never cut apart."""
    start = 0
    for place in range(1, len(text)):
        if text[place].isascii() or not _continues(text[place], text[place - 1]):
            yield start, place
            start = place
    if text:
        yield start, len(text)


@lru_cache(maxsize=4096)
def _folded(cluster: str) -> str:
    return words_only(fold(cluster))


def _located(text: str, lang: str) -> list[_Token]:
    """`tokens` with their places."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for start, end in _clusters(text):
        for letter in _folded(text[start:end]):
            letters.append(letter)
            places.append((start, end))
    found: list[_Token] = []
    begun = 0
    for word in "".join(letters).split(" "):
        at = begun
        for run in runs_in(word):
            at = begun + word.index(run.text, at - begun)
            pieces = run_tokens(run, lang)
            for number, token in enumerate(pieces):
                first = at + (number if run.dense else 0)
                last = first + len(token) if run.dense else at + len(run.text)
                found.append(_Token(token, tuple(places[first:last])))
            at += len(run.text)
        begun += len(word) + 1
    return found


def _phrase_spans(located: Sequence[_Token], phrase: Phrase, group: int) -> Iterator[Span]:
    size = len(phrase.tokens)
    for start in range(len(located) - size + 1):
        if all(located[start + at].text == token for at, token in enumerate(phrase.tokens[:-1])):
            last, wanted = located[start + size - 1], phrase.tokens[-1]
            if last.text == wanted or (phrase.prefix and last.text.startswith(wanted)):
                whole = len(wanted) if phrase.prefix and not wanted.startswith(ENGLISH_MARK) else len(last.places)
                yield Span(located[start].places[0][0], last.span(whole)[1], group)


def spans(text: str, query: PhraseQuery, lang: str = "") -> list[Span]:
    """Where the query's words stand in a text of a language, in order and without overlaps.

    Where they stand together as typed, only there: "Long" alone isn't meant by who looks for "Hạ Long".
    """
    if not query:
        return []
    located = _located(text, lang)
    together = [span for phrase in query.whole for span in _phrase_spans(located, phrase, 0)]
    if together:
        return _apart([replace(span, whole=True) for span in together])
    return _apart([span for group, choice in enumerate(query.groups) for span in _choice(located, choice, group)])


def _choice(located: Sequence[_Token], choice: Choice, group: int) -> Iterator[Span]:
    for phrase in choice:
        yield from _phrase_spans(located, phrase, group)


def _apart(found: Sequence[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
        elif span.end > kept[-1].end:
            kept[-1] = replace(kept[-1], end=span.end)
    return kept


@dataclass(frozen=True, slots=True)
class Marked:
    """A text, or a piece of one, with the words of the query marked. `lang` is a BCP 47 tag."""

    text: str
    spans: tuple[Span, ...]
    lang: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def html(self) -> SafeString:
        """Escaped, with `<mark>` around the words found."""
        parts: list[SafeString | str] = []
        done = 0
        for span in self.spans:
            parts.append(conditional_escape(self.text[done : span.start]))
            parts.append(format_html("<mark>{}</mark>", self.text[span.start : span.end]))
            done = span.end
        parts.append(conditional_escape(self.text[done:]))
        return mark_safe("".join(parts))  # noqa: S308 - every part was escaped

    def __html__(self) -> str:
        return self.html


def excerpt(text: str, found: Sequence[Span], lang: str = "", length: int = EXCERPT_LENGTH) -> Marked:
    """The piece of a text in which most of the query's words stand; line breaks become spaces.

    Cut between words, or in scripts without spaces between clusters, never within one.
    """
    if len(text) <= length:
        return Marked(_one_line(text), tuple(found), lang)
    best = max(found, key=lambda span: (_worth(found, span, length - _BEFORE), -span.start), default=Span(0, 0))
    begin = 0 if best.start <= _BEFORE else best.start - _BEFORE
    begin = min(begin, max(0, len(text) - length))
    cuts = _cuts(text)
    begin = next((cut for cut in cuts if cut >= begin), begin) if begin else 0
    begin = min(begin, best.start)
    end = next((cut for cut in reversed(cuts) if begin < cut <= begin + length), begin + length)
    end = min(len(text), max(end, best.end))
    before, after = "…" if begin else "", "…" if end < len(text) else ""
    moved = len(before) - begin
    inside = tuple(
        replace(span, start=span.start + moved, end=span.end + moved)
        for span in found
        if begin <= span.start and span.end <= end
    )
    return Marked(f"{before}{_one_line(text[begin:end])}{after}", inside, lang)


def _worth(found: Sequence[Span], first: Span, length: int) -> tuple[int, int]:
    """(different choices, places) within reach of a span."""
    near = [span for span in found if first.start <= span.start and span.end <= first.start + length]
    return len({span.group for span in near}), len(near)


def _one_line(text: str) -> str:
    """The same number of characters, so that places stay true."""
    return "".join(" " if character.isspace() else character for character in text)


def _cuts(text: str) -> list[int]:
    """Where a text may be cut: at spaces, and around clusters of scripts that have none."""
    return [
        start for start, _end in _clusters(text) if start == 0 or text[start].isspace() or _is_dense(text[start - 1])
    ]


@lru_cache(maxsize=4096)
def _is_dense(character: str) -> bool:
    return any(run.dense for run in runs_in(_folded(character).strip()))


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was typed, from `start` to `end` of the text, and as it is folded."""

    folded: str
    start: int
    end: int


def words_in(text: str) -> list[Word]:
    """The words of scripts that have spaces between them."""
    return [
        Word(token.text, *token.span(len(token.places)))
        for token in _located(text, "")
        if not _is_dense(text[token.places[0][0]])
    ]
