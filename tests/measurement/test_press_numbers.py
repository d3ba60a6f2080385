"""Answer times and pick-ups as numbers that open into their records."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from measurement.registry import Scope, metric
from press.models import Credit, Pickup, PickupState
from press.pickups import services as pickups
from press.requests import services
from tests.media_library.factories import approved, province, user
from tests.press.factories import officer
from tests.press.pickups.publications import pickup
from tests.press.requests.factories import request

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
MARCH = (MONDAY - timedelta(days=1), MONDAY + timedelta(days=20))


def scope(*provinces: int) -> Scope:
    return Scope(frozenset(provinces) if provinces else None, *MARCH)


def value(code: str, of: Scope) -> float | None:
    found = metric(code)
    assert found is not None
    return found.value(of)


def test_answer_times_are_medians_of_working_hours_and_name_their_requests() -> None:
    mine = officer()
    assert value("answer_time", scope()) is None
    for hours in (1, 2, 3):
        asked = request(at=MONDAY, provinces=[province(), province("01")])
        services.officer_answers(asked, "Yes", actor=mine, at=MONDAY + timedelta(hours=hours), then="closed")
    for of in (scope(), scope(province().pk), scope(province().pk, province("01").pk)):
        assert (value("press_requests", of), value("answer_time", of), value("settling_time", of)) == (3, 2.0, 2.0)
    assert value("press_requests", scope(province("31").pk)) == 0
    found = metric("answer_time")
    assert found is not None
    records = [found.describe(row) for row in found.rows(scope())]
    assert len(records) == 3
    assert records[0].url.startswith("/admin/press/requests/")


def test_pick_ups_count_when_confirmed_and_credits_where_they_can_be_told() -> None:
    mine, photo = officer(), approved()
    for number, credit in enumerate((Credit.FOUND, Credit.FOUND, Credit.MISSING, Credit.UNKNOWN)):
        made = pickup(url=f"https://j.example/{number}")
        match = pickups.name_asset(made, photo.asset_ptr)
        pickups.settle(made, right={match.pk}, state=PickupState.CONFIRMED, actor=mine)
        Pickup.objects.filter(pk=made.pk).update(credit=credit)
    pickup(url="https://j.example/unconfirmed")
    assert (value("pickups", scope()), value("credited", scope())) == (4, 66.7)
    assert value("pickups", scope(province("01").pk)) == 0
    assert value("credited", scope(province("01").pk)) is None


@pytest.mark.parametrize("code", ["press_requests", "answer_time", "settling_time", "pickups", "credited"])
def test_each_number_opens(code: str) -> None:
    client = Client()
    client.force_login(user("boss", is_superuser=True, is_staff=True))
    request(at=MONDAY)
    assert client.get(f"/admin/numbers/{code}/?from=2026-03-01&to=2026-03-20").status_code == 200
