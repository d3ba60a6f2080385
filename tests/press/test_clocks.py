"""Embargo and expiry to the second, by every way out, also where clocks are put forward and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache.backends import base, locmem
from django.test import Client
from django.utils import timezone

from media_library.models import Asset
from press.admin.kit_form import MoveEmbargoForm
from press.embargo_clock import moment_of, wall_clock_of
from press.models import NoticeDelivery
from press.services import kits
from tests.media_library.factories import approved
from tests.press.factories import bearer, kit, organisation

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
MOMENTS = [
    pytest.param("Asia/Ho_Chi_Minh", "2027-03-28T09:00", "+0700", id="hanoi"),
    pytest.param("Europe/Paris", "2027-03-28T03:00", "+0200", id="paris, the hour before is skipped"),
    pytest.param("Europe/Paris", "2027-03-28T01:59", "+0100", id="paris, the next minute is skipped"),
    pytest.param("Europe/Paris", "2027-10-31T03:00", "+0100", id="paris, the hour before came twice"),
    pytest.param("America/New_York", "2027-03-14T03:00", "-0400", id="new york, the hour before is skipped"),
    pytest.param("America/New_York", "2027-11-07T02:00", "-0500", id="new york, the hour before came twice"),
    pytest.param("America/New_York", "2027-11-07T00:59", "-0400", id="new york, before the hour that comes twice"),
]
UNCLEAR = [
    ("Europe/Paris", "2027-03-28 02:00"),
    ("Europe/Paris", "2027-03-28 02:59"),
    ("Europe/Paris", "2027-10-31 02:00"),
    ("Europe/Paris", "2027-10-31 02:30"),
    ("America/New_York", "2027-03-14 02:30"),
    ("America/New_York", "2027-11-07 01:00"),
    ("America/New_York", "2027-11-07 01:59"),
]


class Clock:
    """What `timezone.now` says, and the cache in memory goes by."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock(timezone.now())
    monkeypatch.setattr(timezone, "now", made)
    ticking = SimpleNamespace(time=lambda: made.now.timestamp())
    for module in (base, locmem):
        monkeypatch.setattr(module, "time", ticking)
    return made


def ways(photo: Any, made: Any) -> dict[str, str]:
    return {
        "page": f"/en/press/kits/{made.slug}/",
        "ZIP": f"/en/press/kits/{made.slug}/download/",
        "API, kit": f"/api/v1/kits/{made.uuid}",
        "API, ZIP": f"/api/v1/kits/{made.uuid}/download",
        "API, asset": f"/api/v1/assets/{photo.uuid}",
        "picture page": f"/en/images/{photo.uuid}/",
        "original": f"/media/{photo.uuid}/original",
        "rendition": f"/media/{photo.uuid}/thumb.webp",
    }


LISTS = ("/press/feeds/atom.xml", "/press/feeds/rss.xml", "/press/feeds/feed.json", "/press/feeds/ninjs.json",
         "/api/v1/assets", "/en/images/")  # fmt: skip


def answers(addresses: dict[str, str], headers: dict[str, str] | None = None) -> dict[str, int]:
    return {name: Client().get(path, headers=headers).status_code for name, path in addresses.items()}


def listed(photo: Any) -> list[str]:
    return [path for path in LISTS if str(photo.uuid) in Client().get(path).content.decode()]


@pytest.mark.parametrize(("zone", "wall_clock", "offset"), MOMENTS)
def test_an_embargo_ends_at_its_second_by_every_way(clock: Clock, zone: str, wall_clock: str, offset: str) -> None:
    until = moment_of(datetime.fromisoformat(wall_clock), ZoneInfo(zone))
    clock.now = until - timedelta(hours=6)
    photo, partner = approved(), organisation()
    made = kit([photo], embargo_until=until, embargo_timezone=zone, grants=[(partner, True)])
    headers, addresses = bearer(partner), ways(photo, made)
    clock.now = until - SECOND
    assert set(answers(addresses).values()) == {404}
    assert listed(photo) == []
    room = Client().get("/en/press/").content.decode()
    assert made.slug not in room
    early = Client().get(addresses["page"], headers=headers).content.decode()
    assert f"UTC{offset}" in early and zone in early
    clock.now = until - timedelta(microseconds=1)
    assert set(answers(addresses).values()) == {404}
    clock.now = until
    assert set(answers(addresses).values()) == {200}
    assert listed(photo) == list(LISTS)
    assert made.slug in Client().get("/en/press/").content.decode(), "the page kept a second ago isn't given"
    assert set(answers(addresses, headers).values()) == {200}


@pytest.mark.parametrize(("zone", "wall_clock", "offset"), MOMENTS)
def test_what_is_given_out_until_a_second_ends_with_it(clock: Clock, zone: str, wall_clock: str, offset: str) -> None:
    end = moment_of(datetime.fromisoformat(wall_clock), ZoneInfo(zone))
    clock.now = end - timedelta(hours=6)
    photo = approved()
    made = kit([photo])
    Asset.objects.filter(pk=photo.pk).update(expires_at=end)
    addresses = {name: path for name, path in ways(photo, made).items() if "kit" not in path}
    clock.now = end - SECOND
    assert set(answers(addresses).values()) == {200}
    assert listed(photo) == list(LISTS)
    clock.now = end
    assert answers(addresses) == dict.fromkeys(addresses, 404)
    assert listed(photo) == []
    assert Client().get(f"/api/v1/kits/{made.uuid}").json()["assets"] == []


@pytest.mark.parametrize(("zone", "wall_clock", "offset"), MOMENTS)
def test_a_form_takes_and_shows_the_clock_of_its_zone(clock: Clock, zone: str, wall_clock: str, offset: str) -> None:
    until = moment_of(datetime.fromisoformat(wall_clock), ZoneInfo(zone))
    clock.now = until - timedelta(days=1)
    made = kit([approved()], embargo_until=until - timedelta(hours=12), embargo_timezone=zone)
    form = MoveEmbargoForm({"embargo_until": wall_clock.replace("T", " "), "hours": "72"}, kit=made)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["embargo_until"] == until
    local = until.astimezone(ZoneInfo(zone))
    assert f"{local:%z}" == offset
    assert wall_clock_of(until, ZoneInfo(zone)).isoformat(timespec="minutes") == wall_clock


@pytest.mark.parametrize(("zone", "wall_clock"), UNCLEAR)
def test_a_form_refuses_an_hour_that_isnt_there_or_comes_twice(zone: str, wall_clock: str) -> None:
    made = kit([approved()], embargo_until=datetime(2040, 1, 1, tzinfo=UTC), embargo_timezone=zone)
    form = MoveEmbargoForm({"embargo_until": wall_clock, "hours": "72"}, kit=made)
    assert not form.is_valid()
    assert len(form.errors["embargo_until"]) == 1
    assert "embargo_until" in form.errors


@pytest.mark.parametrize("wall_clock", ["2027-11-07 01:30", "2027-03-14 02:30"])
def test_the_same_hour_is_clear_in_a_zone_that_keeps_its_clock(wall_clock: str) -> None:
    made = kit([approved()], embargo_until=datetime(2040, 1, 1, tzinfo=UTC), embargo_timezone="Asia/Ho_Chi_Minh")
    assert MoveEmbargoForm({"embargo_until": wall_clock, "hours": "72"}, kit=made).is_valid()


def test_moving_it_counts_from_the_same_second_and_its_holders_are_told(clock: Clock) -> None:
    until = datetime(2027, 10, 31, 2, 0, tzinfo=UTC)
    clock.now = until - timedelta(hours=6)
    photo, partner = approved(), organisation()
    made = kit([photo], embargo_until=until, embargo_timezone="Europe/Paris", grants=[(partner, True)])
    Client().get(f"/media/{photo.uuid}/original", headers=bearer(partner))
    clock.now = until - SECOND
    kits.move_embargo(made, until + timedelta(hours=1), actor=None)
    assert NoticeDelivery.objects.get().organisation == partner
    clock.now = until + timedelta(hours=1) - SECOND
    assert set(answers(ways(photo, made)).values()) == {404}
    clock.now += SECOND
    assert set(answers(ways(photo, made)).values()) == {200}
