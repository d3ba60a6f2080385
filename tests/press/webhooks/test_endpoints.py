"""The acts on endpoints, and what they refuse."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from press.models import EndpointState, MessageState, PauseReason, WebhookEndpoint, WebhookMessage
from press.webhooks import endpoints
from tests.press.factories import organisation
from tests.press.webhooks import factories

pytestmark = pytest.mark.django_db
URL = "https://desk.example.org/hook"


def fresh(of: WebhookEndpoint) -> WebhookEndpoint:
    return WebhookEndpoint.objects.get(pk=of.pk)


def test_at_most_ten_of_one_organisation() -> None:
    partner = organisation()
    for number in range(endpoints.ENDPOINTS_AT_MOST):
        factories.endpoint(f"{URL}{number}", partner)
    with pytest.raises(ValidationError):
        factories.endpoint(f"{URL}more", partner)
    factories.endpoint(URL, organisation())


@pytest.mark.parametrize("events", [[], ["nonsense"], ["asset.approved", "test.ping"], ["*"]])
def test_events_are_known_ones(events: list[str]) -> None:
    with pytest.raises(ValidationError):
        factories.endpoint(URL, events=events)


def test_an_address_once(settings: Any) -> None:
    partner = organisation()
    made, _secret = factories.endpoint(URL, partner)
    with pytest.raises(ValidationError):
        factories.endpoint(f" {URL} ", partner)
    endpoints.change(made, URL, events=["kit.approved"])
    assert fresh(made).events == ["kit.approved"]
    other, _secret = factories.endpoint(f"{URL}2", partner)
    with pytest.raises(ValidationError):
        endpoints.change(other, URL, events=["kit.approved"])
    settings.WEBHOOKS_LOCAL = False
    with pytest.raises(ValidationError):
        endpoints.change(other, "http://127.0.0.1/", events=["kit.approved"])


def test_an_officers_pause_counts_over_the_partners() -> None:
    made, _secret = factories.endpoint(URL)
    endpoints.pause(made)
    endpoints.pause(made, PauseReason.BY_OFFICER)
    with pytest.raises(ValidationError):
        endpoints.resume(made)
    endpoints.pause(made)
    assert fresh(made).pause_reason == PauseReason.BY_OFFICER
    endpoints.resume(made, by_officer=True)
    assert fresh(made).is_active


def test_what_is_disabled_can_be_resumed_by_hand() -> None:
    made, _secret = factories.endpoint(URL)
    endpoints.stop(made, PauseReason.GONE)
    assert fresh(made).state == EndpointState.DISABLED
    endpoints.stop(made, PauseReason.FAILING)
    assert fresh(made).pause_reason == PauseReason.GONE
    endpoints.resume(made)
    assert fresh(made).is_active
    assert not fresh(made).mail_due


def test_resuming_sends_what_failed_and_waited() -> None:
    made, _secret = factories.endpoint(URL)
    failed, waiting, delivered, lapsed = factories.waiting(made, 4)
    for message, state in ((failed, "failed"), (delivered, "delivered"), (lapsed, "lapsed")):
        WebhookMessage.objects.filter(pk=message.pk).update(state=state, next_at=None, tries=10)
    endpoints.stop(made, PauseReason.FAILING)
    endpoints.resume(made)
    due = made.messages.filter(state=MessageState.WAITING, tries=0, next_at__isnull=False)
    assert set(due.values_list("pk", flat=True)) == {failed.pk, waiting.pk}


def test_redelivery_is_for_active_ones_and_their_own_messages() -> None:
    made, _secret = factories.endpoint(URL)
    other, _secret = factories.endpoint(URL, organisation())
    (message,) = factories.waiting(made)
    assert endpoints.redeliver(other, message.pk) == 0
    endpoints.pause(made)
    with pytest.raises(ValidationError):
        endpoints.redeliver(made, message.pk)


def test_every_act_stands_in_the_history() -> None:
    made, secret = factories.endpoint(URL)
    endpoints.rotate(made)
    endpoints.pause(made)
    endpoints.resume(made)
    endpoints.remove(made)
    entries = ModelLogEntry.objects.filter(action__contains="webhook")
    assert [entry.action for entry in entries.order_by("pk")] == [
        f"press.{act}_webhook" for act in ("add", "rotate", "pause", "resume", "remove")
    ]
    assert all(URL in entry.message for entry in entries)
    assert secret not in str([entry.data for entry in entries])
