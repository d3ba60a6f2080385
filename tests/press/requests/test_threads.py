"""Asking, answering, handing over; states, the clock and mails, each once."""

from __future__ import annotations

import smtplib
from datetime import UTC, datetime, timedelta
from email import message_from_string
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outbox
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.utils import timezone

from press.models import Holiday, PressRequest, RequestMail, RequestState, RequestStep, WorkingHours
from press.requests import mails, services
from press.requests.reply_address import address_of
from press.requests.selectors import inbox, requests_for, thread
from tests.media_library.factories import province
from tests.press.factories import member, officer, organisation
from tests.press.requests.factories import request

pytestmark = pytest.mark.django_db
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=HANOI)


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Any) -> Any:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def at(hours: float) -> datetime:
    return MONDAY + timedelta(hours=hours)


def test_officers_of_every_province_are_told_in_their_language_and_others_not(commits: Any) -> None:
    here, there, elsewhere = officer(), officer(province("01")), officer(province("31"))
    with commits():
        asked = request(provinces=[province(), province("01")])
    told = {message.to[0] for message in outbox.outbox}
    assert told == {here.email, there.email}
    assert "May we film at dawn?" in outbox.outbox[0].body
    assert outbox.outbox[0].extra_headers["Auto-Submitted"] == "auto-generated"
    assert set(requests_for(there)) == {asked}
    assert not requests_for(elsewhere)
    assert not requests_for(member().user)


def test_an_answer_goes_to_the_asker_with_a_thread_that_mail_programs_follow(commits: Any, settings: Any) -> None:
    settings.PRESS_REPLY_ADDRESS = "requests+{token}@press.example.vn"
    asked = request()
    with commits():
        first = services.officer_answers(asked, "Yes.", actor=officer())
    with commits():
        second = services.officer_answers(asked, "And bring boots.", actor=officer())
    one, two = outbox.outbox
    assert one.to == [asked.member.user.email]
    assert one.reply_to == [address_of(asked.uuid)]
    assert one.extra_headers["Message-ID"] == f"<{first.message_id}>"
    assert two.extra_headers["In-Reply-To"] == f"<{first.message_id}>"
    opened = asked.messages.order_by("pk")[0].message_id
    assert two.extra_headers["References"] == f"<{opened}> <{first.message_id}>"
    assert f"/fr/press/requests/{asked.uuid}/" in two.body
    assert second.text in two.body


@pytest.mark.parametrize("language", ["vi", "en", "fr", "ja", "lo", "de"])
def test_the_mail_is_whole_in_every_language(commits: Any, language: str) -> None:
    asked = request(language=language, subject="L'Écho & <b>")
    with commits():
        services.decline(asked, "No boats & <i>", actor=officer())
    letter = outbox.outbox[-1]
    assert "L'Écho & <b>" in letter.subject
    assert "No boats & <i>" in letter.body
    assert "{" not in letter.body + letter.subject


def test_no_header_can_be_injected(commits: Any) -> None:
    officer()
    with commits():
        asked = request(subject="Hello\r\nBcc: everybody@example.org")
        services.officer_answers(asked, "\r\nBcc: x@example.org\r\n\r\nYes", actor=officer())
    for letter in outbox.outbox:
        parsed = message_from_string(letter.message().as_string())
        assert parsed["Bcc"] is None
        assert "\n" not in letter.subject


def test_answering_stops_the_clock_and_waiting_isnt_counted() -> None:
    asked = request(at=MONDAY)
    assert asked.due_at == datetime(2026, 3, 3, 8, 30, tzinfo=HANOI)  # 8 working hours: 7.5 a day
    services.set_state(asked, RequestState.WAITING, actor=officer(), at=at(1))
    asked.refresh_from_db()
    assert asked.due_at is None
    services.member_says(asked, "Friday.", user=asked.member.user, at=at(25))
    asked.refresh_from_db()
    assert asked.state == RequestState.IN_WORK
    assert asked.due_at is not None
    services.officer_answers(asked, "Yes.", actor=officer(), at=at(26), then=RequestState.CLOSED)
    asked.refresh_from_db()
    assert (asked.answer_minutes, asked.ended_minutes) == (120, 120)
    assert (asked.due_at, asked.first_answered_at, asked.ended_at) == (None, at(26), at(26))
    assert list(RequestStep.objects.values_list("state", flat=True)) == ["new", "waiting", "in_work", "closed"]


def test_a_word_wakes_what_was_closed_not_long_ago() -> None:
    asked = request(at=MONDAY)
    services.set_state(asked, RequestState.CLOSED, actor=officer(), at=at(1))
    services.member_says(asked, "One more thing.", user=asked.member.user, at=at(2))
    asked.refresh_from_db()
    assert (asked.state, asked.ended_at, asked.ended_minutes) == (RequestState.IN_WORK, None, None)
    services.set_state(asked, RequestState.CLOSED, actor=officer(), at=at(3))
    late = at(3) + services.WAKES_WITHIN + timedelta(days=1)
    with pytest.raises(ValidationError):
        services.member_says(asked, "Hello?", user=asked.member.user, at=late)


def test_a_holiday_entered_later_moves_what_is_due() -> None:
    asked = request(at=MONDAY)
    Holiday.objects.create(day="2026-03-03", name="Storm")
    services.reckon_all(at(0.5))
    asked.refresh_from_db()
    assert asked.due_at == datetime(2026, 3, 4, 8, 30, tzinfo=HANOI)


def test_a_province_has_hours_and_an_aim_of_its_own() -> None:
    WorkingHours.objects.create(province=province(), periods="9:00-12:00", weekdays="1", answer_within=4)
    assert request(at=MONDAY).due_at == datetime(2026, 3, 9, 10, 0, tzinfo=HANOI)


def test_a_warning_comes_once_before_the_time_to_whoever_has_it(commits: Any) -> None:
    mine, other = officer(), officer()
    asked = request(at=MONDAY)
    services.assign(asked, mine, actor=mine)
    with commits():
        assert mails.warn_of_due(at(3)) == 0
        assert mails.warn_of_due(at(8.6)) == 1
        assert mails.warn_of_due(at(8.7)) == 0
    assert [message.to for message in outbox.outbox] == [[mine.email]]
    assert other.email not in outbox.outbox[0].to
    services.officer_answers(asked, "Yes", actor=mine)
    PressRequest.objects.update(warned_at=None)
    assert mails.warn_of_due(at(50)) == 0


def test_only_officers_of_its_provinces_can_be_given_it(commits: Any) -> None:
    asked, mine = request(), officer()
    with pytest.raises(ValidationError):
        services.assign(asked, officer(province("01")), actor=mine)
    colleague = officer()
    with commits():
        services.assign(asked, colleague, actor=mine)
        services.assign(PressRequest.objects.get(), colleague, actor=mine)
    assert [message.to for message in outbox.outbox] == [[colleague.email]]


def test_declining_needs_a_reason_and_tells_it() -> None:
    asked = request()
    with pytest.raises(ValidationError):
        services.decline(asked, "  ", actor=officer())
    services.decline(asked, "No boats that day.", actor=officer())
    asked.refresh_from_db()
    assert (asked.state, asked.decline_reason) == (RequestState.DECLINED, "No boats that day.")
    assert thread(asked, internal=False)[-1].text == "No boats that day."


@pytest.mark.parametrize("state", ["declined", "new", "whatever", ""])
def test_states_that_need_words_cant_be_set_without(state: str) -> None:
    with pytest.raises(ValidationError):
        services.set_state(request(), state, actor=officer())


def test_notes_stay_inside() -> None:
    asked = request()
    services.note(asked, "Ask the harbour first", actor=officer())
    assert "Ask the harbour first" not in [message.text for message in thread(asked, internal=False)]
    assert "Ask the harbour first" in [message.text for message in thread(asked, internal=True)]
    with pytest.raises(ValidationError):
        services.note(asked, " ", actor=officer())


@pytest.mark.parametrize("failure", [ConnectionRefusedError(), smtplib.SMTPServerDisconnected(), TimeoutError()])
def test_a_mail_server_that_is_down_loses_nothing(failure: Exception, settings: Any) -> None:
    asked = request()
    services.officer_answers(asked, "Yes.", actor=officer())
    mail = RequestMail.objects.get(purpose="answer")
    with mock.patch.object(EmailMessage, "send", side_effect=failure):
        assert mails.send(mail.pk) is False
    mail.refresh_from_db()
    assert (mail.mailed_at, mail.attempts) == (None, 1)
    call_command("tend_requests")
    assert not outbox.outbox, "not at once: a minute later, then two, then four"
    RequestMail.objects.update(claimed_at=mail.claimed_at - timedelta(minutes=1))
    call_command("tend_requests")
    assert len(outbox.outbox) == 1
    assert mails.send(mail.pk) is False
    call_command("tend_requests")
    assert len(outbox.outbox) == 1


def test_a_mail_that_cant_be_put_together_holds_up_no_other() -> None:
    asked = request()
    for words in ("One.", "Two."):
        services.officer_answers(asked, words, actor=officer())
    broken, _fine = RequestMail.objects.filter(purpose="answer").order_by("pk")
    letter_of = mails._letter

    def broken_once(mail: RequestMail) -> EmailMessage:
        if mail.pk == broken.pk:
            raise ValueError("no such template")
        return letter_of(mail)

    with mock.patch.object(mails, "_letter", broken_once):
        mails.send_waiting()
    assert [mail.pk for mail in RequestMail.objects.filter(mailed_at=None)] == [broken.pk]


def test_what_another_worker_sends_is_left_to_it_until_it_is_dead() -> None:
    services.officer_answers(request(), "Yes.", actor=officer())
    RequestMail.objects.update(claimed_at=timezone.now())
    assert mails.send_waiting() == 0
    RequestMail.objects.update(claimed_at=timezone.now() - mails.CLAIM_LAPSES - timedelta(seconds=1))
    assert mails.send_waiting() == 1


def test_a_closed_account_gets_no_mail() -> None:
    asked = request()
    asked.member.user.is_active = False
    asked.member.user.save()
    services.officer_answers(asked, "Yes.", actor=officer())
    assert not RequestMail.objects.filter(purpose="answer").exists()


def test_the_inbox_shows_the_overdue_first_in_a_constant_number_of_queries(
    django_assert_num_queries: Any,
) -> None:
    mine = officer()
    now = datetime(2026, 3, 10, 12, tzinfo=UTC)
    for number in range(12):
        request(member(organisation()), at=MONDAY + timedelta(days=number % 5), subject=f"{number}")
    ended = request(at=MONDAY, subject="ended")
    services.set_state(ended, RequestState.CLOSED, actor=mine)
    mine = type(mine).objects.get(pk=mine.pk)
    with django_assert_num_queries(3):
        rows = list(inbox(mine, now))
        assert [str(row.organisation) + str([*row.provinces.all()]) for row in rows]
    assert rows[-1].subject == "ended"
    assert rows[0].overdue
    assert [row.due_at for row in rows[:-1]] == sorted(row.due_at for row in rows[:-1])
