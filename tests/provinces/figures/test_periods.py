"""Periods in both countries' ways, and what is no period."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from locales.tables.cells import DateText
from provinces.figures.periods import Frequency, frequency_of, last_valid_day, parse_period


@pytest.mark.parametrize(
    ("text", "label", "start", "end"),
    [
        ("2025", "2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("năm 2024", "2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("H1/2025", "H1/2025", date(2025, 1, 1), date(2025, 6, 30)),
        ("6 tháng đầu năm 2025", "H1/2025", date(2025, 1, 1), date(2025, 6, 30)),
        ("2025-H2", "H2/2025", date(2025, 7, 1), date(2025, 12, 31)),
        ("Q1/2026", "Q1/2026", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q1", "Q1/2026", date(2026, 1, 1), date(2026, 3, 31)),
        ("Quý IV/2025", "Q4/2025", date(2025, 10, 1), date(2025, 12, 31)),
        ("06/2025", "06/2025", date(2025, 6, 1), date(2025, 6, 30)),
        ("2024-02", "02/2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("Tháng 6/2025", "06/2025", date(2025, 6, 1), date(2025, 6, 30)),
        ("2025-07-01", "2025-07-01", date(2025, 7, 1), date(2025, 7, 1)),
        ("01/07/2025", "2025-07-01", date(2025, 7, 1), date(2025, 7, 1)),
    ],
)
def test_periods_are_read(text: str, label: str, start: date, end: date) -> None:
    found = parse_period(text)
    assert (found.label, found.start, found.end) == (label, start, end)


@pytest.mark.parametrize(
    "text",
    ["", "25", "Q5/2025", "13/2025", "2025-02-30", "last year", "1899", "2999", "2025-2026", "H3/2025",
     DateText("2025-06-01")],
)  # fmt: skip
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        parse_period(text)


def test_frequencies() -> None:
    texts = ("2024", "H1/2025", "Q1/2025", "02/2025", "2025-07-01")
    found = [frequency_of(one.start, one.end) for one in map(parse_period, texts)]
    assert found == [Frequency.YEAR, Frequency.HALF, Frequency.QUARTER, Frequency.MONTH, Frequency.DAY]
    assert frequency_of(date(2025, 1, 1), date(2025, 9, 30)) == Frequency.OTHER


def test_how_long_a_figure_is_current() -> None:
    assert last_valid_day(date(2025, 12, 31), 18) == date(2027, 6, 30)
    assert last_valid_day(date(2025, 6, 30), 2) == date(2025, 8, 31)
    assert last_valid_day(date(2025, 7, 1), 24) == date(2027, 7, 1)
