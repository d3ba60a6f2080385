"""Separators: what is clear is read, what could be two numbers is refused with what to write."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from locales.tables.cells import NumberText
from provinces.figures.numbers import parse_number, unmistakable


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234", "1234"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1.234.567,89", "1234567.89"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234\u202f567", "1234567"),
        ("1 234.567", "1234.567"),
        ("11,2", "11.2"),
        ("11.2", "11.2"),
        ("0,234", "0.234"),
        ("0.234", "0.234"),
        ("1234.567", "1234.567"),
        ("1.2340", "1.234"),
        ("-3,4", "-3.4"),
        ("\u22123.4", "-3.4"),
        ("+5", "5"),
        (" 7 ", "7"),
        (NumberText("1.234"), "1.234"),
        (NumberText(0.1 + 0.2), "0.3"),
        (NumberText("392000"), "392000"),
    ],
)
def test_a_clear_number_is_read(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["1.234", "1,234", "12.345", "-999,999"])
def test_a_number_that_could_be_two_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        parse_number(text)
    bare = text.lstrip("-")
    assert bare.replace(".", "").replace(",", "") in refused.value.messages[0]
    assert f"{bare}0" in refused.value.messages[0]


@pytest.mark.parametrize(
    "text",
    ["", "abc", "12 %", "1.23.456", "12,34,567", "1,234.5.6", "1.234,567,8", ",", "1.", ".5", "1e5", "1.23456",
     "12345678901234567", "٣", "1 23", "1 234 56", "01.234.567", "--1", "NaN", NumberText("inf"), NumberText("1e300")],
)  # fmt: skip
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValidationError):
        parse_number(text)


@pytest.mark.parametrize("value", ["1.234", "0.234", "-12.5", "392000", "1234.567", "999.999", "0", "1000"])
def test_what_is_written_comes_back(value: str) -> None:
    assert parse_number(unmistakable(Decimal(value))) == Decimal(value)
