"""What is sent to partners' systems names nothing that their organisation may not know of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from media_library.models import Change
from media_library.rights import Purpose
from media_library.rights.ask import decision_on, is_known_gone
from press.models import MemberRole, MessageState, Organisation, WebhookEndpoint, WebhookMessage
from press.selectors.partners import audience_for
from press.webhooks import delivering, endpoints
from press.webhooks.events import EVENT_TYPES
from press.webhooks.fan_out import fan_out
from press.webhooks.payload import body_of
from press.webhooks.sending import Outcome
from tests.leak.world import DESK, World, build, secret
from tests.media_library.factories import STATES
from tests.press.factories import member, signed_in

ENDED = ("licence_expired", "consent_revoked")
"""Those who could see them are told that they ended."""
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def world() -> World:
    return build()


def bodies(organisation: Organisation) -> Iterator[bytes]:
    """Everything that it would be sent at this moment, were it told of the whole log."""
    endpoint, _secret = endpoints.add(organisation, "https://all.example/", events=EVENT_TYPES)
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(cursor=0)
    fan_out()
    for message in endpoint.messages.select_related("endpoint__organisation", "notice__asset"):
        body = body_of(message)
        assert body is not None, "what was written a moment ago may be sent"
        yield body


@pytest.mark.parametrize("name", ["Granted", "Stranger"])
def test_only_what_the_organisation_may_know_of(world: World, name: str) -> None:
    organisation = Organisation.objects.get(name=name)
    audience = audience_for(organisation)
    sent = b"".join(bodies(organisation))
    for state in STATES:
        photo = world.photos[state]
        named = str(photo.uuid).encode() in sent
        allowed = decision_on(photo, audience, Purpose.PREVIEW).allowed or is_known_gone(photo, audience)
        assert secret(state).encode() not in sent
        if allowed:
            assert named, state
        if state in ("draft", "in_review", "internal", "embargoed"):
            assert not named, state
        if named:
            assert allowed or state in ENDED, state


def test_a_message_written_for_one_who_might_know_isnt_sent_to_one_who_may_not(world: World) -> None:
    """Rows about every line of the log, written by hand: what is sent is asked anew."""
    stranger = Organisation.objects.get(name="Stranger")
    theirs, _secret = endpoints.add(stranger, "https://theirs.example/", events=EVENT_TYPES)
    for line in Change.objects.filter(position__isnull=False):
        WebhookMessage.objects.create(
            endpoint=theirs, event="asset.updated", position=line.position, at=line.at, next_at=line.at
        )
    hidden = [str(world.photos[state].uuid).encode() for state in ("draft", "in_review", "internal", "embargoed")]
    sent: list[bytes] = []
    while (prepared := delivering.claim_next(theirs.pk)) is not None:
        sent.append(prepared.body)
        delivering.record(prepared, Outcome(200, "", 1))
    assert sent
    assert not any(uuid in body for uuid in hidden for body in sent)
    assert theirs.messages.filter(state=MessageState.LAPSED).exists()


def test_only_those_who_run_the_system_read_its_log(world: World) -> None:
    granted, stranger = (Organisation.objects.get(name=name) for name in ("Granted", "Stranger"))
    address = f"/en/press/account/webhooks/{granted.webhooks.get().pk}/"
    desk, correspondent = member(granted, MemberRole.PICTURE_DESK), member(granted, MemberRole.CORRESPONDENT)
    assert DESK in signed_in(desk).get(address).content.decode()
    for other in (correspondent, member(stranger, MemberRole.TECHNICAL)):
        for path in (address, f"{address}edit/", "/en/press/account/webhooks/"):
            assert DESK not in signed_in(other).get(path).content.decode()
        assert signed_in(other).get(address).status_code == 404
