"""The changes of a file as people look them over: which figure, what it was, what it is to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import numberformat
from django.utils.formats import get_format
from django.utils.translation import gettext as _

from locales.registry import LANGUAGES, WORKING
from locales.text import read
from provinces.figures.values import Values, from_json
from provinces.models import FigureChange


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: label, text before ("" for a new figure) and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownChange:
    row: int | None
    kind: str
    """new, changed or same"""
    unit: str
    indicator: str
    period: str
    value: str
    """As it is to be, with its unit of measure."""
    value_before: str
    others: list[Difference]
    """Besides the value."""
    by: str
    at: datetime | None


def number_in_full(value: Decimal) -> str:
    """Every decimal that it has, in the active language's separators."""
    plain = value.normalize()
    decimals = max(0, -int(plain.as_tuple().exponent))
    return numberformat.format(
        plain,
        get_format("DECIMAL_SEPARATOR", use_l10n=True),
        decimals,
        grouping=3,
        thousand_sep=get_format("THOUSAND_SEPARATOR", use_l10n=True),
        force_grouping=True,
        use_l10n=True,
    )


def shown(changes: Iterable[FigureChange]) -> list[ShownChange]:
    """`changes` with their `province`, `indicator` and `made_by` selected."""
    return [_shown(change) for change in changes]


def _shown(change: FigureChange) -> ShownChange:
    after = from_json(change.after)
    before = from_json(change.before) if change.before else None
    measure = str(read(change.indicator, "unit", WORKING))
    person = change.made_by
    return ShownChange(
        row=change.row,
        kind="new" if before is None else ("same" if before == after else "changed"),
        unit=str(change.province) if change.province else "Việt Nam",
        indicator=str(read(change.indicator, "name", WORKING)),
        period=after.period_label,
        value=f"{number_in_full(after.value)} {measure}",
        value_before=number_in_full(before.value) if before and before.value != after.value else "",
        others=_others(before, after),
        by=(person.get_full_name() or person.get_username()) if person else "",
        at=change.made_at,
    )


def _others(before: Values | None, after: Values) -> list[Difference]:
    then, now = _texts(before) if before else {}, _texts(after)
    return [
        Difference(label, then.get(label, ""), now.get(label, ""))
        for label in dict.fromkeys((*now, *then))
        if then.get(label, "") != now.get(label, "")
    ]


def _texts(values: Values) -> dict[str, str]:
    told: dict[str, Any] = {
        _("Source (%(language)s)") % {"language": LANGUAGES[code].name_native}: text
        for code, text in values.sources.items()
        if code in LANGUAGES
    }
    told[_("Address of the source")] = values.source_url
    told[_("Published on")] = values.published_on.isoformat() if values.published_on else ""
    told[_("Illustrative")] = _("yes") if values.is_illustrative else ""
    return told
