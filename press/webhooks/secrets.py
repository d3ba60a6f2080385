"""Secrets of endpoints (Standard Webhooks: `whsec_` and base64), kept sealed, and the signatures made with them.

They can't be hashed as tokens are: signing needs the secret itself (see `press.sealing`).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

from press.models import WebhookEndpoint
from press.sealing import unseal

MARK = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    return MARK + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signing_secrets(endpoint: WebhookEndpoint, at: datetime) -> list[str]:
    """The present one first, and for a day after a rotation the former too. Raises `sealing.Unreadable`."""
    present = unseal(endpoint.secret)
    return [present, unseal(endpoint.former_secret)] if endpoint.former_counts(at) else [present]


def signature(secret: str, webhook_id: str, timestamp: int, body: bytes) -> str:
    """`v1,` and the base64 HMAC-SHA256 over `id.timestamp.body`."""
    key = base64.b64decode(secret.removeprefix(MARK))
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
