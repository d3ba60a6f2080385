"""Messages leave once they are due, are tried again, and arrive at least once under one `webhook-id`."""

from __future__ import annotations

import json
import time
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from media_library.models import Change
from media_library.services import set_embargo, withdraw
from press.models import (
    EndpointState,
    MemberRole,
    MessageState,
    PauseReason,
    Trouble,
    WebhookAttempt,
    WebhookEndpoint,
    WebhookMessage,
)
from press.services import partners
from press.webhooks import delivering, endpoints, rounds
from press.webhooks.delivering import claim_next, deliver, ping, record
from press.webhooks.events import FAILING_AT_MOST, HELD_AT_MOST, RETRY_AFTER, TRIES, hold_after, wait_after
from press.webhooks.fan_out import fan_out
from press.webhooks.sending import Outcome, Wire
from tests.media_library.factories import approved
from tests.press import factories as press
from tests.press.webhooks import factories
from tests.press.webhooks import receiver as behaviour
from tests.press.webhooks.receiver import Receiver, answer

pytestmark = pytest.mark.django_db
FAILED = Outcome(500, Trouble.STATUS, 5)


def fresh(of: WebhookEndpoint) -> WebhookEndpoint:
    return WebhookEndpoint.objects.get(pk=of.pk)


# --- the waits --------------------------------------------------------------------------------------------
def test_ten_tries_in_about_three_days() -> None:
    waits = [wait_after(tries) for tries in range(1, TRIES + 1)]
    assert waits[-1] is None
    total = sum((wait for wait in waits if wait), timedelta())
    assert timedelta(days=2.5) < total < timedelta(days=4)
    assert len(waits) == TRIES == 10
    for own, wait in zip(RETRY_AFTER, waits, strict=False):
        assert wait is not None
        assert own * 0.9 <= wait <= own * 1.1


def test_waits_differ() -> None:
    assert len({wait_after(3) for _each in range(20)}) > 10


def test_a_receiver_may_ask_for_a_longer_wait_within_bounds() -> None:
    assert wait_after(1, timedelta(hours=1)) == timedelta(hours=1)
    assert wait_after(1, timedelta(days=900)) == timedelta(hours=24)
    wait = wait_after(5, timedelta(seconds=1))
    assert wait is not None and wait > timedelta(hours=4)
    assert hold_after(1) == timedelta(seconds=5)
    assert hold_after(50) == HELD_AT_MOST
    assert hold_after(1, timedelta(hours=1)) == timedelta(hours=1)


# --- arriving ---------------------------------------------------------------------------------------------
def test_a_message_says_what_it_is_about_and_no_more(receiver: Receiver, settings: Any) -> None:
    made, _secret = factories.endpoint(receiver.url)
    photo = approved()
    fan_out()
    assert deliver() == 1
    (got,) = receiver.got
    position = Change.objects.get().position
    assert position is not None
    assert json.loads(got.body) == {
        "type": "asset.approved",
        "timestamp": Change.objects.get().at.isoformat().replace("+00:00", "Z"),
        "data": {
            "subject": "asset",
            "id": str(photo.uuid),
            "kind": "photo",
            "position": position,
            "links": {
                "self": f"{settings.SITE_URL}/api/v1/assets/{photo.uuid}",
                "changes": f"{settings.SITE_URL}/api/v1/changes?since={position - 1}",
            },
        },
    }
    assert got.headers["content-type"] == "application/json"
    message = made.messages.get()
    assert (message.state, message.tries, message.next_at) == (MessageState.DELIVERED, 1, None)
    attempt = message.attempts.get()
    assert (attempt.status, attempt.trouble) == (204, "")
    assert fresh(made).succeeded_at is not None
    assert deliver() == 0


def test_a_notice_leads_to_the_notices(receiver: Receiver, settings: Any) -> None:
    partner = press.organisation()
    factories.endpoint(receiver.url, partner, events=["notice.created"])
    photo = approved()
    Client().get(f"/media/{photo.uuid}/original", headers=press.bearer(partner))
    withdraw(photo, reason="Bí mật của tòa soạn", actor=None)
    assert deliver() == 1
    said = json.loads(receiver.got[0].body)
    assert (said["type"], said["data"]["kind"], said["data"]["asset"]) == (
        "notice.created",
        "withdrawal",
        str(photo.uuid),
    )
    assert said["data"]["links"]["html"].endswith("/press/notices/")
    assert "Bí mật" not in receiver.got[0].body.decode()


def test_a_thin_message_stays_thin(receiver: Receiver) -> None:
    factories.endpoint(receiver.url)
    photo = approved()
    Change.objects.filter(subject_uuid=photo.uuid).update(reason="dài " * 20_000)
    fan_out()
    deliver()
    assert len(receiver.got[0].body) < 1000


def test_many_messages_to_many_endpoints_each_once(receiver: Receiver) -> None:
    made = [factories.endpoint(f"{receiver.url}&n={number}")[0] for number in range(5)]
    factories.waiting(made[0], 20)
    assert deliver() == 100
    assert len(set(receiver.ids)) == 100
    assert WebhookAttempt.objects.count() == 100
    assert not WebhookMessage.objects.exclude(state=MessageState.DELIVERED).exists()


def test_what_a_message_costs(receiver: Receiver) -> None:
    made, _secret = factories.endpoint(receiver.url)

    def queries_for(number: int) -> int:
        factories.waiting(made, number)
        with CaptureQueriesContext(connection) as asked:
            assert deliver() == number
        return len(asked)

    few, many = queries_for(2), queries_for(12)
    assert (many - few) / 10 <= 18


# --- what may be known at the moment of sending ---------------------------------------------------------
def test_an_embargo_that_came_after_the_message_was_written_is_kept(receiver: Receiver) -> None:
    made, _secret = factories.endpoint(receiver.url)
    photo = approved()
    fan_out()
    set_embargo(photo, timezone.now() + timedelta(days=1), actor=None)
    assert deliver() == 0
    assert not receiver.got
    assert made.messages.get().state == MessageState.LAPSED


def test_what_was_withdrawn_is_told_to_those_who_could_see_it(receiver: Receiver) -> None:
    factories.endpoint(receiver.url)
    photo = approved()
    fan_out()
    withdraw(photo, reason="Sai", actor=None)
    fan_out()
    deliver()
    assert {json.loads(got.body)["type"] for got in receiver.got} == {"asset.approved", "asset.withdrawn"}


def test_an_organisation_that_is_suspended_gets_nothing_from_the_same_second(receiver: Receiver) -> None:
    partner = press.organisation()
    made, _secret = factories.endpoint(receiver.url, partner)
    factories.waiting(made, 3)
    partners.suspend(partner, actor=None)
    assert deliver() == 0
    assert claim_next(made.pk) is None
    assert not receiver.got
    partners.verify(partner, actor=None)
    assert deliver() == 3


def test_a_suspension_in_the_middle_stops_the_rest(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    partner = press.organisation()
    made, _secret = factories.endpoint(receiver.url, partner)
    factories.waiting(made, 30)
    record_ = delivering.record

    def and_suspend(*args: Any) -> None:
        record_(*args)
        partners.suspend(partner, actor=None)

    monkeypatch.setattr(delivering, "record", and_suspend)
    assert deliver() <= delivering.AT_A_TIME
    assert len(receiver.got) <= delivering.AT_A_TIME


def test_a_paused_endpoint_gets_nothing(receiver: Receiver) -> None:
    made, _secret = factories.endpoint(receiver.url)
    factories.waiting(made)
    endpoints.pause(made)
    assert deliver() == 0
    endpoints.resume(made)
    assert deliver() == 1


def test_an_address_that_was_right_once_leads_nowhere_now(receiver: Receiver, settings: Any) -> None:
    """The setting for tests is gone, as it is in production: the private address gets nothing."""
    made, _secret = factories.endpoint(receiver.url)
    factories.waiting(made)
    settings.WEBHOOKS_LOCAL = False
    assert deliver() == 1
    assert not receiver.connections
    assert WebhookAttempt.objects.get().trouble == Trouble.UNREACHABLE


# --- failing ------------------------------------------------------------------------------------------------
def test_a_failure_is_tried_again_under_the_same_id(receiver: Receiver) -> None:
    made, _secret = factories.endpoint(receiver.url)
    (message,) = factories.waiting(made)
    receiver.script = [answer(500), behaviour.close_early, answer(302), answer(200)]
    for tries in range(1, 5):
        before = timezone.now()
        assert deliver() == 1
        message.refresh_from_db()
        assert message.tries == tries
        if tries < 4:
            assert message.next_at is not None
            assert message.next_at - before > RETRY_AFTER[tries - 1] * 0.9
            assert deliver() == 0
            factories.time_passes(made)
    assert message.state == MessageState.DELIVERED
    assert receiver.ids == [message.webhook_id] * 4
    assert len({got.headers["webhook-timestamp"] for got in receiver.got}) >= 1
    assert [attempt.trouble for attempt in message.attempts.order_by("pk")] == ["status", "broken", "redirect", ""]
    assert (fresh(made).failures, fresh(made).failing_since) == (0, None)


def test_retry_after_is_honoured(receiver: Receiver) -> None:
    made, _secret = factories.endpoint(receiver.url)
    (message,) = factories.waiting(made)
    receiver.behave = answer(503, "Retry-After: 3600\r\n")
    deliver()
    message.refresh_from_db()
    assert message.next_at is not None
    assert message.next_at > timezone.now() + timedelta(minutes=59)


def test_410_disables_at_once(receiver: Receiver) -> None:
    made, _secret = factories.endpoint(receiver.url)
    factories.waiting(made, 10)
    receiver.behave = answer(410)
    deliver()
    assert (fresh(made).state, fresh(made).pause_reason) == (EndpointState.DISABLED, PauseReason.GONE)
    assert len(receiver.got) <= delivering.AT_A_TIME
    approved()
    fan_out()
    factories.time_passes(made)
    assert deliver() == 0


def test_after_the_last_try_the_endpoint_is_paused_and_the_technical_contact_told(
    receiver: Receiver, django_capture_on_commit_callbacks: Any
) -> None:
    partner = press.organisation(language="fr")
    technician = press.member(partner, MemberRole.TECHNICAL)
    press.member(partner, MemberRole.CORRESPONDENT)
    made, _secret = factories.endpoint(receiver.url, partner)
    (message,) = factories.waiting(made)
    receiver.behave = answer(500)
    with django_capture_on_commit_callbacks(execute=True):
        for _each in range(TRIES):
            assert deliver() == 1
            factories.time_passes(made)
    assert deliver() == 0
    message.refresh_from_db()
    assert (message.state, message.tries) == (MessageState.FAILED, TRIES)
    assert (fresh(made).state, fresh(made).pause_reason) == (EndpointState.PAUSED, PauseReason.FAILING)
    (letter,) = outbox.outbox
    assert letter.to == [technician.user.email]
    assert f"/fr/press/account/webhooks/{made.pk}/" in letter.body
    assert receiver.url in letter.body
    assert not fresh(made).mail_due
    assert rounds.mail_waiting() == 0
    # By hand it goes on, with what was missed.
    receiver.behave = answer(200)
    approved()
    endpoints.resume(made)
    rounds.tell()
    assert receiver.ids[-2:].count(message.webhook_id) == 1
    assert not WebhookMessage.objects.exclude(state=MessageState.DELIVERED).exists()


def test_three_days_of_only_failures_pause_it(receiver: Receiver) -> None:
    made, _secret = factories.endpoint(receiver.url)
    factories.waiting(made, 2)
    receiver.behave = answer(500)
    since = timezone.now() - FAILING_AT_MOST - timedelta(minutes=1)
    WebhookEndpoint.objects.update(failing_since=since, failures=40)
    assert deliver() == 1  # one that fails is tried with one message only
    assert fresh(made).pause_reason == PauseReason.FAILING


def test_a_mail_server_that_is_down_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    made, _secret = factories.endpoint("https://desk.example.org/")
    endpoints.stop(made, PauseReason.FAILING)

    def down(*args: Any, **kwargs: Any) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("press.mail._send", down)
        assert rounds.mail_waiting() == 0
    assert rounds.mail_waiting() == 1
    assert len(outbox.outbox) == 1


# --- one holds nobody up --------------------------------------------------------------------------------
def test_a_slow_endpoint_holds_nobody_up(receiver: Receiver) -> None:
    with Receiver(behaviour.silence) as slow:
        stuck, _secret = factories.endpoint(slow.url)
        quick, _secret = factories.endpoint(receiver.url)
        factories.waiting(stuck, 40)
        began = time.monotonic()
        deliver(Wire(local=True, within=1.0))
        assert time.monotonic() - began < 20  # one after the other they would have taken 40
    assert len(receiver.got) == 40
    assert not quick.messages.exclude(state=MessageState.DELIVERED).exists()
    assert slow.connections <= delivering.AT_A_TIME
    assert fresh(stuck).failures == slow.connections


def test_a_run_ends_in_time_and_leaves_the_rest(receiver: Receiver) -> None:
    made, _secret = factories.endpoint(receiver.url)
    factories.waiting(made, 5)
    assert deliver(run=0) == 0
    assert deliver() == 5


def test_a_poisoned_message_doesnt_stop_the_others(receiver: Receiver) -> None:
    made, _secret = factories.endpoint(receiver.url)
    poison, *others = factories.waiting(made, 4)
    receiver.script = [answer(500)]
    deliver()
    for _each in range(5):
        factories.time_passes(made)
        deliver()
    arrived = Counter(receiver.ids)
    assert set(arrived) == {poison.webhook_id, *(other.webhook_id for other in others)}
    assert sum(arrived.values()) == 5


# --- workers that die, and two at a time -----------------------------------------------------------------
class Killed(BaseException):
    """As if the process had ended here."""


@pytest.mark.parametrize("moment", ["body_of", "ready", "post", "record", "write_down", "_note_failure"])
@pytest.mark.parametrize("status", [200, 500])
def test_killed_at_any_moment_it_arrives_under_the_same_id(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, moment: str, status: int
) -> None:
    made, _secret = factories.endpoint(receiver.url)
    (message,) = factories.waiting(made)
    receiver.behave = answer(status)

    def dies(*args: Any, **kwargs: Any) -> Any:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(delivering, moment, dies)
        if moment != "_note_failure" or status == 500:
            with pytest.raises(Killed):
                deliver()
            assert not message.attempts.exists()
    receiver.behave = answer(200)
    assert deliver() <= 1  # the claim still stands
    WebhookMessage.objects.update(claimed_at=timezone.now() - delivering.CLAIM_LAPSES - timedelta(seconds=1))
    factories.time_passes(made)
    deliver()
    message.refresh_from_db()
    assert message.state == MessageState.DELIVERED
    assert set(receiver.ids) == {message.webhook_id}
    assert 1 <= len(receiver.ids) <= 2
    assert message.attempts.count() == 1


def test_two_workers_never_send_the_same(receiver: Receiver) -> None:
    made, _secret = factories.endpoint(receiver.url)
    factories.waiting(made, 2)
    one, other = claim_next(made.pk), claim_next(made.pk)
    assert one is not None and other is not None
    assert one.message.pk != other.message.pk
    assert claim_next(made.pk) is None


def test_who_lost_the_claim_writes_nothing(receiver: Receiver) -> None:
    made, _secret = factories.endpoint(receiver.url)
    (message,) = factories.waiting(made)
    late = claim_next(made.pk)
    assert late is not None
    WebhookMessage.objects.update(claimed_at=timezone.now() - delivering.CLAIM_LAPSES - timedelta(seconds=1))
    assert deliver() == 1
    record(late, FAILED)
    message.refresh_from_db()
    assert (message.state, message.tries, message.attempts.count()) == (MessageState.DELIVERED, 1, 1)
    assert fresh(made).failures == 0


def test_an_endpoint_that_was_removed_meanwhile(receiver: Receiver) -> None:
    made, _secret = factories.endpoint(receiver.url)
    factories.waiting(made)
    flying = claim_next(made.pk)
    assert flying is not None
    endpoints.remove(made)
    record(flying, FAILED)
    assert not WebhookAttempt.objects.exists()


# --- by hand --------------------------------------------------------------------------------------------------
def test_a_test_is_sent_at_once_and_changes_nothing(receiver: Receiver) -> None:
    made, _secret = factories.endpoint(receiver.url)
    endpoints.pause(made)
    receiver.script = [answer(200), answer(410, body=b"gone")]
    assert ping(made).succeeded
    attempt = ping(made)
    assert (attempt.status, attempt.answer) == (410, "gone")
    assert json.loads(receiver.got[0].body)["type"] == "test.ping"
    assert fresh(made).pause_reason == PauseReason.BY_PARTNER
    assert Counter(made.messages.values_list("state", flat=True)) == {"delivered": 1, "failed": 1}
    endpoints.resume(made)
    assert deliver() == 0  # a test that failed isn't tried again


def test_one_message_or_all_that_failed_go_out_again(receiver: Receiver) -> None:
    made, _secret = factories.endpoint(receiver.url)
    first, second, third = factories.waiting(made, 3)
    deliver()
    assert endpoints.redeliver(made, first.pk) == 1
    assert deliver() == 1
    assert receiver.ids.count(first.webhook_id) == 2
    WebhookMessage.objects.filter(pk__in=[second.pk, third.pk]).update(state=MessageState.FAILED, next_at=None)
    assert endpoints.redeliver(made) == 2
    assert deliver() == 2
    assert first.attempts.count() == 2


def test_the_log_is_kept_for_thirty_days(receiver: Receiver) -> None:
    made, _secret = factories.endpoint(receiver.url)
    old, again, young = factories.waiting(made, 3)
    deliver()
    past = timezone.now() - timedelta(days=31)
    WebhookMessage.objects.filter(pk__in=[old.pk, again.pk]).update(created_at=past)
    WebhookAttempt.objects.filter(message=old).update(at=past)
    rounds.forget()
    assert set(made.messages.values_list("pk", flat=True)) == {again.pk, young.pk}
    assert WebhookAttempt.objects.count() == 2


def test_a_round_does_it_all_and_costs_little_for_nobody(receiver: Receiver, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert rounds.tell() == 0
    factories.endpoint(receiver.url)
    approved()
    assert rounds.tell() == 1


def test_what_is_due_soon_gets_one_round_of_its_own(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    ordered: list[timedelta] = []
    monkeypatch.setattr("press.tasks.wake_webhooks", ordered.append)
    factories.endpoint(receiver.url)
    approved()
    receiver.behave = answer(500)
    rounds.tell()
    rounds.tell()
    (wait,) = ordered
    assert timedelta(seconds=1) <= wait <= timedelta(seconds=6)
    rounds.wake()
    rounds.wake()
    assert ordered[1:] == [rounds.TOGETHER]
