"""Signing that was switched on but can't work would fail unseen: files would leave unsigned."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from PIL import Image

from media_library.credentials.identity import Fault, Identity, Unusable, read_identity
from media_library.credentials.signing import SigningFailed, sign
from media_library.credentials.statement import Statement
from media_library.models import DigitalSourceType

HOW_TO = "See docs/how-to/sign-content-credentials.md."
WARN_BEFORE = timedelta(days=30)

FAULTS = {
    Fault.LIBRARY: ("media_library.E010", 'Install the extra "c2pa" of pyproject.toml, or unset C2PA_CERTIFICATE.'),
    Fault.UNREADABLE: ("media_library.E011", "Name two PEM files that this process may read."),
    Fault.MISMATCH: ("media_library.E012", "Name the key that the certificate was made for, and no other algorithm."),
    Fault.EXPIRED: ("media_library.W012", "Renew the certificate. Until then files leave unsigned."),
}


@register()
def content_credentials_can_be_signed(**kwargs: Any) -> list[CheckMessage]:
    """Extra installed, certificate readable, in force and the key's; and one picture really signed."""
    try:
        who = read_identity()
    except Unusable as error:
        number, hint = FAULTS[error.fault]
        # An error keeps site and worker from starting: right for what was set wrong, not for what ran out overnight.
        message = Warning if error.fault is Fault.EXPIRED else Error
        return [message(f"Content credentials can't be signed: {error}", hint=f"{hint} {HOW_TO}", id=number)]
    if who is None:
        return []
    return [*_trial(who), *_ends_soon(who), *_key_is_private()]


def _trial(who: Identity) -> list[CheckMessage]:
    """What a certificate must be for is judged best by the library itself; the time stamp isn't asked for here."""
    from dataclasses import replace

    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "JPEG")
    statement = Statement(DigitalSourceType.ALGORITHMIC.uri)
    try:
        sign(picture, io.BytesIO(), "image/jpeg", statement, replace(who, timestamp_url=None))
    except SigningFailed as error:
        return [
            Error(
                f"Content credentials can't be signed with this certificate: {error}",
                hint=f"It must be for signing content and not sign itself. {HOW_TO}",
                id="media_library.E014",
            )
        ]
    return []


def _ends_soon(who: Identity) -> list[CheckMessage]:
    if who.ends - datetime.now(UTC) > WARN_BEFORE:
        return []
    return [
        Warning(
            f"The certificate for content credentials ends on {who.ends:%Y-%m-%d}.",
            hint=f"Renew it: after that day files leave unsigned. {HOW_TO}",
            id="media_library.W010",
        )
    ]


def _key_is_private() -> list[CheckMessage]:
    if not Path(settings.C2PA_PRIVATE_KEY).stat().st_mode & 0o007:
        return []
    return [
        Warning(
            "Everybody on this machine can read the private key for content credentials.",
            hint=f"chmod 600 {settings.C2PA_PRIVATE_KEY}",
            id="media_library.W011",
        )
    ]
