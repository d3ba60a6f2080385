"""Filling the memory: when a text is approved, the room that has it says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from locales.exchange.kinds import kind_of
from locales.exchange.markup import words_of
from locales.exchange.units import Item, Unit, digest
from locales.memory.models import MemorySegment, MemoryShingle
from locales.memory.shingles import shingles
from locales.registry import LANGUAGES, WORKING

LONGEST = 5_000
"""Characters of a text worth remembering: a longer one never comes again as a whole."""


def remember_approved(kind_key: str, obj: Any, *, source: str = WORKING, targets: Iterable[str] = ()) -> int:
    """Remember what readers are now shown of an object in the languages (all others, where none is named).

    Returns how many texts were new. An unknown kind is nothing to remember.
    """
    kind = kind_of(kind_key)
    if kind is None:
        return 0
    codes = tuple(targets) or tuple(code for code in LANGUAGES if code != source)
    return sum(remember(kind.load_shown(obj, source, code)) for code in codes)


@transaction.atomic
def remember(item: Item) -> int:
    """Remember an item's approved texts. A correction in the same place replaces what was remembered there."""
    units = [unit for unit in item.units if unit.target.strip() and len(unit.source) <= LONGEST and not unit.obstacle]
    if not units:
        return 0
    known = _known(item, units)
    new: list[MemorySegment] = []
    for unit in units:
        pair = (unit.source_digest, unit.target_digest)
        if pair in known:
            continue
        MemorySegment.objects.filter(
            kind=item.kind,
            object_id=item.pk,
            key=unit.key[:500],
            source_digest=unit.source_digest,
            source_language=item.source,
            target_language=item.target,
        ).delete()
        known.add(pair)
        new.append(_segment(item, unit))
    _add(new)
    return len(new)


def _known(item: Item, units: Sequence[Unit]) -> set[tuple[str, str]]:
    """Pairs that are remembered for this area already; one of another area isn't seen by everybody."""
    rows = MemorySegment.objects.filter(
        source_language=item.source,
        target_language=item.target,
        area=item.area,
        source_digest__in={unit.source_digest for unit in units},
    )
    return set(rows.values_list("source_digest", "target_digest"))


def _segment(item: Item, unit: Unit) -> MemorySegment:
    return MemorySegment(
        source_language=item.source,
        target_language=item.target,
        source_text=unit.source,
        target_text=unit.target,
        source_digest=digest(unit.source),
        target_digest=digest(unit.target),
        markup=unit.markup,
        kind=item.kind,
        object_id=item.pk,
        key=unit.key[:500],
        title=item.title[:300],
        area=item.area,
        approved_at=timezone.now(),
    )


def _add(new: Sequence[MemorySegment]) -> None:
    MemorySegment.objects.bulk_create(new, batch_size=500)
    rows = [
        MemoryShingle(segment_id=segment.pk, shingle=shingle)
        for segment in new
        for shingle in shingles(
            words_of(segment.source_text) if segment.markup else segment.source_text,
            segment.source_language,
            segment.target_language,
        )
    ]
    MemoryShingle.objects.bulk_create(rows, batch_size=1000)
