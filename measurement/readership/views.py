"""`/admin/numbers/readers/`: how much is read, its rows, and all of them as CSV."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from locales.registry import LANGUAGES
from locales.tables.writing import CSV
from measurement.models import DayViews, ReadKind
from measurement.readership.exporting import as_csv
from measurement.readership.report import language_name, province_names, readership, rows_of
from measurement.readership.titles import titles_of
from measurement.views import RECORDS_PER_PAGE, period_of, scope_of
from promotion.charts import bars


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Everybody sees their own provinces' readers; who works for all of them sees the pages of the whole site too."""
    scope = scope_of(request)
    found = readership(scope)
    period = period_of(scope)
    spans = bars.spans([(day, views) for day, views, _taken in found.days])
    context = {
        "found": found,
        "spans": spans[::-1],
        "chart": bars.draw(spans),
        "keep_years": settings.VIEWS_KEEP_YEARS,
        "period_query": urlencode({"from": period["first"].isoformat(), "to": period["last"].isoformat()}),
        **period,
    }
    return render(request, "measurement/readers.html", context)


@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """The rows behind a number: `kind` and `key`, `province` (0: of no province), `language`, `day`."""
    scope = scope_of(request)
    asked = _asked(request)
    page = Paginator(_filtered(rows_of(scope), asked), RECORDS_PER_PAGE).get_page(request.GET.get("p"))
    shown = list(page.object_list)
    titles = titles_of((row.kind, row.key) for row in shown)
    names = province_names(row.province_id for row in shown)
    period = period_of(scope)
    query = {"from": period["first"].isoformat(), "to": period["last"].isoformat(), **asked}
    context = {
        "rows": [
            (row, titles[row.kind, row.key], names.get(row.province_id, ""), language_name(row.language))
            for row in shown
        ],
        "page": page,
        "asked": asked,
        "query": urlencode(query),
        **period,
    }
    return render(request, "measurement/reader_rows.html", context)


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """All rows of the period, or those that `rows` would show, as CSV; sent while it is read."""
    scope = scope_of(request)
    found = _filtered(rows_of(scope), _asked(request))
    period = period_of(scope)
    name = f"{_('readers')}-{period['first']:%Y-%m-%d}-{period['last']:%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        as_csv(found),
        content_type=CSV,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


def _asked(request: HttpRequest) -> dict[str, str]:
    """The filters that make sense; what doesn't is as if it weren't there."""
    given = request.GET
    found: dict[str, str] = {}
    if given.get("kind") in ReadKind.values:
        found["kind"] = given["kind"]
        if key := given.get("key", "")[:64].replace("\x00", ""):
            found["key"] = key
    if given.get("province", "").isascii() and given.get("province", "").isdigit() and len(given["province"]) < 10:
        found["province"] = given["province"]
    if given.get("language") in LANGUAGES:
        found["language"] = given["language"]
    if _is_day(given.get("day", "")):
        found["day"] = given["day"]
    return found


def _is_day(text: str) -> bool:
    try:
        return parse_date(text) is not None
    except ValueError:
        return False


def _filtered(found: QuerySet[DayViews], asked: dict[str, str]) -> QuerySet[DayViews]:
    conditions: dict[str, Any] = {name: asked[name] for name in ("kind", "key", "language", "day") if name in asked}
    if "province" in asked:
        conditions["province"] = int(asked["province"]) or None
    return found.filter(**conditions)
