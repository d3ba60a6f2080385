"""Alerts: each thing once, none missed, and nothing that may not be known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from media_library.services import withdraw
from press.alerts import services
from press.alerts.services import Chosen
from press.models import Interests, Kit, KitGrant, KitItem, Letter, Member, Told
from press.services import kits, letters, partners
from provinces.models import Sector
from tests.media_library.factories import approved, embargoed, province
from tests.press.factories import in_hours, kit, member, organisation, signed_in
from tests.press.registration.applying import clock, later, link_in_last_mail

pytestmark = pytest.mark.django_db


def wants(person: Member, alerts: str = "at_once", **values: Any) -> Interests:
    defaults: dict[str, Any] = {
        "provinces": [], "sectors": [], "topics": [], "languages": [], "language": "en", "hour": 8, "zone": "UTC"
    }  # fmt: skip
    return services.choose(person, Chosen(alerts=alerts, **(defaults | values)))


def told() -> list[str]:
    """Run what the timetable runs; the subjects of the mails that went."""
    before = len(outbox.outbox)
    services.gather_all(timezone.now())
    letters.send_waiting()
    return [message.subject for message in outbox.outbox[before:]]


@pytest.fixture
def person() -> Member:
    return member()


def test_what_is_there_already_is_no_news_and_what_comes_is_told_once(person: Member) -> None:
    kit([approved()], title_en="Old")
    wants(person)
    assert told() == []
    made = kit([approved()], title_en="New kit")
    assert told() == ["New kit"]
    assert told() == []
    message = outbox.outbox[-1]
    assert message.to == [person.user.email]
    assert f"/en/press/kits/{made.slug}/" in message.body
    assert "image_bank" not in message.body and message.body.count("* ") == 1, "its pictures come with it"


def test_the_mail_is_in_the_members_language_and_ends_by_one_click(person: Member) -> None:
    wants(person, language="fr")
    kit([approved()])
    told()
    message = outbox.outbox[-1]
    assert "/fr/press/" in message.body
    headers = message.extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = headers["List-Unsubscribe"].strip("<>")
    path = "/" + stop.split("/", 3)[3]
    client = Client(enforce_csrf_checks=True)
    assert client.get(path).status_code == 200
    assert Interests.objects.get().alerts == "at_once", "a program that follows links ends nothing"
    for _twice in range(2):
        assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Interests.objects.get().alerts == "never"
    assert client.post(path[:-3] + "xx/").status_code == 404
    kit([approved()])
    assert told() == []


def test_an_embargoed_kit_is_told_to_early_partners_only_and_marked() -> None:
    early, late = member(), member()
    wants(early)
    wants(late)
    until = in_hours(5)
    kit([approved()], title_en="Secret", embargo_until=until, embargo_timezone="Europe/Paris",
        grants=[(early.organisation, True), (late.organisation, False)])  # fmt: skip
    assert told() == ["Under embargo: Secret"]
    assert outbox.outbox[-1].to == [early.user.email]
    assert "UNDER EMBARGO" in outbox.outbox[-1].body and "Europe/Paris" in outbox.outbox[-1].body
    with later(hours=6):
        assert told() == ["Secret"]
        assert outbox.outbox[-1].to == [late.user.email]
        assert told() == []


def test_a_grant_that_comes_later_is_news(person: Member) -> None:
    wants(person)
    made = kit(audience="organisations")
    assert told() == []
    KitGrant.objects.create(kit=made, organisation=person.organisation)
    assert len(told()) == 1


def test_pictures_that_are_approved_are_told_with_their_address(person: Member) -> None:
    wants(person)
    photo = approved(title_en="Dawn")
    assert len(told()) == 1
    assert str(photo.uuid) in outbox.outbox[-1].body
    hidden = embargoed()
    assert told() == []
    with later(days=3):
        assert len(told()) == 1
        assert str(hidden.uuid) in outbox.outbox[-1].body


def test_the_rights_are_asked_when_it_goes_out(person: Member) -> None:
    wants(person)
    photo, made = approved(), kit([approved()])
    services.gather_all(timezone.now())
    withdraw(photo, reason="No", actor=None)
    kits.close(made, actor=None)
    Kit.objects.filter(pk=made.pk).update(cover=None)
    letters.send_waiting()
    assert all(str(photo.uuid) not in str(m.body) and made.slug not in str(m.body) for m in outbox.outbox)
    kits.publish(made, actor=None)
    assert len(told()) == 1, "what couldn't be told is told when it may be"


def test_a_suspended_organisation_is_told_nothing_and_everything_when_it_is_back(person: Member) -> None:
    wants(person)
    made = kit([approved()], audience="press", title_en="Meanwhile")
    services.gather_all(timezone.now())
    partners.suspend(person.organisation, actor=None)
    letters.send_waiting()
    assert outbox.outbox == [] and told() == []
    partners.verify(person.organisation, actor=None)
    assert told() == [str(made.title_en)]


def test_a_worker_that_dies_leaves_no_one_untold(person: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    def killed(*args: Any) -> None:
        raise Killed

    wants(person)
    kit([approved()], title_en="Festival")
    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", killed)
        services.gather_all(timezone.now())
        with pytest.raises(Killed):
            letters.send_waiting()
    assert told() == [], "somebody may still be at it"
    with later(minutes=11):
        assert told() == ["Festival"]
        assert told() == []


def test_two_workers_tell_nothing_twice(person: Member) -> None:
    wants(person)
    kit([approved()])
    letter = services.gather(Interests.objects.get().pk, timezone.now())
    assert letter is not None
    assert services.gather(Interests.objects.get().pk, timezone.now()) is None
    assert letters.mail_letter(letter.pk)
    assert not letters.mail_letter(letter.pk)
    assert len(outbox.outbox) == 1


def test_a_digest_comes_once_a_day_with_everything(person: Member) -> None:
    noon = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)
    with clock(noon):
        wants(person, "daily", hour=8, zone="UTC")
    with clock(noon + timedelta(hours=1)):
        kit(title_en="One")
        kit(title_en="Two")
        assert told() == []
    with clock(noon + timedelta(hours=20, minutes=1)):
        assert told() == ["Two and 1 more"]
        kit(title_en="Three")
        assert told() == []
    with clock(noon + timedelta(hours=24)):
        assert told() == []
    with clock(noon + timedelta(days=4)):
        assert told() == ["Three"], "days on which nothing stood still are made up for by one"


def test_only_what_matches_and_nothing_that_only_matches_since_yesterday(person: Member) -> None:
    sector = Sector.objects.order_by("order").first()
    wants(person, provinces=[province("22")], topics=["lantern"])
    kit([approved()], title_en="Harbour")
    kit([approved(title_en="Paper lanterns")], title_en="Feast")
    pending = kit(title_en="Lantern parade")
    wants(person, provinces=[province("22")])
    assert sorted(told()[0].split(" and ")[0] for _one in "x") and "Harbour" not in outbox.outbox[-1].body
    assert pending.slug in outbox.outbox[-1].body, "what matched before the change is still told"
    wants(person, sectors=[sector])
    assert told() == []
    photo = approved()
    photo.sectors.add(sector)
    photo.save()
    kit([photo], title_en="In the sector")
    assert told()[0].startswith("In the sector")


def test_titles_break_no_header(person: Member) -> None:
    wants(person)
    kit(title_en="Feast\nBcc: all@example.org")
    assert told() == ["Feast Bcc: all@example.org"]
    assert outbox.outbox[-1].recipients() == [person.user.email]


def test_composing_asks_a_constant_number_of_times(person: Member) -> None:
    def asked(number: int) -> int:
        for _one in range(number):
            kit([approved()])
        services.gather_all(timezone.now())
        with CaptureQueriesContext(connection) as found:
            assert letters.send_waiting() == 1
        return len(found)

    wants(person)
    asked(1)
    assert asked(2) == asked(6)


# --- the room and the form ----------------------------------------------------------------------------------------
def test_the_room_shows_ones_own_first_and_everything(person: Member) -> None:
    client = signed_in(person)
    kit(title_en="Lantern feast")
    kit(title_en="Newest")
    wants(person, "never", topics=["lantern"])
    page = client.get("/en/press/").content.decode()
    assert page.index("In your interests") < page.index("Lantern feast") < page.index("Newest")
    every = client.get("/en/press/?all").content.decode()
    assert "In your interests" not in every and every.index("Newest") < every.index("Lantern feast")
    assert "In your interests" not in Client().get("/en/press/").content.decode()


def test_interests_are_kept_as_typed(person: Member) -> None:
    client, url = signed_in(person), "/en/press/account/interests/"
    assert client.get(url).status_code == 200
    sector = Sector.objects.order_by("order").first()
    assert sector is not None
    data = {"provinces": ["22"], "sectors": [sector.slug], "topics": "lanterns, đèn lồng,、祭り, lanterns",
            "languages": ["en"], "alerts": "daily", "hour": "7", "zone": "America/New_York",
            "language": "ja"}  # fmt: skip
    assert client.post(url, data).status_code == 302
    made = Interests.objects.get()
    assert (made.topics, made.hour, made.zone, made.language) == (
        ["lanterns", "đèn lồng", "祭り"], 7, "America/New_York", "ja",
    )  # fmt: skip
    assert "祭り" in client.get(url).content.decode()
    for bad in ({"zone": "Mars/Base"}, {"hour": "24"}, {"alerts": "x"}, {"topics": "x" * 61}, {"provinces": ["?"]}):
        assert client.post(url, data | bad).status_code == 422
    assert Client().get(url).status_code == 302


def test_nothing_is_told_of_other_members(person: Member) -> None:
    wants(person)
    wants(member(organisation()))
    kit()
    told()
    assert Told.objects.count() == 2 and Letter.objects.count() == 2
    assert all(len(message.recipients()) == 1 for message in outbox.outbox)
    assert link_in_last_mail()


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    yield
    outbox.outbox.clear()


def test_what_editors_draft_into_a_kit_tells_nobody_of_it(person: Member) -> None:
    wants(person, sectors=[Sector.objects.first()])
    made = kit([approved()], title_en="Sea")
    assert told() == []
    drafted = approved()
    drafted.sectors.add(Sector.objects.first())
    drafted.save()
    KitItem.objects.create(kit=made, asset=drafted, sort_order=1)
    Told.objects.create(member=person, asset_id=drafted.pk)
    assert told() == [], "the draft isn't what readers get"
    kits.publish_changes(made, actor=None)
    assert told() == ["Sea"]
