"""Asking the memory: the same text, or the most similar ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from locales.exchange.markup import words_of
from locales.exchange.units import digest
from locales.memory.models import MemorySegment, MemoryShingle
from locales.memory.shingles import shingles
from locales.search.folding import fold

LEAST = 60
"""Per cent of likeness below which a suggestion hinders more than it helps."""
_ASKED_FOR = 40
"""Pairs of a text that are looked up."""
_PER_PAIR = 300
"""Segments fetched for each pair: a pair of words that more have in common tells little."""
_COMPARED = 40
"""Candidates that are compared letter by letter."""
_LONGEST_COMPARED = 2_000
_ASKED_FOR_EACH = 12
"""Pairs of each text, where a page asks for all of its texts at once."""
_COMPARED_EACH = 8
_EXACT_AT_MOST = 500
_IN_ONE_QUERY = 400
"""SQLite joins at most 500 selects."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`likeness` in per cent: 100 is the very same text, 99 the same but for case, marks and spaces."""

    source: str
    target: str
    likeness: int
    title: str
    approved_at: datetime
    markup: bool = False


def lookup(
    text: str,
    source: str,
    target: str,
    *,
    areas: Collection[int] | None = None,
    markup: bool = False,
    at_most: int = 3,
) -> list[Suggestion]:
    """The most similar approved texts, the most alike and then the newest first.

    `areas`: only what was approved there or belongs to nobody; None: everything. With `markup` the text is
    tagged text.
    """
    if not text.strip():
        return []
    mine = MemorySegment.objects.filter(source_language=source, target_language=target)
    if areas is not None:
        mine = mine.filter(Q(area__in=areas) | Q(area=None))
    exact = list(mine.filter(source_digest=digest(text), markup=markup).order_by("-approved_at", "-pk")[:at_most])
    found = [_suggestion(segment, 100) for segment in exact]
    if len(found) < at_most:
        found += _similar(text, mine, source, target, markup, {segment.pk for segment in exact})
    return _distinct(found)[:at_most]


def _similar(
    text: str, mine: QuerySet[Any], source: str, target: str, markup: bool, known: set[int]
) -> list[Suggestion]:
    words = words_of(text) if markup else text
    pairs = _fewer(shingles(words, source, target), _ASKED_FOR)
    ids = [pk for pk in _candidates(_segments_with(pairs)) if pk not in known]
    return _alike(words, mine.filter(pk__in=ids))


def _alike(words: str, segments: Iterable[MemorySegment]) -> list[Suggestion]:
    here = _comparable(words)
    found = []
    for segment in segments:
        there = _comparable(words_of(segment.source_text) if segment.markup else segment.source_text)
        likeness = _likeness(here, there)
        if likeness >= LEAST:
            found.append(_suggestion(segment, likeness))
    return sorted(found, key=lambda one: (-one.likeness, -one.approved_at.timestamp()))


def lookup_all(
    texts: Sequence[tuple[str, bool]],
    source: str,
    target: str,
    *,
    areas: Collection[int] | None = None,
    at_most: int = 3,
) -> list[list[Suggestion]]:
    """`lookup` for the texts of a whole page, each with whether it is tagged text: a few queries for all of them."""
    mine = MemorySegment.objects.filter(source_language=source, target_language=target)
    if areas is not None:
        mine = mine.filter(Q(area__in=areas) | Q(area=None))
    words = [words_of(text) if markup else text for text, markup in texts]
    pairs = [_fewer(shingles(said, source, target), _ASKED_FOR_EACH) if said.strip() else [] for said in words]
    distinct = list(dict.fromkeys(pair for group in pairs for pair in group))
    segments = dict(zip(distinct, _segments_with(distinct), strict=True))
    nearest = [_candidates([segments[pair] for pair in group])[:_COMPARED_EACH] for group in pairs]
    same: dict[tuple[str, bool], list[MemorySegment]] = {}
    wanted = {digest(text) for text, _markup in texts if text.strip()}
    for segment in mine.filter(source_digest__in=wanted).order_by("-approved_at", "-pk")[:_EXACT_AT_MOST]:
        same.setdefault((segment.source_digest, segment.markup), []).append(segment)
    known = mine.in_bulk({pk for group in nearest for pk in group})
    answers = []
    for (text, markup), said, group in zip(texts, words, nearest, strict=True):
        exact = same.get((digest(text), markup), [])[:at_most]
        left_out = {segment.pk for segment in exact}
        found = [_suggestion(segment, 100) for segment in exact]
        if len(found) < at_most:
            found += _alike(said, [known[pk] for pk in group if pk in known and pk not in left_out])
        answers.append(_distinct(found)[:at_most])
    return answers


def _comparable(text: str) -> str:
    return " ".join(fold(text).split())[:_LONGEST_COMPARED]


def _fewer(pairs: list[int], at_most: int) -> list[int]:
    """Spread over the whole text."""
    if len(pairs) <= at_most:
        return pairs
    step = len(pairs) / at_most
    return [pairs[int(place * step)] for place in range(at_most)]


def _candidates(groups: Iterable[list[int]]) -> list[int]:
    """Segments that share the most pairs. Pairs that many have count only where there are no others."""
    rare: Counter[int] = Counter()
    common: Counter[int] = Counter()
    for ids in groups:
        (common if len(ids) == _PER_PAIR else rare).update(ids)
    chosen = rare or common
    if rare:
        for pk in rare:
            chosen[pk] += common.get(pk, 0)
    return [pk for pk, _count in chosen.most_common(_COMPARED)]


def _segments_with(pairs: list[int]) -> list[list[int]]:
    """At most `_PER_PAIR` segments for each pair, some hundred pairs in one query."""
    # One row for each pair: thousands of rows of two numbers would take longer to carry over than to find.
    listed = (
        "string_agg(segment_id::text, ' ')" if connection.vendor == "postgresql" else "group_concat(segment_id, ' ')"
    )
    table = MemoryShingle._meta.db_table
    one = (
        f"SELECT %s AS place, {listed} FROM"  # noqa: S608  (nothing in it is anybody's text)
        f" (SELECT segment_id FROM {table} WHERE shingle = %s LIMIT {_PER_PAIR}) AS found"
    )
    found: list[list[int]] = [[] for _pair in pairs]
    with connection.cursor() as cursor:
        for start in range(0, len(pairs), _IN_ONE_QUERY):
            asked = list(enumerate(pairs[start : start + _IN_ONE_QUERY], start))
            cursor.execute(" UNION ALL ".join([one] * len(asked)), list(chain.from_iterable(asked)))
            for place, segments in cursor.fetchall():
                found[place] = list(map(int, segments.split())) if segments else []
    return found


def _likeness(here: str, there: str) -> int:
    if here == there:
        return 99
    # What `SequenceMatcher` counts as alike is a common subsequence, so no text beats this bound. Counting the
    # longest one takes a twentieth of its time and spares it nearly every text that hinders.
    if 200 * common_letters(here, there) < LEAST * (len(here) + len(there)):
        return 0
    return min(98, int(SequenceMatcher(None, here, there, autojunk=False).ratio() * 100))


def common_letters(one: str, other: str) -> int:
    """Length of the longest common subsequence.

    A bit of one number for each letter of `one`, a step for each letter of `other` (Hyyrö, "Bit-parallel LCS-length
    computation revisited", AWOCA 2004).
    """
    places: dict[str, int] = {}
    for number, letter in enumerate(one):
        places[letter] = places.get(letter, 0) | 1 << number
    everything = (1 << len(one)) - 1
    unused = everything
    for letter in other:
        if at := places.get(letter):
            met = unused & at
            unused = ((unused + met) | (unused - met)) & everything
    return len(one) - unused.bit_count()


def _suggestion(segment: MemorySegment, likeness: int) -> Suggestion:
    return Suggestion(
        segment.source_text,
        segment.target_text,
        likeness,
        segment.title,
        segment.approved_at,
        segment.markup,
    )


def _distinct(found: list[Suggestion]) -> list[Suggestion]:
    """One of each translation: the first, which is the most alike."""
    kept: dict[str, Suggestion] = {}
    for one in found:
        kept.setdefault(one.target, one)
    return list(kept.values())
