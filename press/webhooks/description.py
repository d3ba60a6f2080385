"""The messages in the API's description (OpenAPI 3.1 has a place for webhooks)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.utils import translation
from ninja import Field, Schema
from pydantic.json_schema import models_json_schema

from press.webhooks.events import EVENT_TYPES, NOTICE, PING

REF = "#/components/schemas/{model}"


class WebhookChangeLinks(Schema):
    self: str = Field(description="The asset or kit in this API.")
    changes: str = Field(description="The change log from this line on, for programs that keep a mirror.")


class WebhookChangeData(Schema):
    subject: Literal["asset", "kit"]
    id: UUID
    kind: str = Field(description="photo, video, document, graphic or kit.")
    position: int = Field(description="Place of the line in the change log.")
    links: WebhookChangeLinks


class WebhookChange(Schema):
    """Something happened to an asset or a kit. What it is now, the API says."""

    type: str
    timestamp: datetime = Field(description="When it happened. When it was sent stands in `webhook-timestamp`.")
    data: WebhookChangeData


class WebhookNoticeLinks(Schema):
    asset: str
    html: str = Field(description="Where the notice is read and answered.")


class WebhookNoticeData(Schema):
    subject: Literal["notice"]
    id: str
    kind: Literal["withdrawal", "correction", "embargo_change"]
    asset: UUID
    links: WebhookNoticeLinks


class WebhookNotice(Schema):
    """A notice to your organisation about a file that it took."""

    type: Literal["notice.created"]
    timestamp: datetime
    data: WebhookNoticeData


class WebhookTestData(Schema):
    message: str


class WebhookTest(Schema):
    """Sent by the button “Send a test”."""

    type: Literal["test.ping"]
    timestamp: datetime
    data: WebhookTestData


HEADERS = {
    "webhook-id": "The same at each try of the same message: take it once.",
    "webhook-timestamp": "Unix time of this try; refuse what is older than five minutes.",
    "webhook-signature": "`v1,` and the base64 HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, "
    "while a secret is being changed.",
}
ANSWERS = {
    "2XX": "Taken.",
    "410": "Send nothing here any more: the webhook is disabled.",
    "default": "Not taken: it is tried again, ten times in about three days. `Retry-After` is honoured.",
}


def add_webhooks(schema: dict[str, Any]) -> None:
    """Put the messages and their schemas into an OpenAPI description."""
    models = (WebhookChange, WebhookNotice, WebhookTest)
    _refs, described = models_json_schema([(model, "serialization") for model in models], ref_template=REF)
    schema["components"]["schemas"] |= described["$defs"]
    with translation.override("en"):
        labels = {name: str(event.label) for name, event in EVENT_TYPES.items()} | {PING: "A test"}
    schema["webhooks"] = {name: {"post": _operation(name, label)} for name, label in labels.items()}


def _operation(name: str, label: str) -> dict[str, Any]:
    model = {NOTICE: WebhookNotice, PING: WebhookTest}.get(name, WebhookChange)
    reference = {"$ref": REF.format(model=model.__name__)}
    return {
        "summary": label,
        "tags": ["webhooks"],
        "parameters": [
            {"name": header, "in": "header", "required": True, "description": words, "schema": {"type": "string"}}
            for header, words in HEADERS.items()
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": reference}}},
        "responses": {status: {"description": words} for status, words in ANSWERS.items()},
    }
