"""Adding counts to the rows of their day, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import Error, connection, transaction

from measurement.models import ADDRESS_LENGTH, KEY_LENGTH, DayViews

__all__ = ["ADDRESS_LENGTH", "KEY_LENGTH", "Count", "Key", "NotWritten", "add"]

ROWS_AT_ONCE = 100
_COLUMNS = ("day", "kind", "key", "language", "province_id", "address", "views")


class NotWritten(Exception):
    """The transaction came to its end before it was to be settled: nothing of it is in the database."""


class Key(NamedTuple):
    """What a row is: one for each."""

    day: date
    kind: str
    key: str
    language: str


@dataclass(slots=True)
class Count:
    """Of one row; `address` is where it was read last, without its query."""

    number: int
    province_id: int | None
    address: str


def add(counts: Mapping[Key, Count]) -> None:
    """All of them or none, one process after the other.

    Raises NotWritten where the database refused. An error while settling passes as it is: whether the counts are
    written then, nobody knows, and they aren't written again.
    """
    is_done = False
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            # In one order everywhere, so that no two processes wait for each other's rows.
            for rows in _batches(sorted(counts.items(), key=lambda pair: pair[0])):
                values = ", ".join([f"({', '.join(['%s'] * len(_COLUMNS))})"] * (len(rows) // len(_COLUMNS)))
                cursor.execute(_ADDING.format(values=values), rows)
            is_done = True
    except Error as error:
        if is_done:
            raise
        raise NotWritten from error


def _batches(items: list[tuple[Key, Count]]) -> Iterator[list[Any]]:
    for at in range(0, len(items), ROWS_AT_ONCE):
        yield [
            value
            for key, count in items[at : at + ROWS_AT_ONCE]
            for value in (*key, count.province_id, count.address, count.number)
        ]


_TABLE = DayViews._meta.db_table
# Of constants only; the values are parameters.
_ADDING = (
    f"INSERT INTO {_TABLE} ({', '.join(_COLUMNS)}) VALUES {{values}}"  # noqa: S608
    " ON CONFLICT (day, kind, key, language) DO UPDATE SET"
    f" views = {_TABLE}.views + excluded.views, province_id = excluded.province_id, address = excluded.address"
)
