"""The statistics of a period: sums by day, thing, province and language. A constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone

from locales.registry import LANGUAGES
from locales.text import read
from measurement.models import TAKEN, DayViews, ReadKind
from measurement.readership.titles import titles_of
from measurement.registry import Scope
from promotion.languages.reader import reader_language
from provinces.models import Province

THINGS_AT_MOST = 50
"""In the report; all of them are in the table of rows and in the CSV file."""

_TAKEN = Q(kind__in=TAKEN)
_VIEWS, _FILES = Sum("views", filter=~_TAKEN, default=0), Sum("views", filter=_TAKEN, default=0)


@dataclass(frozen=True, slots=True)
class Sums:
    """Views and downloads of one thing, province, language or day. `query` finds its rows: `language=vi`."""

    name: str
    views: int
    taken: int
    query: str = ""
    note: str = ""
    lang: str = ""
    """BCP 47 tag of the name, where that isn't the user's language."""


@dataclass(frozen=True, slots=True)
class Readership:
    """`days` has every day of the period, those without a view too."""

    views: int
    taken: int
    days: list[tuple[date, int, int]]
    things: list[Sums]
    more_things: bool
    provinces: list[Sums]
    languages: list[Sums]


def rows_of(scope: Scope) -> QuerySet[DayViews]:
    """The rows of the scope's provinces and days, newest first."""
    first, end = timezone.localdate(scope.start), timezone.localdate(scope.end)
    return scope.of(DayViews.objects.filter(day__gte=first, day__lt=end), "province")


def readership(scope: Scope) -> Readership:
    rows = rows_of(scope).order_by()
    days = {day: (views, taken) for day, views, taken in _summed(rows, "day").values_list("day", "seen", "taken")}
    things = list(_summed(rows, "kind", "key").order_by("-all", "kind", "key")[: THINGS_AT_MOST + 1])
    return Readership(
        views=sum(views for views, _taken in days.values()),
        taken=sum(taken for _views, taken in days.values()),
        days=[(day, *days.get(day, (0, 0))) for day in _every_day(scope, days)],
        things=_things(things[:THINGS_AT_MOST]),
        more_things=len(things) > THINGS_AT_MOST,
        provinces=_provinces(_summed(rows, "province").order_by("-all", F("province").asc(nulls_first=True))),
        languages=[
            Sums(
                language_name(row["language"]),
                row["seen"],
                row["taken"],
                f"language={row['language']}",
                lang=language_tag(row["language"]),
            )
            for row in _summed(rows, "language").order_by("-all", "language")
        ],
    )


def _summed(rows: QuerySet[DayViews], *fields: str) -> Any:
    return rows.values(*fields).annotate(all=Sum("views"), seen=_VIEWS, taken=_FILES)


def _every_day(scope: Scope, known: Iterable[date]) -> Iterable[date]:
    """From the first day that has a row: before it nothing was counted, and a nought would say that nobody came."""
    days = list(known)
    if not days:
        return
    day, end = min(days), min(timezone.localdate(scope.end), timezone.localdate() + timedelta(days=1))
    while day < end:
        yield day
        day += timedelta(days=1)


def _things(rows: list[dict[str, Any]]) -> list[Sums]:
    titles = titles_of((row["kind"], row["key"]) for row in rows)
    return [
        Sums(
            titles[row["kind"], row["key"]],
            row["seen"],
            row["taken"],
            f"kind={row['kind']}&key={row['key']}",
            str(ReadKind(row["kind"]).label),
        )
        for row in rows
    ]


def _provinces(rows: Iterable[dict[str, Any]]) -> list[Sums]:
    found = list(rows)
    names = province_names(row["province"] for row in found)
    return [
        Sums(names.get(row["province"], ""), row["seen"], row["taken"], f"province={row['province'] or 0}")
        for row in found
    ]


def province_names(pks: Iterable[int | None]) -> dict[int | None, str]:
    """In the user's language; nothing for those that are gone, and for None, the pages of the whole site."""
    lang = reader_language()
    known = Province.objects.filter(pk__in={pk for pk in pks if pk})
    return {province.pk: str(read(province, "name", lang)) for province in known}


def language_name(code: str) -> str:
    """By itself; the code of one that isn't in the registry any more."""
    language = LANGUAGES.get(code)
    return language.name_native if language else code


def language_tag(code: str) -> str:
    language = LANGUAGES.get(code)
    return language.tag if language else code
