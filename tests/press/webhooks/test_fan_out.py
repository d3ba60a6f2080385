"""From the change log to messages: each once for each, and nobody is told of what they may not know."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from media_library.expiry import clock
from media_library.models import Change
from media_library.services import set_embargo, withdraw
from press.models import EndpointState, MessageState, WebhookEndpoint, WebhookMessage
from press.services import kits, partners
from press.webhooks import endpoints, fan_out
from press.webhooks.events import EVENT_TYPES
from tests.media_library.factories import STATES, approved, embargoed, in_state, licence
from tests.press import factories as press
from tests.press.webhooks import factories

pytestmark = pytest.mark.django_db
URL = "https://desk.example.org/"


def told(of: WebhookEndpoint) -> list[str]:
    return list(of.messages.order_by("pk").values_list("event", flat=True))


def test_each_change_becomes_one_message() -> None:
    made, _secret = factories.endpoint(URL)
    photo = approved()
    assert fan_out.fan_out() == 1
    assert fan_out.fan_out() == 0
    withdraw(photo, reason="Sai", actor=None)
    assert fan_out.fan_out() == 1
    assert told(made) == ["asset.approved", "asset.withdrawn"]
    positions = list(made.messages.order_by("pk").values_list("position", flat=True))
    assert positions == list(Change.objects.order_by("position").values_list("position", flat=True))


def test_kits_are_told_of() -> None:
    made, _secret = factories.endpoint(URL)
    kit = press.kit()
    kits.settle_edit(kit, actor=None)
    kits.close(kit, actor=None, reason="Xong")
    fan_out.fan_out()
    assert told(made) == ["kit.approved", "kit.updated", "kit.withdrawn"]


def test_what_was_before_the_endpoint_isnt_told() -> None:
    approved()
    made, _secret = factories.endpoint(URL)
    assert fan_out.fan_out() == 0
    assert told(made) == []


def test_only_chosen_events() -> None:
    made, _secret = factories.endpoint(URL, events=["asset.withdrawn"])
    photo = approved()
    fan_out.fan_out()
    withdraw(photo, reason="Sai", actor=None)
    fan_out.fan_out()
    assert told(made) == ["asset.withdrawn"]


def test_an_embargo_is_kept_until_it_is_over() -> None:
    granted, stranger = press.organisation(), press.organisation()
    early, _secret = factories.endpoint(URL, granted)
    late, _secret = factories.endpoint(URL, stranger)
    clock.look()
    photo = approved()
    press.kit([photo], embargo_until=press.in_hours(2), grants=[(granted, True)])
    fan_out.fan_out()
    assert "asset.embargo_changed" in told(early)
    assert told(late) == []
    after = press.in_hours(3)
    clock.look(after)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: after)
        fan_out.fan_out()
    assert sorted(told(late)) == ["asset.embargo_changed", "kit.embargo_changed"]


@pytest.mark.parametrize("state", STATES)
def test_it_tells_what_the_change_log_of_the_api_tells(state: str) -> None:
    """The same partner reads the API with a token: the same lines, in the same order."""
    partner = press.organisation()
    made, _secret = factories.endpoint(URL, partner)
    in_state(state)
    answer = Client().get(f"/api/v1/changes?since={made.cursor}", headers=press.bearer(partner)).json()["items"]
    fan_out.fan_out()
    assert [f"{item['subject']}.{item['event']}" for item in answer] == told(made)
    assert [item["id"] for item in answer] == list(made.messages.order_by("pk").values_list("position", flat=True))


def test_a_licence_for_another_country_is_told_to_nobody_else() -> None:
    here, _secret = factories.endpoint(URL, press.organisation(country="JP"))
    there, _secret = factories.endpoint(URL, press.organisation(country="FR"))
    approved(licence=licence(territory=" JP "))
    fan_out.fan_out()
    assert (told(here), told(there)) == (["asset.approved"], [])


def test_who_pauses_goes_on_from_there() -> None:
    made, _secret = factories.endpoint(URL)
    endpoints.pause(made)
    approved()
    assert fan_out.fan_out() == 0
    endpoints.resume(made)
    assert fan_out.fan_out() == 1


def test_a_suspended_organisation_gets_nothing_until_it_is_a_partner_again() -> None:
    partner = press.organisation()
    made, _secret = factories.endpoint(URL, partner)
    partners.suspend(partner, actor=None)
    approved()
    assert fan_out.fan_out() == 0
    partners.verify(partner, actor=None)
    fan_out.fan_out()
    assert told(made) == ["asset.approved"]


def test_a_notice_is_a_message_in_the_same_transaction() -> None:
    partner, other = press.organisation(), press.organisation()
    made, _secret = factories.endpoint(URL, partner, events=["notice.created"])
    paused, _secret = factories.endpoint(f"{URL}2", partner, events=["notice.created"])
    endpoints.pause(paused)
    factories.endpoint(URL, other, events=["notice.created"])
    factories.endpoint(f"{URL}3", partner, events=["asset.approved"])
    photo = approved()
    Client().get(f"/media/{photo.uuid}/original", headers=press.bearer(partner))
    withdraw(photo, reason="Sai", actor=None)
    assert [message.endpoint_id for message in WebhookMessage.objects.order_by("pk")] == [made.pk, paused.pk]
    notice = made.messages.get().notice
    assert notice is not None
    assert fan_out.notice_given(notice, [partner.pk]) == 2  # asked twice, written once
    assert WebhookMessage.objects.count() == 2


def test_an_event_of_every_kind_of_change_can_be_chosen() -> None:
    from media_library.models import ChangeEvent

    assert {f"asset.{event}" for event in ChangeEvent.values} <= set(EVENT_TYPES)


def test_a_line_that_was_written_twice_is_told_once() -> None:
    """The cursor is set back by hand: the row that is there stands."""
    made, _secret = factories.endpoint(URL)
    approved()
    fan_out.fan_out()
    WebhookMessage.objects.update(state=MessageState.DELIVERED)
    WebhookEndpoint.objects.update(cursor=0)
    fan_out.fan_out()
    assert [message.state for message in made.messages.all()] == [MessageState.DELIVERED]


def test_what_a_kill_leaves_is_nothing_or_all(monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    made, _secret = factories.endpoint(URL)
    approved()
    save = WebhookEndpoint.objects.filter

    def dies(*args: Any, **kwargs: Any) -> Any:
        if "pk" in kwargs and WebhookMessage.objects.exists():
            raise Killed
        return save(*args, **kwargs)

    monkeypatch.setattr(WebhookEndpoint.objects, "filter", dies)
    with pytest.raises(Killed):
        fan_out.fan_out()
    monkeypatch.undo()
    assert told(made) == []
    assert fan_out.fan_out() == 1
    assert told(made) == ["asset.approved"]


def _queries_for(lines: int) -> int:
    photo = approved()
    Change.objects.bulk_create(Change(subject="asset", subject_uuid=photo.uuid, event="updated") for _ in range(lines))
    fan_out.number_lines()
    with CaptureQueriesContext(connection) as asked:
        fan_out.fan_out()
    return len(asked)


def test_a_thousand_changes_for_twenty_endpoints() -> None:
    """Queries grow with endpoints and batches of 500 (which SQLite writes in six statements), never with lines."""
    partners_ = [press.organisation() for _each in range(2)]
    for number in range(20):
        factories.endpoint(f"{URL}{number}", partners_[number % 2])
    few = _queries_for(5)
    many = _queries_for(998)  # and the approval: two full batches
    assert WebhookMessage.objects.count() == 20 * (6 + 999)
    assert few <= 20 * 10
    assert many - few <= 20 * 20, (few, many)


def test_nothing_to_do_costs_little(django_assert_max_num_queries: Any) -> None:
    for number in range(10):
        factories.endpoint(f"{URL}{number}", press.organisation())
    with django_assert_max_num_queries(3):
        fan_out.fan_out()


def test_an_asset_under_embargo_wakes_nobody_who_may_not_know() -> None:
    made, _secret = factories.endpoint(URL)
    photo = embargoed()
    set_embargo(photo, timezone.now() + timedelta(days=9), actor=None)
    fan_out.fan_out()
    assert told(made) == []
    assert WebhookEndpoint.objects.get(pk=made.pk).cursor == fan_out.log_end()
    assert made.state == EndpointState.ACTIVE
