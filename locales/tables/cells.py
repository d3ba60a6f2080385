"""One cell as a spreadsheet program keeps it. What begins like a formula would be run by the reader's program."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

GUARD = "'"
RISKY = ("=", "+", "-", "@", "\t", "\r", GUARD)
"""A text that begins so gets an apostrophe in front, in every format; reading takes it off again."""


def guarded(text: str) -> str:
    return GUARD + text if text.startswith(RISKY) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith(GUARD) and text[1:].startswith(RISKY) else text


_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def escaped(text: str) -> str:
    """As a workbook keeps a text: programs take `_x0041_` there for a letter A (ECMA-376 part 1, 22.9.2.19)."""
    return _LOOKS_ESCAPED.sub("_x005F_", text)


def unescaped(text: str) -> str:
    """What `escaped` wrote, and the carriage returns that Excel writes into cells of several lines.

    openpyxl takes the escaping of an underscore off texts that are shared between cells, and leaves it in others.
    """
    return text.replace("_x000D_\n", "\n").replace("_x005F_", "_")


class NumberText(str):
    """A number of a workbook's own, written with a point: nobody has to guess what its separators mean."""

    __slots__ = ()


class DateText(str):
    """A date of a workbook's own, in ISO 8601. Programs make dates of much that was typed as something else."""

    __slots__ = ()


def text_of_cell(value: Any) -> str:
    """What a person sees in a cell that the program made something else of: numbers, dates, yes and no."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime() if value.time() == time():
            return DateText(value.date().isoformat())
        case datetime() | date() | time():
            return DateText(value.isoformat())
        case float() if value.is_integer():
            return NumberText(int(value))
        case int() | float():
            return NumberText(value)
        case _:
            return str(value)
