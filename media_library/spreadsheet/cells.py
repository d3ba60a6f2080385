"""One cell as a spreadsheet program keeps it. What begins like a formula would be run by the reader's program."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

GUARD = "'"
RISKY = ("=", "+", "-", "@", "\t", "\r", GUARD)
"""A text that begins so gets an apostrophe in front, in every format; reading takes it off again."""

ID, STAMP = "id", "revision"
FIXED = (ID, STAMP, "state", "province")
"""Columns beside the fields: what the photo is, and from which revision the row was written. Not changed by import."""


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


def text_of_cell(value: Any) -> str:
    """What a person sees in a cell that the program made something else of: numbers, dates, yes and no."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
