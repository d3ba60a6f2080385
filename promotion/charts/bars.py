"""A chart of counts through time: one bar for each day, week or month, from nought."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.formats import date_format

from locales.units import written
from promotion.charts.drawing import Label
from promotion.charts.scale import ticks

WIDTH, HEIGHT = 720, 220
TOP, BOTTOM, END = 12, 26, 4
LETTER = 6.4
LABELS_AT_MOST = 7
DAYS_AT_MOST, WEEKS_AT_MOST = 62, 370
"""Days of a period that are still shown one by one, and by weeks; beyond that by months."""


@dataclass(frozen=True, slots=True)
class Span:
    """What a bar stands for; both days included."""

    first: date
    last: date
    value: int


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    words: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """All in units of a drawing of WIDTH by HEIGHT."""

    bars: list[Bar]
    rows: list[Label]
    columns: list[Label]
    left: float
    right: float = WIDTH - END
    base: float = HEIGHT - BOTTOM
    floor: float = HEIGHT - 6
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def tick(self) -> float:
        """Where the words of the rows end."""
        return self.left - 6


def spans(days: Sequence[tuple[date, int]]) -> list[Span]:
    """Days in their order, one by one or put together by weeks (from Monday) or months, by how many they are."""
    if len(days) <= DAYS_AT_MOST:
        return [Span(day, day, value) for day, value in days]
    by_week = len(days) <= WEEKS_AT_MOST
    found: dict[date, Span] = {}
    for day, value in days:
        start = day - timedelta(days=day.weekday()) if by_week else day.replace(day=1)
        known = found.get(start)
        found[start] = Span(known.first, day, known.value + value) if known else Span(day, day, value)
    return list(found.values())


def draw(counted: Sequence[Span]) -> BarChart | None:
    """None where there is nothing to compare: fewer than two bars."""
    if len(counted) < 2:
        return None
    marks = [mark for mark in ticks(Decimal(span.value) for span in counted) if mark == mark.to_integral_value()]
    texts = [written(mark, 0) for mark in marks]
    left = max(len(text) for text in texts) * LETTER + 12
    step = (WIDTH - END - left) / len(counted)
    height = HEIGHT - BOTTOM - TOP
    top = float(marks[-1]) or 1.0

    def tall(value: float) -> float:
        return round(value / top * height, 1)

    bars = [
        Bar(
            x=round(left + at * step + step * 0.1, 1),
            y=round(HEIGHT - BOTTOM - tall(span.value), 1),
            width=round(step * 0.8, 1),
            height=tall(span.value),
            words=f"{_name(span)}: {written(Decimal(span.value), 0)}",
        )
        for at, span in enumerate(counted)
    ]
    middles = [(round(left + (at + 0.5) * step, 1), span.first) for at, span in enumerate(counted)]
    return BarChart(
        bars=bars,
        rows=[Label(HEIGHT - BOTTOM - tall(float(mark)), text) for mark, text in zip(marks, texts, strict=True)],
        columns=[Label(x, date_format(day, "SHORT_DATE_FORMAT")) for x, day in _thinned(middles)],
        left=left,
    )


def _name(span: Span) -> str:
    first = date_format(span.first, "SHORT_DATE_FORMAT")
    return first if span.first == span.last else f"{first}–{date_format(span.last, 'SHORT_DATE_FORMAT')}"


def _thinned(middles: Sequence[tuple[float, date]]) -> Iterable[tuple[float, date]]:
    """As many as there is room for; none so near to an edge that it would be cut off."""
    every = -(-len(middles) // LABELS_AT_MOST)
    inside = [pair for pair in middles if pair[0] <= WIDTH - 34]
    return inside[every // 2 :: every]
