"""“Did you mean”: a query mended with words that stand in what this reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from locales.search.excerpts import Word, words_in
from locales.search.hits import found_in
from locales.search.query import match_query
from locales.search.spelling import SHORTEST_CORRECTED
from media_library.rights import Audience
from promotion.search.sources import Source

FEW = 2
"""A query, or a word of it, with no more hits than this may be mistyped."""
MENDED = 3
"""Words of a query that are mended, the longest first."""
CHOICES = 3
"""Ways of mending a word that are tried together with the other words."""


TRIED = 40
"""Ways of writing one word that are looked up, those with fewest errors."""


@dataclass(frozen=True, slots=True)
class Correction:
    """The mended query, its words written as they stand in the best hit."""

    words: str
    found: int


def did_you_mean(words: str, audience: Audience, lang: str, sources: Sequence[Source], found: int) -> Correction | None:
    """A way of writing the query that finds more than the `found` hits it has; None where there is none, or no need.

    Corrects one error in words of 4 to 7 letters and two in longer ones, and parts words that were written together
    ("halong"). Constant number of queries, whatever was typed.
    """
    if found > FEW:
        return None
    typed = [word for word in words_in(words) if word.folded.isalpha() and len(word.folded) >= SHORTEST_CORRECTED]
    rare = _rare(typed, audience, sources)
    if not rare:
        return None
    mended = _ways(rare, audience, sources)
    if not all(mended.values()):
        return None
    ways = [dict(zip(mended, chosen, strict=True)) for chosen in product(*mended.values())]
    queries = [_replaced(words, {word: f'"{way}"' if " " in way else way for word, way in one.items()}) for one in ways]
    counts = _counted(queries, audience, sources)
    best = max(range(len(ways)), key=lambda place: counts[place])
    if counts[best] <= found:
        return None
    return _as_written(words, queries[best], ways[best], audience, lang, sources, counts[best])


def _rare(typed: Iterable[Word], audience: Audience, sources: Sequence[Source]) -> list[Word]:
    """The words that hardly stand in anything this reader may see, at most `MENDED`."""
    known = list(typed)
    counts = _counted([word.folded for word in known], audience, sources)
    rare = [word for word, count in zip(known, counts, strict=True) if count <= FEW]
    return sorted(rare, key=lambda word: -len(word.folded))[:MENDED]


def _ways(rare: Sequence[Word], audience: Audience, sources: Sequence[Source]) -> dict[Word, list[str]]:
    """{word: the likeliest ways of writing it that find something}: fewest errors first, then most hits."""
    near: dict[str, dict[str, int]] = {word.folded: _parted(word.folded) for word in rare}
    for source in sources:
        for word, neighbours in source.index.vocabulary.neighbours(near).items():
            for errors, other in neighbours:
                near[word].setdefault(other, errors)
    near = {word: dict(sorted(ways.items(), key=lambda pair: pair[1])[:TRIED]) for word, ways in near.items()}
    tried = sorted({way for ways in near.values() for way in ways})
    counts = dict(zip(tried, _counted([f'"{way}"' for way in tried], audience, sources), strict=True))
    return {
        word: sorted(
            (way for way in near[word.folded] if counts[way]),
            key=lambda way, ways=near[word.folded]: (ways[way], -counts[way], way),  # type: ignore[misc]
        )[:CHOICES]
        for word in rare
    }


def _parted(word: str) -> dict[str, int]:
    """The word in two, at each place: one error, a space left out."""
    return {f"{word[:place]} {word[place:]}": 1 for place in range(2, len(word) - 1)}


def _counted(queries: Sequence[str], audience: Audience, sources: Sequence[Source]) -> list[int]:
    if not queries:
        return []
    counts = [source.index.counts(queries, among=source.allowed(audience)) for source in sources]
    return [sum(found) for found in zip(*counts, strict=True)]


def _replaced(words: str, ways: dict[Word, str]) -> str:
    parts: list[str] = []
    done = 0
    for word in sorted(ways, key=lambda word: word.start):
        parts += [words[done : word.start], ways[word]]
        done = word.end
    return "".join([*parts, words[done:]])


def _as_written(
    words: str, query: str, ways: dict[Word, str], audience: Audience, lang: str, sources: Sequence[Source], found: int
) -> Correction:
    """The mended words with the marks and capitals they have in the best hit; so nothing else can be said by them."""
    written = dict(ways)
    for source in sources:
        ranked = source.index.ranked(query, 1, among=source.allowed(audience), lang=lang)
        fields = source.fields([pk for pk, _score in ranked], audience, lang)
        texts = [field for of_hit in fields.values() for field in of_hit]
        if not texts:
            continue
        for word, way in ways.items():
            wanted = match_query(f'"{way}"')
            for field in sorted(texts, key=lambda field: field.lang not in ("", lang)):
                if spans := found_in(field.text, wanted, field.lang):
                    surface = field.text[spans[0].start : spans[0].end]
                    written[word] = surface if " " in surface or not words.islower() else surface.lower()
                    break
        break
    return Correction(_replaced(words, written), found)
