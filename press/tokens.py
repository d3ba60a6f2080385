"""Partners' bearer tokens: making, recognising and remembering their use. See `media_library.bearer`."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from media_library import bearer as tokens
from media_library.bearer import PREFIX_LENGTH, bearer, digest_of
from media_library.throttle import peer
from press import networks
from press.models import AccessToken, Organisation, OrganisationState

__all__ = ["MARK", "PREFIX_LENGTH", "Invalid", "authenticate", "bearer", "digest_of", "find", "new_secret"]

MARK = "pic_"
"""Begins every token, so that people and secret scanners recognise it."""
USE_NOTED_EVERY = timedelta(minutes=10)


class _Invalid(Enum):
    INVALID = "invalid"


Invalid = _Invalid.INVALID
"""A token was sent, and it is unknown, expired, revoked, used from a network that it isn't meant for, or of an
organisation that isn't verified. Which of these is told to nobody: who found a token learns nothing about it."""


def new_secret() -> str:
    return tokens.new_secret(MARK)


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
    if token is None or (token.networks and not networks.contain(token.networks, peer(request))):
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
