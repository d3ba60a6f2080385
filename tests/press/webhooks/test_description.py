"""The API's description says what is sent, and what is sent is as described."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from cms.api import api
from media_library.services import withdraw
from press.models import NoticeKind
from press.webhooks.delivering import deliver, ping
from press.webhooks.description import WebhookNoticeData
from press.webhooks.events import EVENT_TYPES, PING
from tests.media_library.factories import approved
from tests.press import factories as press
from tests.press.webhooks import factories
from tests.press.webhooks.receiver import Receiver

pytestmark = pytest.mark.django_db


def described() -> Any:
    return json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))


def test_every_event_is_described() -> None:
    assert set(described()["webhooks"]) == {*EVENT_TYPES, PING}
    kinds = WebhookNoticeData.model_fields["kind"].annotation
    assert set(kinds.__args__) == set(NoticeKind.values)  # type: ignore[union-attr]


def test_what_is_sent_is_as_described(receiver: Receiver) -> None:
    partner = press.organisation()
    made, _secret = factories.endpoint(receiver.url, partner)
    photo = approved()
    press.kit([photo])
    Client().get(f"/media/{photo.uuid}/original", headers=press.bearer(partner))
    withdraw(photo, reason="Sai", actor=None)
    factories.fan_out()
    deliver()
    ping(made)
    schema, seen = described(), set()
    for got in receiver.got:
        said = json.loads(got.body)
        seen.add(said["type"])
        operation = schema["webhooks"][said["type"]]["post"]
        reference = operation["requestBody"]["content"]["application/json"]["schema"]
        Draft202012Validator(
            {**reference, "components": schema["components"]}, format_checker=FormatChecker()
        ).validate(said)
        assert {parameter["name"] for parameter in operation["parameters"]} <= set(got.headers)
    assert {"asset.approved", "asset.withdrawn", "kit.approved", "notice.created", "test.ping"} <= seen
