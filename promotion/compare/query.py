"""Which provinces and figures an address asks to compare. What can't be shown is named to the reader."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from locales.text import read
from provinces.models import Indicator, Province
from provinces.selectors import owners_of

AT_MOST = 4
LOOKED_AT = 40
"""Values of a parameter that are read at all."""


@dataclass(slots=True)
class CompareQuery:
    """`indicators` is empty where none was chosen: then all that there is to compare."""

    provinces: list[Province] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def parse(parameters: QueryDict, lang: str, every: list[Province], indicators: list[Indicator]) -> CompareQuery:
    """`p`: slugs or statistics codes of provinces; `f`: codes of indicators. `every`: the units in force.

    No query, except for units that are no longer in force.
    """
    query = CompareQuery()
    too_many = False
    for wanted in _values(parameters, "p"):
        found = _in_force(wanted, every) or _former(wanted, lang, query)
        for province in found:
            if province in query.provinces:
                continue
            if len(query.provinces) == AT_MOST:
                too_many = True
                continue
            query.provinces.append(province)
    if too_many:
        query.remarks.append(_("Four provinces at most stand side by side; the first four are shown."))
    by_code = {indicator.code: indicator for indicator in indicators}
    for wanted in _values(parameters, "f"):
        if indicator := by_code.get(wanted):
            query.indicators.append(indicator)
        else:
            query.remarks.append(_("There is no figure “%(value)s”; it is left out.") % {"value": wanted})
    return query


def _values(parameters: QueryDict, name: str) -> list[str]:
    """Without control characters, blanks and repeats, of a length that can be shown."""
    plain = ("".join(c for c in text if c.isprintable()).strip()[:80] for text in parameters.getlist(name)[:LOOKED_AT])
    return list(dict.fromkeys(text for text in plain if text))


def _in_force(wanted: str, every: list[Province]) -> list[Province]:
    code = wanted.zfill(2) if wanted.isdecimal() else wanted
    return [province for province in every if wanted == province.slug or code == province.code][:1]


def _former(wanted: str, lang: str, query: CompareQuery) -> list[Province]:
    """What a former unit has become part of, which the reader is told."""
    former = (
        Province.objects.filter(slug=wanted).first()
        or Province.objects.filter(code=wanted.zfill(2) if wanted.isdecimal() else wanted).order_by("-valid_to").first()
    )
    if former is None or former.valid_to is None:
        query.remarks.append(_("There is no province “%(value)s”; it is left out.") % {"value": wanted})
        return []
    now = owners_of(former)
    words = _("“%(value)s” is %(unit)s as it was until %(day)s. Its territory is part of %(now)s, which is shown.")
    query.remarks.append(
        words
        % {
            "value": wanted,
            "unit": read(former, "name", lang),
            "day": date_format(former.valid_to, "DATE_FORMAT"),
            "now": ", ".join(str(read(one, "name", lang)) for one in now),
        }
    )
    return now
