"""Bearer tokens: making, recognising and remembering their use.

A token is 256 random bits, so its plain SHA-256 is enough to keep; the look-up is by that digest, which
tells an attacker nothing about any other token.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from enum import Enum

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from press.models import AccessToken, Organisation, OrganisationState

MARK = "pic_"
"""Begins every token, so that people and secret scanners recognise it."""
PREFIX_LENGTH = 10
USE_NOTED_EVERY = timedelta(minutes=10)


class _Invalid(Enum):
    INVALID = "invalid"


Invalid = _Invalid.INVALID
"""A token was sent, and it is unknown, expired, revoked, or of an organisation that isn't verified."""


def new_secret() -> str:
    return MARK + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def bearer(request: HttpRequest) -> str | None:
    """What follows `Bearer` in the Authorization header; None without such a header."""
    scheme, _space, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else None


def find(secret: str) -> AccessToken | None:
    """The valid token of a verified organisation with this secret."""
    token = (
        AccessToken.objects.select_related("organisation")
        .filter(digest=digest_of(secret), organisation__state=OrganisationState.VERIFIED)
        .first()
    )
    return token if token is not None and token.is_valid else None


def authenticate(request: HttpRequest) -> Organisation | _Invalid | None:
    """The organisation whose token the request carries; None without a token; `Invalid` for a bad one.

    Leaves the token on the request as `press_token`, for the receipts.
    """
    secret = bearer(request)
    if secret is None:
        return None
    token = find(secret) if secret.startswith(MARK) else None
    if token is None:
        return Invalid
    request.press_token = token  # type: ignore[attr-defined]
    _note_use(token)
    return token.organisation


def _note_use(token: AccessToken) -> None:
    """One write in ten minutes at most: reading through the API must stay reading."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - USE_NOTED_EVERY:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - USE_NOTED_EVERY)
        AccessToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
