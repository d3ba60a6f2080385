"""The report in the admin: numbers of the user's provinces, each opening into its records."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from measurement.registry import Scope, all_metrics, metric
from provinces.teams import province_ids_of

DEFAULT_DAYS = 365
RECORDS_PER_PAGE = 100


def scope_of(request: HttpRequest) -> Scope:
    """The user's provinces and the asked period (`from`, `to` as dates, both included). Raises PermissionDenied."""
    user: Any = request.user
    provinces = None if user.is_superuser else province_ids_of(user)
    if provinces is not None and not provinces:
        raise PermissionDenied
    today = timezone.localdate()
    first = _day(request.GET.get("from", "")) or today - timedelta(days=DEFAULT_DAYS)
    last = _day(request.GET.get("to", "")) or today
    return Scope(provinces, _midnight(first), _midnight(last + timedelta(days=1)))


def _day(text: str) -> Any:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and 2000 <= day.year <= 2100 else None


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    scope = scope_of(request)
    figures = [(item, item.value(scope)) for item in all_metrics()]
    return render(request, "measurement/report.html", {"figures": figures, **period_of(scope)})


@require_safe
def records(request: HttpRequest, code: str) -> HttpResponse:
    found = metric(code)
    if found is None:
        raise Http404
    scope = scope_of(request)
    page = Paginator(found.rows(scope), RECORDS_PER_PAGE).get_page(request.GET.get("p"))
    described = [found.describe(row) for row in page.object_list]
    context = {
        "metric": found,
        "records": described,
        "page": page,
        "value": found.value(scope),
        **period_of(scope),
    }
    return render(request, "measurement/records.html", context)


def period_of(scope: Scope) -> dict[str, Any]:
    """For templates: `first` and `last` day, both included."""
    return {
        "first": timezone.localdate(scope.start),
        "last": timezone.localdate(scope.end - timedelta(seconds=1)),
    }
