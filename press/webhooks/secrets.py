"""Secrets of endpoints (Standard Webhooks: `whsec_` and base64), kept encrypted, and the signatures made with them.

They can't be hashed as tokens are: signing needs the secret itself. The key that encrypts them lies outside of the
database, so that a copy of the database alone signs nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

from press.models import WebhookEndpoint

MARK = "whsec_"
SECRET_BYTES = 32


class SecretLost(Exception):
    """A stored secret was encrypted with a key that isn't there any more."""


def new_secret() -> str:
    return MARK + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def encrypt(secret: str) -> str:
    return _cipher().encrypt(secret.encode()).decode()


def decrypt(stored: str) -> str:
    """Raises SecretLost."""
    try:
        return _cipher().decrypt(stored.encode()).decode()
    except InvalidToken as error:
        raise SecretLost from error


def _cipher() -> MultiFernet:
    """The first key encrypts; those that Django was told to fall back on still decrypt."""
    keys = [settings.WEBHOOK_KEY or settings.SECRET_KEY, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in dict.fromkeys(keys)])


def _derived(key: str | bytes) -> bytes:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"press.webhooks").derive(force_bytes(key))
    return base64.urlsafe_b64encode(derived)


def signing_secrets(endpoint: WebhookEndpoint, at: datetime) -> list[str]:
    """The present one first, and for a day after a rotation the former too. Raises SecretLost."""
    present = decrypt(endpoint.secret)
    return [present, decrypt(endpoint.former_secret)] if endpoint.former_counts(at) else [present]


def signature(secret: str, webhook_id: str, timestamp: int, body: bytes) -> str:
    """`v1,` and the base64 HMAC-SHA256 over `id.timestamp.body`."""
    key = base64.b64decode(secret.removeprefix(MARK))
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
