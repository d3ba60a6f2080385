"""Bearer tokens of any kind: how they are made, kept and read from a request.

A token is a mark and 256 random bits, so its plain SHA-256 is enough to keep; the look-up is by that digest,
which tells an attacker nothing about any other token.
"""

from __future__ import annotations

import hashlib
import secrets

from django.http import HttpRequest

PREFIX_LENGTH = 10
"""Characters of a token that are kept, so that people recognise it in a list."""


def new_secret(mark: str) -> str:
    """A fresh token. Its `mark` tells people and secret scanners, and us, what kind it is."""
    return mark + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def bearer(request: HttpRequest) -> str | None:
    """What follows `Bearer` in the Authorization header; None without such a header."""
    scheme, _space, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else None
