"""An act that somebody holds opens a recall; those who don't answer are reminded once at each step; it is closed."""

from __future__ import annotations

import csv
import io
import smtplib
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core import mail as outbox
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from media_library.models import Photo
from media_library.services import set_embargo, withdraw
from press import answer_links
from press.models import (
    Answer,
    AnswerMeans,
    NoticeDelivery,
    NoticeKind,
    Organisation,
    Recall,
    Receipt,
    Reminder,
    ReminderStep,
    Way,
)
from press.selectors.recalls import recalls_for, told_of
from press.services import kits, notices, partners, recalls
from tests.media_library.factories import approved, province, user
from tests.press.factories import in_hours, kit, member, officer, organisation, signed_in

pytestmark = pytest.mark.django_db


def receipt(photo: Photo, partner: Organisation, way: Way = Way.PAGE, size: int = 3) -> Receipt:
    return Receipt.objects.create(
        organisation=partner, asset_id=photo.pk, asset_uuid=photo.uuid, variant="original", sha256="0" * 64,
        bytes=size, way=way,
    )  # fmt: skip


def opened(*holders: Organisation, photo: Photo | None = None, mailed: bool = True) -> Recall:
    """A recall whose notices were mailed."""
    photo = photo or approved()
    for partner in holders or (organisation(),):
        receipt(photo, partner)
    withdraw(photo, reason="Sai chú thích", actor=officer())
    recall = Recall.objects.latest("pk")
    if mailed:
        notices.mail_act(recall.act)
        outbox.outbox.clear()
    return recall


def link(recall: Recall, partner: Organisation, lang: str = "en") -> str:
    return f"/{lang}/press/answer/{answer_links.sign(recall, partner)}/"


def ids(recall: Recall) -> list[int]:
    return list(NoticeDelivery.objects.filter(notice__recall=recall).values_list("pk", flat=True))


# --- opening --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("way", Way)
def test_who_took_it_by_whatever_way_is_in_the_recall(way: Way) -> None:
    photo, partner = approved(), organisation()
    receipt(photo, partner, way)
    withdraw(photo, reason="Sai", actor=None)
    told = told_of(Recall.objects.get())
    assert [(one.organisation, one.taken.ways) for one in told] == [(partner, (way,))]


def test_it_has_a_deadline_and_the_officer_who_acted() -> None:
    someone = officer()
    photo = approved()
    receipt(photo, organisation())
    with notices.one_act(timedelta(hours=8)):
        withdraw(photo, reason="Sai", actor=someone)
    recall = Recall.objects.get()
    assert recall.due_at - recall.opened_at == timedelta(hours=8)
    assert (recall.officer_id, recall.kind, recall.is_open) == (someone.pk, NoticeKind.WITHDRAWAL, True)


def test_a_kits_embargo_is_one_recall_and_nobodys_file_is_none() -> None:
    photos, partner = [approved(), approved()], organisation()
    made = kit(photos, embargo_until=in_hours(2), grants=[(partner, True)])
    for photo in photos:
        receipt(photo, partner)
    kits.move_embargo(made, in_hours(5), actor=None)
    recall = Recall.objects.get()
    assert (recall.kind, recall.notices.count()) == (NoticeKind.EMBARGO_CHANGE, 2)
    set_embargo(approved(), in_hours(2), actor=None)
    assert Recall.objects.count() == 1


def test_ten_holders_cost_no_more_queries_than_one(django_assert_max_num_queries: Any) -> None:
    photo = approved()
    for _number in range(10):
        receipt(photo, organisation())
    with django_assert_max_num_queries(11):
        notices.tell_holders(NoticeKind.WITHDRAWAL, photo, reason="Sai")


def test_the_mails_of_an_act_go_out_by_one_task(django_capture_on_commit_callbacks: Any) -> None:
    photos, people = [approved(), approved(), approved()], [organisation() for _number in range(3)]
    for photo in photos:
        for partner in people:
            receipt(photo, partner)
    with django_capture_on_commit_callbacks(execute=True) as calls, notices.one_act():
        for photo in photos:
            withdraw(photo, reason="Sai", actor=None)
    assert sum(isinstance(call, notices._Enqueue) for call in calls) == 1
    assert len(outbox.outbox) == 3


# --- reminders ------------------------------------------------------------------------------------------
def at(recall: Recall, step: ReminderStep) -> Any:
    return recalls.moments(recall)[step]


def test_the_moments() -> None:
    recall = opened()
    told = [(at(recall, step) - recall.opened_at) / timedelta(hours=1) for step in ReminderStep]
    assert told == [36, 72, 96, 120, 144]
    assert recalls.step_at(recall, at(recall, ReminderStep.HALF_TIME) - timedelta(seconds=1)) is None
    assert recalls.step_at(recall, at(recall, ReminderStep.HALF_TIME)) == ReminderStep.HALF_TIME
    assert recalls.step_at(recall, at(recall, ReminderStep.DUE) - timedelta(seconds=1)) == ReminderStep.HALF_TIME


def test_each_step_is_mailed_once_and_after_three_days_no_more() -> None:
    recall = opened(organisation(language="fr"))
    mailed = []
    for step in (*ReminderStep, ReminderStep.THREE_DAYS_AFTER):
        for _again in range(3):
            mailed.append(recalls.remind(at(recall, step)))
    mailed.append(recalls.remind(recall.due_at + timedelta(days=30)))
    assert mailed == [1, 0, 0] * 5 + [0, 0, 0] + [0]
    assert len({message.extra_headers["Message-ID"] for message in outbox.outbox}) == 5
    assert all("/fr/press/answer/" in str(message.body) for message in outbox.outbox)


def test_only_those_who_are_silent_are_reminded() -> None:
    one, other = organisation(), organisation()
    recall = opened(one, other)
    recalls.answer_by_link(recall, one, answer=Answer.REMOVED)
    assert recalls.remind(recall.due_at) == 1
    assert outbox.outbox[0].to == [other.contact_email]


def test_a_closed_recall_reminds_nobody_and_what_was_never_told_isnt_reminded() -> None:
    recall = opened()
    recalls.close(recall, conclusion="Đã gọi điện", actor=None)
    assert recalls.remind(recall.due_at) == 0
    unmailed = opened(mailed=False)
    assert recalls.remind(unmailed.due_at) == 0
    assert not Reminder.objects.exists()


def test_steps_that_a_stopped_timetable_missed_arent_caught_up_with() -> None:
    recall = opened()
    assert recalls.remind(at(recall, ReminderStep.TWO_DAYS_AFTER)) == 1
    assert [reminder.step for reminder in Reminder.objects.all()] == [ReminderStep.TWO_DAYS_AFTER]


def test_a_reminder_that_never_went_gives_way_to_the_next() -> None:
    recall = opened()
    with mock.patch.object(EmailMessage, "send", side_effect=ConnectionRefusedError):
        assert recalls.remind(at(recall, ReminderStep.HALF_TIME)) == 0
    assert recalls.remind(at(recall, ReminderStep.DUE)) == 1
    assert [reminder.step for reminder in Reminder.objects.all()] == [ReminderStep.DUE]


@pytest.mark.parametrize("failure", [ConnectionRefusedError(), TimeoutError(), smtplib.SMTPServerDisconnected()])
def test_a_mail_server_that_is_down_is_asked_again(failure: Exception) -> None:
    recall = opened(organisation(), organisation())
    with mock.patch.object(EmailMessage, "send", side_effect=failure) as send:
        assert recalls.remind(recall.due_at) == 0
    assert send.call_count == 1
    assert recalls.remind(recall.due_at) == 2
    assert recalls.remind(recall.due_at) == 0


def test_a_worker_killed_with_a_reminder_in_its_hands_mails_it_once_more_with_the_same_identity() -> None:
    recall = opened()
    with mock.patch.object(EmailMessage, "send", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        recalls.remind(recall.due_at)
    assert recalls.remind(recall.due_at + timedelta(minutes=1)) == 0
    assert recalls.remind(recall.due_at + notices.CLAIM_LAPSES + timedelta(seconds=1)) == 1
    assert Reminder.objects.get().mail_attempts == 2


def test_the_command_of_the_timetable_does_it() -> None:
    recall = opened()
    Recall.objects.update(opened_at=timezone.now() - timedelta(hours=2), due_at=timezone.now() - timedelta(hours=1))
    call_command("send_notices")
    assert Reminder.objects.get(recall=recall).mailed_at


# --- the link in the mail -------------------------------------------------------------------------------
def test_the_mail_holds_a_link_that_answers_without_signing_in(django_capture_on_commit_callbacks: Any) -> None:
    photo, partner = approved(), organisation()
    receipt(photo, partner)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(photo, reason="Sai chú thích", actor=None)
    recall = Recall.objects.get()
    assert link(recall, partner) in str(outbox.outbox[0].body)
    client = Client(enforce_csrf_checks=True)
    page = client.get(link(recall, partner))
    assert page.status_code == 200
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("private, no-store", "same-origin")
    assert str(photo.uuid) in page.content.decode()
    delivery = NoticeDelivery.objects.get()
    assert (delivery.seen_at, delivery.acknowledged_at) == (None, None)
    values = {
        "answer": Answer.PUBLISHED_BEFORE, "delivery": ids(recall), "name": "Anne Martin",
        "address": "https://example.org/a", "comment": "p. 4",
    }  # fmt: skip
    assert client.post(link(recall, partner), values).status_code == 403
    assert Client().post(link(recall, partner), values).status_code == 302
    delivery.refresh_from_db()
    assert (delivery.answer, delivery.means, delivery.answerer) == (
        Answer.PUBLISHED_BEFORE, AnswerMeans.LINK, "Anne Martin",
    )  # fmt: skip
    assert (delivery.published_at_address, delivery.comment) == ("https://example.org/a", "p. 4")
    assert "Everything is answered" in Client().get(link(recall, partner)).content.decode()


def test_what_no_text_holds_is_left_out_of_an_answer() -> None:
    photo, partner = approved(), organisation()
    receipt(photo, partner)
    withdraw(photo, reason="Sai chú thích", actor=None)
    recall = Recall.objects.get()
    values = {"answer": Answer.NOT_USED, "delivery": ids(recall), "name": "A\x00nne", "comment": "p.\u202e 4\x00"}
    assert Client().post(link(recall, partner), values).status_code == 302
    delivery = NoticeDelivery.objects.get()
    assert (delivery.answerer, delivery.comment) == ("Anne", "p. 4")


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_programs_that_follow_links_change_nothing(method: str) -> None:
    partner = organisation()
    recall = opened(partner)
    for _number in range(3):
        getattr(Client(), method)(link(recall, partner))
    assert not NoticeDelivery.objects.filter(acknowledged_at__isnull=False).exists()
    assert not NoticeDelivery.objects.filter(seen_at__isnull=False).exists()


def test_only_what_we_signed_opens_and_only_its_own() -> None:
    one, other = organisation(), organisation()
    recall = opened(one, other)
    key = answer_links.sign(recall, one)
    forged = [key[:-1] + ("A" if key[-1] != "A" else "B"), f"{recall.pk}-{other.pk}~{key.partition('~')[2]}", "x", "~",
              "1-2~x", "é" * 300]  # fmt: skip
    for wrong in forged:
        assert Client().get(f"/en/press/answer/{wrong}/").status_code == 404
        assert Client().post(f"/en/press/answer/{wrong}/", {"answer": Answer.REMOVED}).status_code == 404
    theirs = NoticeDelivery.objects.get(organisation=other)
    Client().post(link(recall, one), {"answer": Answer.REMOVED, "delivery": [theirs.pk]})
    theirs.refresh_from_db()
    assert theirs.acknowledged_at is None


@pytest.mark.parametrize(
    "values", [{}, {"answer": "eaten"}, {"answer": Answer.REMOVED, "delivery": ["x", "-1", "9" * 40]}]
)
def test_nonsense_answers_nothing(values: dict[str, Any]) -> None:
    partner = organisation()
    recall = opened(partner)
    answer = Client().post(link(recall, partner), {"delivery": ids(recall), **values}, follow=True)
    assert answer.status_code == 200
    assert not NoticeDelivery.objects.filter(acknowledged_at__isnull=False).exists()


def test_huge_texts_are_cut() -> None:
    partner = organisation()
    recall = opened(partner)
    huge = dict.fromkeys(("name", "address", "comment"), "ả" * 200000)
    Client().post(link(recall, partner), {"answer": Answer.REMOVED, "delivery": ids(recall), **huge})
    delivery = NoticeDelivery.objects.get()
    assert (len(delivery.answerer), len(delivery.published_at_address), len(delivery.comment)) == (200, 500, 1000)


def test_it_ends_with_the_recall_and_the_first_answer_counts() -> None:
    partner = organisation()
    recall = opened(partner)
    Client().post(link(recall, partner), {"answer": Answer.REMOVED, "delivery": ids(recall)})
    Client().post(link(recall, partner), {"answer": Answer.NOT_USED, "delivery": ids(recall)})
    assert NoticeDelivery.objects.get().answer == Answer.REMOVED
    recalls.close(recall, conclusion="", actor=None)
    assert Client().get(link(recall, partner)).status_code == 410
    assert Client().post(link(recall, partner), {"answer": Answer.NOT_USED}).status_code == 410


def test_a_rain_of_answers_is_stopped() -> None:
    partner = organisation()
    recall = opened(partner)
    for _number in range(61):
        answer = Client().post(link(recall, partner), {"answer": "x"}, follow=True)
    assert "Too many attempts" in answer.content.decode()


def test_each_file_can_have_an_answer_of_its_own() -> None:
    partner, photos = organisation(), [approved(), approved()]
    for photo in photos:
        receipt(photo, partner)
    with notices.one_act():
        for photo in photos:
            withdraw(photo, reason="Sai", actor=None)
    recall = Recall.objects.get()
    first, second = ids(recall)
    Client().post(link(recall, partner), {"answer": Answer.REMOVED, "delivery": [first]})
    assert [told.is_answered for told in told_of(recall)] == [False]
    Client().post(link(recall, partner), {"answer": Answer.NOT_USED, "delivery": [second]})
    told = told_of(recall)[0]
    assert told.is_answered
    assert {one.answer for one in told.answers} == {Answer.REMOVED, Answer.NOT_USED}


def test_a_suspended_partner_answers_by_link() -> None:
    partner = organisation()
    recall = opened(partner)
    partners.suspend(partner, actor=None)
    Client().post(link(recall, partner), {"answer": Answer.REMOVED, "delivery": ids(recall)})
    assert NoticeDelivery.objects.get().answer == Answer.REMOVED


def test_the_portal_asks_where_it_was_published() -> None:
    person = member()
    recall = opened(person.organisation)
    client = signed_in(person)
    assert "Please answer by" in client.get("/en/press/notices/").content.decode()
    values = {"answer": Answer.PUBLISHED_BEFORE, "address": "https://example.org/x"}
    client.post(f"/en/press/notices/{ids(recall)[0]}/", values)
    delivery = NoticeDelivery.objects.get()
    assert (delivery.published_at_address, delivery.means) == ("https://example.org/x", AnswerMeans.PORTAL)
    assert "https://example.org/x" in client.get("/en/press/notices/").content.decode()


@pytest.mark.parametrize("lang", ["vi", "en", "fr", "ja", "lo"])
def test_the_page_stands_in_every_language(lang: str) -> None:
    partner = organisation()
    assert Client().get(link(opened(partner), partner, lang)).status_code == 200


# --- the officer ----------------------------------------------------------------------------------------
@pytest.fixture
def desk() -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(officer())
    return client


def test_the_list_shows_progress_and_what_is_overdue(desk: Client) -> None:
    one, other = organisation(), organisation()
    recall = opened(one, other)
    recalls.answer_by_link(recall, one, answer=Answer.REMOVED)
    page = desk.get(reverse("press_recalls:index")).content.decode()
    assert "1 of 2" in page and "<strong" not in page.partition("<table")[2]
    assert reverse("press_recall", args=[recall.pk]) in page
    Recall.objects.update(opened_at=timezone.now() - timedelta(days=2), due_at=timezone.now() - timedelta(days=1))
    assert "<strong" in desk.get(reverse("press_recalls:index")).content.decode().partition("<table")[2]
    assert "1 of 2 answered" in desk.get(reverse("wagtailadmin_home")).content.decode()
    assert desk.get(reverse("press_recalls:index"), {"overdue": "true", "open": "true"}).status_code == 200


@pytest.mark.parametrize("number", [1, 6])
def test_queries_of_the_lists_dont_grow(desk: Client, number: int, django_assert_max_num_queries: Any) -> None:
    for _number in range(number):
        opened(organisation(), organisation())
    desk.get(reverse("press_recalls:index"))
    with django_assert_max_num_queries(14):
        desk.get(reverse("press_recalls:index"))
    recall = opened(*[organisation() for _number in range(number)])
    with django_assert_max_num_queries(24):
        desk.get(reverse("press_recall", args=[recall.pk]))


def test_another_provinces_recall_doesnt_exist(client: Client) -> None:
    recall = opened()
    client.force_login(officer(of=province("48")))
    partner = organisation()
    for name, args in (
        ("press_recall", [recall.pk]), ("press_recall_answer", [recall.pk, partner.pk]),
        ("press_recall_report", [recall.pk, "pdf"]), ("press_recall_report", [recall.pk, "csv"]),
    ):  # fmt: skip
        assert client.get(reverse(name, args=args)).status_code == 404, name
    for name in ("press_recall_arrange", "press_recall_close"):
        assert client.post(reverse(name, args=[recall.pk])).status_code == 404, name
    assert list(recalls_for(user("nobody"))) == []
    assert f"/recalls/{recall.pk}/" not in client.get(reverse("press_recalls:index")).content.decode()


def test_an_answer_by_telephone_is_taken_down_under_the_officers_name(desk: Client) -> None:
    partner = organisation()
    recall = opened(partner)
    url = reverse("press_recall_answer", args=[recall.pk, partner.pk])
    assert partner.contact_email in desk.get(url).content.decode()
    assert desk.post(url, {"answer": Answer.REMOVED, "name": " "}).status_code == 200
    assert desk.post(url, {"answer": Answer.REMOVED, "name": "Anne Martin"}).status_code == 302
    delivery = NoticeDelivery.objects.get()
    assert (delivery.means, delivery.answerer) == (AnswerMeans.TELEPHONE, "Anne Martin")
    assert delivery.noted_by is not None and delivery.noted_by.username.startswith("officer")
    assert "Anne Martin" in desk.get(reverse("press_recall", args=[recall.pk])).content.decode()
    assert desk.get(reverse("press_recall_answer", args=[recall.pk, organisation().pk])).status_code == 404


def test_deadline_and_officer_are_settled(desk: Client) -> None:
    recall = opened()
    someone = officer()
    url = reverse("press_recall_arrange", args=[recall.pk])
    assert desk.post(url, {"due_at": "2099-01-01 09:00", "officer": someone.pk}).status_code == 302
    recall.refresh_from_db()
    assert (recall.officer_id, recall.due_at.isoformat()) == (someone.pk, "2099-01-01T02:00:00+00:00")
    desk.post(url, {"due_at": "2001-01-01 09:00", "officer": someone.pk})
    desk.post(url, {"due_at": "never", "officer": user("stranger").pk})
    recall.refresh_from_db()
    assert recall.due_at.year == 2099
    with pytest.raises(IntegrityError), transaction.atomic():
        Recall.objects.filter(pk=recall.pk).update(due_at=recall.opened_at)


def test_closing_needs_a_word_where_somebody_is_silent(desk: Client) -> None:
    recall = opened()
    url = reverse("press_recall_close", args=[recall.pk])
    assert desk.post(url, {"conclusion": " "}).status_code == 200
    recall.refresh_from_db()
    assert recall.is_open
    assert desk.post(url, {"conclusion": "Tòa soạn đã đóng cửa"}).status_code == 302
    recall.refresh_from_db()
    assert (recall.is_open, recall.conclusion) == (False, "Tòa soạn đã đóng cửa")
    assert desk.post(url, {"conclusion": "Lần nữa"}).status_code == 200
    with pytest.raises(ValidationError):
        recalls.arrange(recall, due_at=in_hours(1), officer=None, actor=officer())


# --- the report -----------------------------------------------------------------------------------------
def test_the_report_tells_it_all(desk: Client) -> None:
    answered, silent = organisation(name="Agence A", contact_name="Anne"), organisation(name="=HYPERLINK(1)")
    photo = approved()
    receipt(photo, answered, Way.ZIP, 2_000_000)
    recall = opened(answered, silent, photo=photo)
    recalls.answer_by_link(
        recall, answered, answer=Answer.PUBLISHED_BEFORE, name="Anne", address="https://example.org/a", comment="=1+1"
    )
    recalls.remind(recall.due_at)
    recalls.close(recall, conclusion="Một tòa soạn không trả lời.", actor=officer())
    answer = desk.get(reverse("press_recall_report", args=[recall.pk, "csv"]))
    assert "no-store" in answer["Cache-Control"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["Organisation"] for row in rows] == ["'=HYPERLINK(1)", "Agence A"]
    late, good = rows
    assert (late["Answer"], late["Answered"], good["Where published"]) == ("no answer", "", "https://example.org/a")
    assert late["Reminded"] and not good["Reminded"]
    assert "page; ZIP file" in good["Taken by"] and "2" in good["Size"]
    assert good["Answer"] == Answer.PUBLISHED_BEFORE.label
    assert good["Remark"] == "'=1+1"
    pdf = desk.get(reverse("press_recall_report", args=[recall.pk, "pdf"]))
    assert pdf["Content-Type"] == "application/pdf"
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
    for part in ("Agence A", "=HYPERLINK(1)", "https://example.org/a", "Một tòa soạn không trả lời.", str(photo.uuid)):
        assert part in text, part
    assert Client().get(reverse("press_recall_report", args=[recall.pk, "pdf"])).status_code == 302


def test_hostile_texts_stay_texts_in_the_pdf(desk: Client) -> None:
    partner = organisation(name='#read("/etc/passwd") $x$ *b* <tag> @ref ຜິດ ខុស 誤り')
    recall = opened(partner)
    recalls.answer_by_link(recall, partner, answer=Answer.REMOVED, comment="#panic() " * 100, name="\u202egnp")
    assert desk.get(reverse("press_recall_report", args=[recall.pk, "pdf"])).status_code == 200


def test_a_report_of_many_takes_as_many_queries(django_assert_max_num_queries: Any) -> None:
    from press.recall_report.content import report_of

    recall = opened(*[organisation() for _number in range(12)])
    with django_assert_max_num_queries(8):
        assert len(report_of(recall, timezone.now()).lines) == 12
