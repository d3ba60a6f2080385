"""A line chart of few figures: one line per territory, broken where a figure is missing and at a merger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from locales.units import written
from promotion.charts.scale import ticks
from provinces.figures.periods import Frequency
from provinces.figures.series import IndicatorFigures, Series
from provinces.models import Observation

WIDTH, HEIGHT = 360, 200
TOP, BOTTOM, END = 14, 26, 14
LETTER = 6.4
"""Width of a digit on the axis, in the drawing's units."""
LABELS_AT_MOST = 6
FORMER_AT_MOST = 4
DAYS = {Frequency.YEAR: 366, Frequency.HALF: 184, Frequency.QUARTER: 92, Frequency.MONTH: 31}


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """`look` is the class: own, former-1 …, country. `paths`: what is drawn without lifting the pen."""

    look: str
    series: Series
    dots: list[Dot]
    paths: list[str]


@dataclass(frozen=True, slots=True)
class Label:
    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """All in units of a drawing of WIDTH by HEIGHT."""

    lines: list[Line]
    rows: list[Label]
    columns: list[Label]
    left: float
    right: float
    top: float
    base: float
    merger: float | None
    width: int = WIDTH
    height: int = HEIGHT
    bottom: float = HEIGHT - BOTTOM
    floor: float = HEIGHT - 6

    @property
    def tick(self) -> float:
        """Where the words of the rows end."""
        return self.left - 6


def draw(figures: IndicatorFigures) -> Chart | None:
    """None where there is nothing to compare: fewer than two periods."""
    frequency = figures.main_frequency
    if frequency is None:
        return None
    shown = [("own", figures.own)]
    shown += [(f"former-{at}", series) for at, series in enumerate(figures.former[:FORMER_AT_MOST], 1)]
    local = [row for _look, series in shown for row in series.of(frequency)]
    if len({(row.period_start, row.period_end) for row in local}) < 2:
        return None
    first, last = min(row.period_end for row in local), max(row.period_end for row in local)
    if not figures.indicator.adds_up:
        shown.append(("country", figures.country))
    rows = {look: [row for row in series.of(frequency) if first <= row.period_end <= last] for look, series in shown}
    marks = ticks(row.value for group in rows.values() for row in group)
    decimals = max(0, *(-int(mark.normalize().as_tuple().exponent) for mark in marks))
    texts = [written(mark, decimals) for mark in marks]
    left = max(len(text) for text in texts) * LETTER + 12

    def x(day: date) -> float:
        return round(left + 8 + (day - first).days / (last - first).days * (WIDTH - END - left - 16), 1)

    def y(value: Decimal) -> float:
        share = float((value - marks[0]) / (marks[-1] - marks[0]))
        return round(HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP), 1)

    lines = [_line(look, series, rows[look], frequency, x, y) for look, series in shown if rows[look]]
    periods = {row.period_end: row.period_label for group in rows.values() for row in group}
    return Chart(
        lines=lines,
        rows=[Label(y(mark), text) for mark, text in zip(marks, texts, strict=True)],
        columns=[Label(x(end), label) for end, label in _thinned(sorted(periods.items()))],
        left=left,
        right=WIDTH - END,
        top=TOP,
        base=y(Decimal(0)),
        merger=_merger(figures, first, last, x),
    )


def _line(
    look: str,
    series: Series,
    rows: list[Observation],
    frequency: Frequency,
    x: Callable[[date], float],
    y: Callable[[Decimal], float],
) -> Line:
    """Periods that don't follow each other aren't joined: what lies between is missing and not straight."""
    dots = [Dot(x(row.period_end), y(row.value)) for row in rows]
    runs: list[list[Dot]] = []
    for at, dot in enumerate(dots):
        apart = at == 0 or (rows[at].period_end - rows[at - 1].period_end).days > DAYS.get(frequency, 0)
        if apart:
            runs.append([])
        runs[-1].append(dot)
    paths = ["M" + " L".join(f"{dot.x} {dot.y}" for dot in run) for run in runs if len(run) > 1]
    return Line(look, series, dots, paths)


def _thinned(labels: list[tuple[date, str]]) -> list[tuple[date, str]]:
    """The last one always, and back from it as many as there is room for."""
    every = -(-len(labels) // LABELS_AT_MOST)
    return [pair for at, pair in enumerate(reversed(labels)) if at % every == 0][::-1]


def _merger(figures: IndicatorFigures, first: date, last: date, x: Callable[[date], float]) -> float | None:
    day = figures.merged_on
    return x(day) if day is not None and figures.former and first < day <= last else None
