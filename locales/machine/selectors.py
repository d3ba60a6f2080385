"""Reads about machine translations."""

from __future__ import annotations

from locales.exchange.units import Item
from locales.machine.models import MachineText


def machine_keys(item: Item) -> frozenset[str]:
    """Keys of the units whose translation stands as an engine gave it. One query."""
    rows = MachineText.objects.filter(kind=item.kind, object_id=item.pk, language=item.target)
    known = dict(rows.values_list("key", "target_digest"))
    return frozenset(unit.key for unit in item.units if unit.target and known.get(unit.key) == unit.target_digest)
