"""A form as an applicant fills it in, and applications in each state."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

from django.core import mail as outbox
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signing import TimestampSigner
from django.utils import timezone

from media_library.consent_documents import check
from press.models import Application
from press.registration import services

PDF = b"%PDF-1.7\nxkcardvj\n%%EOF\n"


@contextmanager
def clock(moment: datetime) -> Iterator[None]:
    """What the product takes for now, and the age of signatures."""
    with (
        mock.patch("django.utils.timezone.now", return_value=moment),
        mock.patch("django.core.signing.time.time", return_value=moment.timestamp()),
    ):
        yield


def later(**span: float) -> AbstractContextManager[None]:
    return clock(timezone.now() + timedelta(**span))


def stamp() -> str:
    """Of a form that was given out a while ago."""
    with later(minutes=-1):
        return TimestampSigner(salt="promotion.form.registration").sign(secrets.token_urlsafe(9))


def filled_in(**values: Any) -> dict[str, Any]:
    return {
        "kind": "newsroom",
        "name": "Le Matin",
        "country": "FR",
        "homepage": "https://www.lematin.example/",
        "links": "https://lematin.example/a\nhttps://lematin.example/b",
        "languages": ["fr", "en"],
        "language": "en",
        "provinces": ["22"],
        "applicant_name": "Anne Duval",
        "applicant_role": "photo editor",
        "email": "anne@lematin.example",
        "editor_name": "Paul Roux",
        "editor_email": "paul@lematin.example",
        "card_number": "FR-123",
        "stamp": stamp(),
    } | values


def told(**values: Any) -> dict[str, Any]:
    data = filled_in()
    return {name: data.get(name, "") for name in services.TOLD} | {"website": data["homepage"]} | values


def applied(*, card: bool = True, confirmed: bool = True, email: str = "anne@lematin.example", **said: Any) -> Any:
    """An application; by default confirmed and with a press card."""
    file = check(SimpleUploadedFile("card.pdf", PDF)) if card else None
    made = services.receive(email=email, told=told(**said), provinces=[], card=file)
    assert made is not None
    if confirmed:
        services.confirm(made)
    return Application.objects.get(pk=made.pk)


def link_in_last_mail() -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", str(outbox.outbox[-1].body))
    assert found
    return found[1]
