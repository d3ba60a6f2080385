"""Numbers of the press office: how quickly newsrooms are answered, and who used our pictures."""

from __future__ import annotations

from datetime import datetime, time
from statistics import median
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from measurement.registry import Metric, Record, Scope, register
from press.models import Credit, Pickup, PickupState, PressRequest


def _request(request: Any) -> Record:
    minutes = "–" if request.answer_minutes is None else str(request.answer_minutes)
    words = f"{request.organisation} · {request.subject} · {minutes}"
    return Record(words, request.first_answered_at or request.created_at, reverse("press_request", args=[request.pk]))


def _pickup(pickup: Any) -> Record:
    at = timezone.make_aware(datetime.combine(pickup.published_on, time.min))
    words = f"{pickup.outlet} ({pickup.country}) · {pickup.title} · {pickup.get_credit_display()}"
    return Record(words, at, reverse("press_pickup", args=[pickup.pk]))


def _of_provinces(scope: Scope, requests: QuerySet[Any]) -> QuerySet[Any]:
    """A request to several provinces counts once."""
    mine = scope.of(PressRequest.objects.order_by(), "provinces").values("pk")
    return requests if scope.province_ids is None else requests.filter(pk__in=mine)


def _asked(scope: Scope) -> QuerySet[Any]:
    asked = PressRequest.objects.filter(created_at__gte=scope.start, created_at__lt=scope.end)
    return _of_provinces(scope, asked.select_related("organisation")).order_by("-created_at", "-pk")


def _answered(scope: Scope) -> QuerySet[Any]:
    answered = PressRequest.objects.filter(first_answered_at__gte=scope.start, first_answered_at__lt=scope.end)
    return _of_provinces(scope, answered.select_related("organisation")).order_by("-first_answered_at", "-pk")


def _ended(scope: Scope) -> QuerySet[Any]:
    ended = PressRequest.objects.filter(ended_at__gte=scope.start, ended_at__lt=scope.end)
    return _of_provinces(scope, ended.select_related("organisation")).order_by("-ended_at", "-pk")


def _hours(requests: QuerySet[Any], column: str) -> float | None:
    """The median in working hours, to one decimal; None where there is none."""
    minutes = list(requests.exclude(**{column: None}).order_by().values_list(column, flat=True))
    return round(median(minutes) / 60, 1) if minutes else None


def _pickups(scope: Scope) -> QuerySet[Any]:
    """By the day of publication in the site's zone; the period's end isn't in it."""
    first, last = timezone.localdate(scope.start), timezone.localdate(scope.end)
    confirmed = Pickup.objects.filter(state=PickupState.CONFIRMED, published_on__gte=first, published_on__lt=last)
    return scope.of(confirmed, "province").order_by("-published_on", "-pk")


def _told(scope: Scope) -> QuerySet[Any]:
    return _pickups(scope).exclude(credit=Credit.UNKNOWN)


def _credited(scope: Scope) -> float | None:
    told = _told(scope).count()
    return round(100 * _told(scope).filter(credit=Credit.FOUND).count() / told, 1) if told else None


register(
    Metric(
        "press_requests",
        1,
        _("Requests of the press"),
        _("Requests that newsrooms made in the period. One to several provinces counts once in each, and once in all."),
        _("requests"),
        rows=_asked,
        value=lambda scope: _asked(scope).count(),
        describe=_request,
    )
)
register(
    Metric(
        "answer_time",
        1,
        _("Time to the first answer"),
        _(
            "Median of the working hours from a request to its first answer, for those first answered in the period."
            " Time in which the newsroom had the next word isn't counted."
        ),
        _("working hours"),
        rows=_answered,
        value=lambda scope: _hours(_answered(scope), "answer_minutes"),
        describe=_request,
    )
)
register(
    Metric(
        "settling_time",
        1,
        _("Time to the end of a request"),
        _("Median of the working hours from a request to its end, for those closed or declined in the period."),
        _("working hours"),
        rows=_ended,
        value=lambda scope: _hours(_ended(scope), "ended_minutes"),
        describe=_request,
    )
)
register(
    Metric(
        "pickups",
        1,
        _("Pick-ups"),
        _("Publications of the period that used our pictures, confirmed by a press officer."),
        _("publications"),
        rows=_pickups,
        value=lambda scope: _pickups(scope).count(),
        describe=_pickup,
    )
)
register(
    Metric(
        "credited",
        1,
        _("Correctly credited"),
        _("Share of the confirmed pick-ups of the period that name the credit line, of those whose text is known."),
        "%",
        rows=_told,
        value=_credited,
        describe=_pickup,
    )
)
