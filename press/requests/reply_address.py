"""The address to which one request is answered by mail: whoever knows it holds the thread's key."""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Iterator

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

_ID = 26
_PROOF = 16
"""Characters of base 32: 128 bits of identifier, 80 of proof. Below 64 octets with a name in front (RFC 5321)."""


def address_of(request_uuid: uuid.UUID) -> str:
    """Where answers to this request go; empty where mail isn't taken in."""
    return str(settings.PRESS_REPLY_ADDRESS).replace("{token}", token_of(request_uuid))


def token_of(request_uuid: uuid.UUID) -> str:
    return _letters(request_uuid.bytes) + _proof(request_uuid, settings.SECRET_KEY)


def request_of(address: str) -> uuid.UUID | None:
    """The request that an address names with a valid proof. Case doesn't count: mail servers change it."""
    before, _token, after = str(settings.PRESS_REPLY_ADDRESS).lower().partition("{token}")
    match = re.fullmatch(f"{re.escape(before)}([a-z2-7]{{{_ID + _PROOF}}}){re.escape(after)}", address.strip().lower())
    if not settings.PRESS_REPLY_ADDRESS or match is None:
        return None
    text = match[1]
    found = uuid.UUID(bytes=base64.b32decode(text[:_ID].upper() + "======"))
    valid = any(constant_time_compare(text[_ID:], proof) for proof in _proofs(found))
    return found if valid and _letters(found.bytes) == text[:_ID] else None


def _proofs(request_uuid: uuid.UUID) -> Iterator[str]:
    """By the present key and by those that are being retired."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield _proof(request_uuid, str(key))


def _proof(request_uuid: uuid.UUID, key: str) -> str:
    mac = salted_hmac("press.requests.address", request_uuid.hex, secret=key, algorithm="sha256")
    return _letters(mac.digest())[:_PROOF]


def _letters(octets: bytes) -> str:
    return base64.b32encode(octets).decode("ascii").rstrip("=").lower()
