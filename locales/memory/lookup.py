"""Asking the memory: the same text, or the most similar ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
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
    ids = [pk for pk in _candidates(shingles(words, source, target)) if pk not in known]
    here = _comparable(words)
    found = []
    for segment in mine.filter(pk__in=ids):
        there = _comparable(words_of(segment.source_text) if segment.markup else segment.source_text)
        likeness = _likeness(here, there)
        if likeness >= LEAST:
            found.append(_suggestion(segment, likeness))
    return sorted(found, key=lambda one: (-one.likeness, -one.approved_at.timestamp()))


def _comparable(text: str) -> str:
    return " ".join(fold(text).split())[:_LONGEST_COMPARED]


def _candidates(pairs: list[int]) -> list[int]:
    """Segments that share the most pairs. Pairs that many have count only where there are no others."""
    if len(pairs) > _ASKED_FOR:
        step = len(pairs) / _ASKED_FOR
        pairs = [pairs[int(place * step)] for place in range(_ASKED_FOR)]
    rare: Counter[int] = Counter()
    common: Counter[int] = Counter()
    for ids in _segments_with(pairs):
        (common if len(ids) == _PER_PAIR else rare).update(ids)
    chosen = rare or common
    if rare:
        for pk in rare:
            chosen[pk] += common.get(pk, 0)
    return [pk for pk, _count in chosen.most_common(_COMPARED)]


def _segments_with(pairs: list[int]) -> list[list[int]]:
    """At most `_PER_PAIR` segments for each pair, in one query: forty of them would cost more than they find."""
    if not pairs:
        return []
    table = MemoryShingle._meta.db_table
    one = f"SELECT * FROM (SELECT shingle, segment_id FROM {table} WHERE shingle = %s LIMIT {_PER_PAIR}) AS found"  # noqa: S608  (nothing in it is anybody's text)
    grouped: dict[int, list[int]] = {pair: [] for pair in pairs}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([one] * len(pairs)), pairs)
        for pair, segment in cursor.fetchall():
            grouped[pair].append(segment)
    return list(grouped.values())


def _likeness(here: str, there: str) -> int:
    if here == there:
        return 99
    matcher = SequenceMatcher(None, here, there, autojunk=False)
    if matcher.real_quick_ratio() * 100 < LEAST or matcher.quick_ratio() * 100 < LEAST:
        return 0
    return min(98, int(matcher.ratio() * 100))


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
