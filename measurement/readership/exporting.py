"""The rows as CSV, in portions, so that years of a whole country fit into memory."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from locales.tables.writing import csv_of
from measurement.models import DayViews, ReadKind
from measurement.readership.report import province_names
from measurement.readership.titles import titles_of

ROWS_AT_ONCE = 2_000
BOM = "\ufeff".encode()


def as_csv(rows: QuerySet[DayViews]) -> Iterator[bytes]:
    """A constant number of queries for every `ROWS_AT_ONCE` rows. Texts are guarded against being run as formulas."""
    headings = [_("Day"), _("Kind"), _("What"), _("Address"), _("Language"), _("Province"), _("How often")]
    yield csv_of(headings, [])
    found = rows.iterator(chunk_size=ROWS_AT_ONCE)
    while portion := list(islice(found, ROWS_AT_ONCE)):
        lines = csv_of([], _lines(portion))
        yield lines.removeprefix(BOM).removeprefix(b"\r\n")


def _lines(rows: list[DayViews]) -> Iterator[list[str]]:
    titles = titles_of((row.kind, row.key) for row in rows)
    names = province_names(row.province_id for row in rows)
    for row in rows:
        yield [
            row.day.isoformat(),
            str(ReadKind(row.kind).label),
            titles[row.kind, row.key],
            row.address,
            row.tag,
            names.get(row.province_id, ""),
            str(row.views),
        ]
