"""From a sent file to a preview: what is new, what changes and from what, what stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from locales.tables.errors import BadSheet
from locales.tables.reading import numbered_rows
from provinces.figures.meaning import Units
from provinces.figures.rows import FigureRow, RowError, check
from provinces.figures.values import Values, values_of
from provinces.models import BatchState, FigureBatch, FigureChange, Observation, Province

BYTES_AT_MOST = 5 * 1024 * 1024
ROWS_AT_MOST = 2_000
"""Ten indicators of 34 provinces over five years fit. Approving settles the texts of each in one request: some five
seconds, about as long as a person waits."""
PLANS_KEPT = timedelta(days=2)

Key = tuple[Any, ...]
"""(unit, indicator, first day, last day): which figure it is."""


@dataclass
class Refused(Exception):
    """The file isn't taken, and nothing has changed."""

    errors: list[RowError]


@transaction.atomic
def plan(data: bytes, *, area: Province | None, user: Any, name: str) -> FigureBatch:
    """Check a file and keep what it would change. Raises BadSheet and Refused; then nothing is kept.

    Constant queries for any number of rows.
    """
    if len(data) > BYTES_AT_MOST:
        raise BadSheet(
            _("The file is too big (%(size)s; at most %(limit)s). Send it in parts.")
            % {"size": filesizeformat(len(data)), "limit": filesizeformat(BYTES_AT_MOST)}
        )
    table = check(numbered_rows(data, ROWS_AT_MOST), Units.for_area(area))
    if table.errors:
        raise Refused(table.errors)
    FigureBatch.objects.filter(state=BatchState.PLANNED, sent_by=user, sent_at__lt=timezone.now() - PLANS_KEPT).delete()
    batch = FigureBatch.objects.create(province=area, name=name[:200], sent_by=user)
    known = observations_by_key(table.rows)
    FigureChange.objects.bulk_create([_change(batch, row, known.get(row.key)) for row in table.rows])
    return batch


def observations_by_key(rows: Iterable[FigureRow | FigureChange]) -> dict[Key, Observation]:
    """The figures that are there already, of those that rows or changes speak of. Two queries at most."""
    keys = {row.key if isinstance(row, FigureRow) else key_of(row) for row in rows}
    units, indicators = {key[0] for key in keys}, {key[1] for key in keys}
    found = list(Observation.objects.filter(province__in=units - {None}, indicator__in=indicators))
    if None in units:
        found += Observation.objects.filter(province=None, indicator__in=indicators)
    return {key: row for row in found if (key := key_of(row)) in keys}


def key_of(row: Observation | FigureChange) -> Key:
    return (row.province_id, row.indicator_id, row.period_start, row.period_end)


def _change(batch: FigureBatch, row: FigureRow, known: Observation | None) -> FigureChange:
    before = values_of(known) if known else None
    return FigureChange(
        batch=batch,
        row=row.number,
        observation=known,
        province=row.unit,
        indicator=row.indicator,
        period_start=row.period.start,
        period_end=row.period.end,
        before=before.as_json() if before else None,
        after=_after(row, before).as_json(),
    )


def _after(row: FigureRow, before: Values | None) -> Values:
    base = before or Values(row.period.label, row.value, {})
    return replace(
        base.with_sources(row.sources),
        period_label=base.period_label,
        value=row.value,
        source_url=base.source_url if row.source_url is None else row.source_url,
        published_on=row.published_on if row.says_published_on else base.published_on,
        is_illustrative=base.is_illustrative if row.is_illustrative is None else row.is_illustrative,
    )
