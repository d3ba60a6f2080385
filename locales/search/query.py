"""What a reader typed, as phrases that must occur."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from locales.search.folding import ENGLISH_MARK, fold, in_english, run_tokens, runs
from locales.search.stemming import stem

MAX_QUERY_TOKENS = 64
"""Words of a query that count; what comes after them is ignored, which can only widen the answer."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that must stand one after the other; with `prefix` the last of them may go on."""

    tokens: tuple[str, ...]
    prefix: bool = False

    @property
    def in_english(self) -> Phrase:
        """The same words as they stand in English text."""
        marked = tuple(in_english(token) for token in self.tokens)
        if self.prefix and marked[-1] != self.tokens[-1]:
            # An unfinished word isn't stemmed; a finished plural must find its singular all the same.
            singular = stem(self.tokens[-1])
            plural = self.tokens[-1]
            kept = next((size for size in range(len(plural), 2, -1) if singular.startswith(plural[:size])), 0)
            marked = (*marked[:-1], f"{ENGLISH_MARK}{singular[:kept] or singular}")
        return Phrase(marked, self.prefix)


Choice = tuple[Phrase, ...]
"""Phrases of which one must occur: a word as other languages write it, and as English does."""


@dataclass(frozen=True, slots=True)
class PhraseQuery:
    """Choices that must all occur, and all of them as one phrase (`whole`), for ranking. Falsy without words."""

    groups: tuple[Choice, ...]
    whole: Choice

    def __bool__(self) -> bool:
        return bool(self.groups)

    @property
    def last_prefix(self) -> str:
        """The unfinished word, empty where there is none."""
        plain = self.groups[-1][0] if self.groups else Phrase(())
        return plain.tokens[-1] if plain.prefix else ""


def choice_of(phrase: Phrase) -> Choice:
    return tuple(dict.fromkeys((phrase, phrase.in_english))) if phrase.tokens else (phrase,)


def _phrase(text: str, prefix: bool = False) -> Phrase | None:
    typed = list(runs(text))
    if not typed:
        return None
    found = [token for run in typed for token in run_tokens(run)]
    last = typed[-1]
    if not last.dense:
        return Phrase(tuple(found), prefix)
    # A run without spaces may go on in the document: its pairs suffice, or its one character as a prefix.
    if len(last.text) > 1:
        found.pop()
    return Phrase(tuple(found), prefix=len(last.text) == 1)


def _shortened(phrase: Phrase, length: int) -> Phrase:
    return phrase if len(phrase.tokens) <= length else Phrase(phrase.tokens[:length])


def _groups(query: str) -> Iterator[str]:
    """What stands between double quotes, and each word outside them. An unclosed quote opens nothing."""
    parts = fold(query).split('"')
    closed = len(parts) - 1 if len(parts) % 2 == 0 else len(parts)
    for position, part in enumerate(parts):
        if position % 2 and position < closed:
            yield part
        else:
            yield from part.split()


def match_query(query: str, *, prefix: bool = False) -> PhraseQuery:
    """What a reader typed, as phrases that must all occur, folded like the documents.

    Each word is a phrase ("l'été": l + ete, 下龙湾: 下龙 + 龙湾), so is what stands in double quotes. With
    `prefix` the last word may be unfinished, unless it's quoted. No character has a meaning of its own but
    the double quote. Without letters or digits the answer is falsy and matches nothing.
    """
    groups = list(_groups(query))
    prefix = prefix and not fold(query).rstrip().endswith('"')
    phrases: list[Phrase] = []
    room = MAX_QUERY_TOKENS
    for position, group in enumerate(groups):
        phrase = _phrase(group, prefix and position == len(groups) - 1)
        if phrase is None or phrase in phrases:
            continue
        phrases.append(_shortened(phrase, room))
        room -= len(phrases[-1].tokens)
        if room == 0:
            break
    whole = _phrase(" ".join(groups), prefix) or Phrase(())
    return PhraseQuery(tuple(map(choice_of, phrases)), choice_of(_shortened(whole, MAX_QUERY_TOKENS)))
