"""What time does by itself: gone at the minute without a job, and in the change log once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from media_library.change_log import number_lines
from media_library.expiry import clock
from media_library.models import Asset, Change, Consent, Licence, OfferClock, OfferState, Photo
from media_library.services import set_embargo
from promotion.page_cache.clock import next_moment
from tests.media_library import factories
from tests.media_library.clocks import frozen
from tests.press import factories as press
from tests.promotion import factories as pages

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def end() -> datetime:
    return timezone.now() + timedelta(days=3)


def lasting(until: datetime, way: str) -> Photo:
    """An approved photo that ends at `until`, by its licence, its consent or its own date."""
    match way:
        case "licence":
            return factories.approved(licence=factories.licence("public", valid_until=until))
        case "consent":
            return factories.approved(shows_people=True, consent=factories.consent(expires_at=until))
    return factories.approved(expires_at=until)


def last_position() -> int:
    number_lines()
    return max(Change.objects.values_list("position", flat=True), default=0)


def events(photo: Photo) -> list[str]:
    return list(Change.objects.filter(subject_uuid=photo.uuid).order_by("id").values_list("event", flat=True))


def told(client: Client, since: int = 0) -> list[tuple[str, str]]:
    items = client.get("/api/v1/changes", {"since": since}).json()["items"]
    return [(item["subject_id"], item["event"]) for item in items]


@pytest.mark.parametrize("way", ["licence", "consent", "date"])
def test_gone_everywhere_at_the_minute_without_a_job(client: Client, end: datetime, way: str) -> None:
    homes = pages.site("en")
    photo = lasting(end, way)
    profile = pages.profile(homes["vi"], hero=photo)
    pages.story(profile, 1, hero=photo, body=pages.body(photo))
    kit = press.kit([photo])
    exits = {
        f"/media/{photo.uuid}/small.webp": 404,
        f"/media/{photo.uuid}/original": 404,
        f"/api/v1/assets/{photo.uuid}": 404,
        f"/vi/images/{photo.uuid}/": 404,
        f"/iiif/3/{photo.uuid}/info.json": 404,
    }
    lists = ("/vi/images/", "/api/v1/assets", "/vi/quang-ninh/", f"/vi/press/kits/{kit.slug}/", "/press/feeds/atom.xml")
    with frozen(end - SECOND):
        assert {client.get(address).status_code for address in exits} == {200}
        for address in lists:
            assert str(photo.uuid) in client.get(address).content.decode(), address
        # What is kept for quick answers is kept until that moment only; the cache has a clock of its own.
        assert next_moment(end - SECOND) == end
    cache.clear()
    with frozen(end):
        assert {address: client.get(address).status_code for address in exits} == exits
        for address in lists:
            assert str(photo.uuid) not in client.get(address).content.decode(), address
    cache.clear()


@pytest.mark.parametrize("way", ["licence", "consent", "date"])
def test_an_end_by_time_is_in_the_log_once_and_told_to_those_who_could_see(
    client: Client, end: datetime, way: str
) -> None:
    clock.look()
    photo = lasting(end, way)
    hidden = factories.approved(licence=factories.licence("press", valid_until=end))
    with frozen(end - SECOND):
        assert told(client) == [(str(photo.uuid), "approved")]
    with frozen(end):
        first = told(client)
        assert first == [(str(photo.uuid), "approved"), (str(photo.uuid), "expired")]
        assert told(client) == first
        assert clock.look() == 0
    with frozen(end + timedelta(days=400)):
        assert told(client) == first
    assert events(hidden) == ["approved", "expired"]


def test_a_prolonged_licence_is_news_again(client: Client, end: datetime) -> None:
    photo = lasting(end, "licence")
    licence = Licence.objects.get(pk=photo.licence_id)
    with frozen(end + SECOND):
        clock.look()
        licence.valid_until = end + timedelta(days=30)
        licence.save()
        clock.settle_resting_on("licence", licence.pk)
        clock.settle_resting_on("licence", licence.pk)
        assert [event for _id, event in told(client)] == ["approved", "expired", "updated"]
        assert Asset.objects.get(pk=photo.pk).updated_at == end + SECOND
    with frozen(end + timedelta(days=30)):
        assert [event for _id, event in told(client)] == ["approved", "expired", "updated", "expired"]


def test_cutting_a_licence_short_is_logged_by_saving_it(end: datetime, django_capture_on_commit_callbacks: Any) -> None:
    photo = lasting(end, "licence")
    with django_capture_on_commit_callbacks(execute=True):
        licence = Licence.objects.get(pk=photo.licence_id)
        licence.valid_until = timezone.now()
        licence.save()
    assert events(photo).count("expired") == 1


def test_a_licence_that_begins_opens_what_was_approved_before(client: Client, end: datetime) -> None:
    photo = factories.approved(licence=factories.licence("public", valid_from=end))
    clock.settle([photo.pk])
    last = last_position()
    assert told(client, last) == []
    with frozen(end):
        assert told(client, last) == [(str(photo.uuid), "updated")]


def test_the_end_of_an_embargo_reaches_who_read_the_log_before(client: Client, end: datetime) -> None:
    clock.look()
    photo = factories.draft()
    set_embargo(photo, end, actor=None)
    photo.get_latest_revision().publish()
    last = last_position()
    with frozen(end - SECOND):
        assert told(client) == []
    with frozen(end):
        assert told(client, last) == [(str(photo.uuid), "embargo_changed")]
        assert told(client, last) == [(str(photo.uuid), "embargo_changed")]


def test_a_lifted_embargo_is_told_once(end: datetime, django_capture_on_commit_callbacks: Any) -> None:
    photo = factories.embargoed()
    clock.settle([photo.pk])
    assert OfferState.objects.get(pk=photo.pk).embargoed
    with django_capture_on_commit_callbacks(execute=True):
        set_embargo(photo, None, actor=None)
    with frozen(end):
        clock.look()
    assert events(photo).count("embargo_changed") == 2  # set, and lifted


def test_what_nobody_could_ever_see_has_no_end(client: Client) -> None:
    """Approved under a licence that was over, or with a consent that was revoked: there was nothing to end."""
    over = factories.in_state("licence_expired")
    revoked = factories.in_state("consent_revoked")
    withdrawn = factories.withdrawn(expires_at=timezone.now() + timedelta(hours=1))
    with frozen(timezone.now() + timedelta(days=1)):
        clock.look()
        listed = {uuid for uuid, _event in told(client)}
    assert "expired" not in [*events(over), *events(revoked), *events(withdrawn)]
    assert listed == {str(withdrawn.uuid)}


def test_looking_costs_six_small_queries_while_nothing_passed(django_assert_num_queries: Any) -> None:
    factories.approved()
    clock.look()
    with django_assert_num_queries(6):
        assert clock.look() == 0


def test_a_run_over_many_asks_a_constant_number_of_times(end: datetime, django_assert_max_num_queries: Any) -> None:
    licence = factories.licence("public", valid_until=end)
    clock.look()
    for _number in range(12):
        factories.approved(licence=licence)
    with frozen(end), django_assert_max_num_queries(20):
        assert clock.look() == 12


def test_the_clock_never_goes_back(end: datetime) -> None:
    photo = lasting(end, "date")
    with frozen(end):
        clock.look()
    before = OfferClock.objects.get()
    with frozen(end - SECOND):
        assert clock.look() == 0
    assert OfferClock.objects.get().looked_at == before.looked_at
    assert events(photo) == ["approved", "expired"]


def test_a_consent_that_got_longer(end: datetime) -> None:
    photo = lasting(end, "consent")
    with frozen(end):
        clock.look()
        Consent.objects.filter(pk=photo.consent_id).update(expires_at=None)
        clock.settle_resting_on("consent", photo.consent_id or 0)
    assert events(photo) == ["approved", "expired", "updated"]
