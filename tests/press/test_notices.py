"""Holders are found in every way of delivery, told once each, and their answers are counted."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core import mail as outbox
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from media_library.models import Photo
from media_library.services import set_embargo, withdraw
from press.models import Answer, Notice, NoticeDelivery, NoticeKind, Organisation, Receipt
from press.selectors.ledger import holders
from press.services import kits, notices, partners
from tests.media_library.factories import approved
from tests.press.factories import bearer, in_hours, kit, member, organisation, signed_in

pytestmark = pytest.mark.django_db


def take(photo: Photo, partner: Organisation) -> None:
    response = Client().get(f"/media/{photo.uuid}/original", headers=bearer(partner))
    assert response.status_code == 200


def take_kit(made: Any, partner: Organisation) -> None:
    response = Client().get(f"/api/v1/kits/{made.uuid}/download", headers=bearer(partner))
    assert b"".join(response.streaming_content)  # type: ignore[attr-defined]


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Any) -> Any:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_a_withdrawal_tells_every_holder_once_in_their_language(commits: Any) -> None:
    photo, paris, vientiane, nobody = (
        approved(),
        organisation(language="fr"),
        organisation(language="lo"),
        organisation(),
    )
    made = kit([photo])
    take(photo, paris)
    take(photo, paris)
    take_kit(made, vientiane)
    with commits():
        withdraw(photo, reason="Sai chú thích", actor=None)
    notice = Notice.objects.get()
    assert (notice.kind, notice.asset_id, notice.reason) == (NoticeKind.WITHDRAWAL, photo.pk, "Sai chú thích")
    told = {delivery.organisation for delivery in notice.deliveries.all()}
    assert told == {paris, vientiane}
    assert nobody not in told
    assert len(outbox.outbox) == 2
    by_address = {message.to[0]: message for message in outbox.outbox}
    letter = by_address[paris.contact_email]
    assert "Sai chú thích" in letter.body
    assert str(photo.uuid) in letter.body
    assert "/fr/press/notices/" in letter.body
    assert "/lo/press/notices/" in by_address[vientiane.contact_email].body
    assert letter.extra_headers["Message-ID"].startswith("<notice-")
    assert "\n" not in letter.subject
    assert all(delivery.mailed_at for delivery in notice.deliveries.all())


def test_nobody_is_told_of_what_nobody_has(commits: Any) -> None:
    with commits():
        withdraw(approved(), reason="Sai", actor=None)
    assert not Notice.objects.exists()
    assert not outbox.outbox


def test_a_suspended_holder_is_told_too(commits: Any) -> None:
    photo, partner = approved(), organisation()
    take(photo, partner)
    partners.suspend(partner, actor=None)
    with commits():
        withdraw(photo, reason="Sai", actor=None)
    assert len(outbox.outbox) == 1


def test_the_successor_is_named(commits: Any) -> None:
    photo, better, partner = approved(), approved(), organisation()
    take(photo, partner)
    with commits():
        withdraw(photo, reason="Sai", actor=None, successor=better.asset_ptr)
    assert f"/media/{better.uuid}/about" in outbox.outbox[0].body


def test_a_kits_embargo_is_told_in_one_mail_per_holder(commits: Any) -> None:
    photos, partner = [approved(), approved(), approved()], organisation()
    made = kit(photos, embargo_until=in_hours(2), grants=[(partner, True)])
    take_kit(made, partner)
    with commits():
        kits.move_embargo(made, in_hours(5), actor=None, reason="Mưa bão")
    assert Notice.objects.filter(kind=NoticeKind.EMBARGO_CHANGE).count() == 3
    assert len(outbox.outbox) == 1
    body = outbox.outbox[0].body
    assert all(str(photo.uuid) in body for photo in photos)
    assert "Mưa bão" in body
    assert "UTC" in body
    assert NoticeDelivery.objects.filter(mailed_at__isnull=False).count() == 3


def test_an_embargo_that_is_over_concerns_nobody(commits: Any) -> None:
    photo, partner = approved(), organisation()
    take(photo, partner)
    with commits():
        set_embargo(photo, timezone.now() - timedelta(days=1), actor=None)
        set_embargo(photo, None, actor=None)
    assert not Notice.objects.exists()


def told(photo: Photo, partner: Organisation) -> NoticeDelivery:
    """A notice that is written down and not mailed yet."""
    take(photo, partner)
    notice = notices.tell_holders(NoticeKind.WITHDRAWAL, photo, reason="Sai")
    assert notice is not None
    return notice.deliveries.get(organisation=partner)


def test_mailing_twice_mails_once() -> None:
    delivery = told(approved(), organisation())
    assert notices.mail_delivery(delivery.pk) == 1
    assert notices.mail_delivery(delivery.pk) == 0
    assert notices.send_waiting() == 0
    assert len(outbox.outbox) == 1


def test_what_another_worker_is_mailing_is_left_to_it_until_it_is_dead() -> None:
    delivery = told(approved(), organisation())
    NoticeDelivery.objects.update(claimed_at=timezone.now())
    assert notices.mail_delivery(delivery.pk) == 0
    NoticeDelivery.objects.update(claimed_at=timezone.now() - notices.CLAIM_LAPSES - timedelta(seconds=1))
    call_command("send_notices")
    assert len(outbox.outbox) == 1


@pytest.mark.parametrize("failure", [ConnectionRefusedError(), smtplib.SMTPServerDisconnected(), TimeoutError()])
def test_a_mail_server_that_is_down_loses_nothing(failure: Exception) -> None:
    delivery = told(approved(), organisation())
    with mock.patch.object(EmailMessage, "send", side_effect=failure):
        assert notices.mail_delivery(delivery.pk) == 0
    delivery.refresh_from_db()
    assert (delivery.mailed_at, delivery.claimed_at, delivery.mail_attempts) == (None, None, 0), (
        "the letter isn't to blame"
    )
    assert notices.send_waiting() == 1
    assert len(outbox.outbox) == 1


def test_a_worker_killed_between_mail_and_note_sends_the_same_message() -> None:
    delivery = told(approved(), organisation())
    with mock.patch.object(EmailMessage, "send", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        notices.mail_delivery(delivery.pk)
    assert notices.send_waiting() == 0
    NoticeDelivery.objects.update(claimed_at=timezone.now() - timedelta(hours=1))
    assert notices.send_waiting() == 1
    first = outbox.outbox[0].extra_headers["Message-ID"]
    NoticeDelivery.objects.update(mailed_at=None, claimed_at=None, mail_attempts=0)
    notices.send_waiting()
    assert outbox.outbox[1].extra_headers["Message-ID"] == first


def test_it_isnt_tried_for_ever() -> None:
    delivery = told(approved(), organisation())
    with mock.patch.object(EmailMessage, "send", side_effect=smtplib.SMTPRecipientsRefused({})):
        for _number in range(notices.ATTEMPTS + 3):
            notices.mail_delivery(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.mail_attempts == notices.ATTEMPTS


def test_the_timer_tries_a_refused_letter_ever_more_rarely_over_three_days() -> None:
    delivery = told(approved(), organisation())
    began, minutes = delivery.notice.created_at, 0
    with mock.patch.object(EmailMessage, "send", side_effect=smtplib.SMTPRecipientsRefused({})) as send:
        while minutes < 4 * 24 * 60:
            with mock.patch.object(timezone, "now", return_value=began + timedelta(minutes=minutes)):
                notices.send_waiting()
            minutes += 5 if minutes < 60 else 60
    assert send.call_count == notices.ATTEMPTS
    assert timedelta(days=2) < notices.waited(notices.ATTEMPTS - 1) < timedelta(days=4)


def test_a_server_that_is_down_for_a_day_loses_no_letter() -> None:
    delivery = told(approved(), organisation())
    with mock.patch.object(EmailMessage, "send", side_effect=ConnectionRefusedError()):
        for _time in range(12 * 24):
            notices.send_waiting()
    assert notices.send_waiting() == 1
    delivery.refresh_from_db()
    assert delivery.mail_attempts == 1


def test_the_portal_shows_notices_and_takes_answers() -> None:
    photo, person = approved(), member()
    delivery = told(photo, person.organisation)
    client = signed_in(person)
    assert b"1 notice waits for your answer" in client.get("/en/press/").content
    page = client.get("/en/press/notices/")
    assert str(photo.uuid) in page.content.decode()
    assert "Dawn over the bay" in page.content.decode()
    delivery.refresh_from_db()
    assert delivery.seen_at is not None
    answer = {"answer": Answer.REMOVED, "comment": "Taken off our site"}
    assert client.post(f"/en/press/notices/{delivery.pk}/", answer).status_code == 302
    delivery.refresh_from_db()
    assert (delivery.answer, delivery.comment) == (Answer.REMOVED, "Taken off our site")
    assert (delivery.acknowledged_by, bool(delivery.acknowledged_at)) == (person, True)
    assert b"notices wait" not in client.get("/en/press/").content
    holder = holders(photo.pk)[0]
    assert holder.notice is not None
    assert holder.notice.answer == Answer.REMOVED


def test_what_isnt_an_answer_is_refused() -> None:
    person = member()
    delivery = told(approved(), person.organisation)
    with pytest.raises(ValidationError):
        notices.acknowledge(delivery, member=person, answer="whatever")
    with pytest.raises(ValidationError):
        notices.acknowledge(delivery, member=member(), answer=Answer.NOT_USED)
    notices.acknowledge(delivery, member=person, answer=Answer.NOT_USED)
    with pytest.raises(ValidationError):
        notices.acknowledge(delivery, member=person, answer=Answer.REMOVED)


def test_another_organisations_notices_dont_exist() -> None:
    delivery = told(approved(), organisation())
    stranger = signed_in(organisation())
    assert str(delivery.notice.asset.uuid) not in stranger.get("/en/press/notices/").content.decode()
    assert stranger.post(f"/en/press/notices/{delivery.pk}/", {"answer": Answer.REMOVED}).status_code == 404
    assert Client().get("/en/press/notices/").status_code == 302


def test_after_a_withdrawal_nothing_gives_the_file(commits: Any) -> None:
    photo, partner = approved(), organisation()
    made = kit([photo])
    take(photo, partner)
    with commits():
        withdraw(photo, reason="Sai chú thích", actor=None)
    headers = bearer(partner)
    client = Client()
    assert client.get(f"/media/{photo.uuid}/original", headers=headers).status_code == 410
    gone = client.get(f"/api/v1/assets/{photo.uuid}", headers=headers)
    assert (gone.status_code, gone.json()["reason"]) == (410, "Sai chú thích")
    kit_now = client.get(f"/api/v1/kits/{made.uuid}", headers=headers).json()
    assert (kit_now["assets"], kit_now["count"]) == ([], 0)
    assert "Sai chú thích" in client.get(f"/en/press/kits/{made.slug}/").content.decode()
    assert Receipt.objects.filter(asset_id=photo.pk).count() == 1


@pytest.mark.parametrize("language", ["vi", "en", "fr", "ja", "lo", "de", "xx"])
def test_the_mail_is_whole_in_every_language(language: str) -> None:
    delivery = told(approved(), organisation(language=language, name="L'Écho & Cie <b>"))
    assert notices.mail_delivery(delivery.pk) == 1
    letter = outbox.outbox[0]
    assert "L'Écho & Cie <b>" in letter.body
    assert "{" not in letter.body + letter.subject
    assert letter.subject.strip()
