"""Suggestions while a reader types: names, keywords and titles out of what this reader may see, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from locales.registry import tag_of
from locales.search.dialect import Field
from locales.search.folding import fold
from locales.search.hits import found_in
from locales.search.query import PhraseQuery, match_query
from media_library.rights import Audience
from promotion.search.sources import Source

AT_MOST = 8
HITS = 16
"""Records of each source whose texts are looked through."""
SHORTEST = 2
"""Letters that must have been typed; in scripts without spaces one is enough."""
LONGEST = {"A": 80, "B": 40, "C": 40}
"""Characters of a text that may be suggested, by its weight: sentences aren't what one searches for."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`lang` is a BCP 47 tag, empty where the text has no language of its own."""

    text: str
    lang: str


def suggest(words: str, audience: Audience, lang: str, sources: list[Source]) -> list[Suggestion]:
    """What the words may become, the likeliest first, at most `AT_MOST`.

    Every suggestion stands in a record that the audience may see at this moment. Constant number of queries.
    """
    query = match_query(words, prefix=True)
    if not query or len(fold(words).strip()) < (SHORTEST if words.isascii() else 1):
        return []
    found: dict[str, tuple[tuple[int, ...], Suggestion]] = {}
    for place, source in enumerate(sources):
        ranked = source.index.completing(words, HITS, among=source.allowed(audience), lang=lang)
        fields = source.fields([pk for pk, _score in ranked], audience, lang)
        for rank, (pk, _score) in enumerate(ranked):
            for worth, field in _candidates(fields.get(pk, []), query, lang):
                key = " ".join(fold(field.text).split())
                entry = ((*worth, place, rank), Suggestion(field.text, tag_of(field.lang) if field.lang else ""))
                if key not in found or entry[0] < found[key][0]:
                    found[key] = entry
    typed = " ".join(fold(words).split())
    ordered = sorted((entry for key, entry in found.items() if key != typed), key=lambda entry: entry[0])
    return [suggestion for _worth, suggestion in ordered[:AT_MOST]]


def _candidates(fields: list[Field], query: PhraseQuery, lang: str) -> Iterator[tuple[tuple[int, ...], Field]]:
    """Short texts that hold all the words: the reader's language first, then what begins as typed, then names."""
    for field in fields:
        # A character of a script without spaces says as much as two letters and more.
        if len(field.text) * (1 if field.text[:1] < "\u0e00" else 2) > LONGEST.get(field.weight, 0):
            continue
        spans = found_in(field.text, query, field.lang)
        whole = any(span.whole for span in spans)
        if whole or len({span.group for span in spans}) == len(query.groups):
            foreign = bool(field.lang) and field.lang != lang
            yield (foreign, not whole, spans[0].start > 0, field.weight == "A", len(field.text)), field
