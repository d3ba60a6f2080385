"""Reads about machine translations."""

from __future__ import annotations

from collections.abc import Mapping

from locales.exchange.units import Item, digest
from locales.machine.models import MachineText


def machine_keys(item: Item) -> frozenset[str]:
    """Keys of the units whose translation stands as an engine gave it. One query."""
    rows = MachineText.objects.filter(kind=item.kind, object_id=item.pk, language=item.target)
    known = dict(rows.values_list("key", "target_digest"))
    return frozenset(unit.key for unit in item.units if unit.target and known.get(unit.key) == unit.target_digest)


def is_machine_made(kind: str, pk: int, language: str, texts: Mapping[str, str]) -> bool:
    """Whether any of an object's texts ({unit key: text as shown}) stands as an engine gave it: readers are told so."""
    rows = MachineText.objects.filter(kind=kind, object_id=pk, language=language, key__in=texts)
    return any(digest(texts[key]) == known for key, known in rows.values_list("key", "target_digest"))
