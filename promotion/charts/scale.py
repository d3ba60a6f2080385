"""Axes with round numbers."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
WANTED = 3
"""Steps above nought, about: more lines than that are a fence."""


def ticks(values: Iterable[Decimal]) -> list[Decimal]:
    """Round numbers from the lowest to the highest, nought always among them: a cut axis exaggerates."""
    known = list(values)
    low, high = min(Decimal(0), *known), max(Decimal(0), *known)
    if low == high:
        high = Decimal(1)
    raw = (high - low) / WANTED
    size = Decimal(1).scaleb(raw.adjusted())
    step = next(size * factor for factor in STEPS if size * factor >= raw)
    first = (low / step).to_integral_value(rounding="ROUND_FLOOR")
    last = (high / step).to_integral_value(rounding="ROUND_CEILING")
    return [step * (first + number) for number in range(int(last - first) + 1)]
