"""Issuing, rotating and revoking access tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from press.models import AccessToken, Member, Organisation
from press.tokens import PREFIX_LENGTH, digest_of, new_secret

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

VALID_DAYS = 365
TOKENS_AT_MOST = 20
"""Valid tokens of one organisation: enough for every system it has, few enough to look through."""
OVERLAP = timedelta(days=7)
"""How long the old token works on after a rotation, so that no system stands still."""


@transaction.atomic
def issue(
    organisation: Organisation,
    name: str,
    *,
    days: int = VALID_DAYS,
    member: Member | None = None,
    actor: AbstractBaseUser | None = None,
) -> tuple[AccessToken, str]:
    """A new token and its secret, which is told this once and never again.

    Raises ValidationError without a name, for a validity outside 1 to 730 days, and beyond TOKENS_AT_MOST.
    """
    if not name.strip():
        raise ValidationError(_("Give the token a name that says where it is used."))
    if not 1 <= days <= 2 * VALID_DAYS:
        raise ValidationError(_("A token is valid for one day to two years."))
    now = timezone.now()
    if organisation.tokens.filter(revoked_at__isnull=True, expires_at__gt=now).count() >= TOKENS_AT_MOST:
        raise ValidationError(_("Revoke a token that isn't used any more first."))
    secret = new_secret()
    token = AccessToken.objects.create(
        organisation=organisation,
        name=name.strip()[:100],
        prefix=secret[:PREFIX_LENGTH],
        digest=digest_of(secret),
        created_by=member,
        expires_at=now + timedelta(days=days),
    )
    log(instance=organisation, action="press.issue_token", user=actor, data={"token": str(token)})
    return token, secret


@transaction.atomic
def rotate(
    token: AccessToken, *, member: Member | None = None, actor: AbstractBaseUser | None = None
) -> tuple[AccessToken, str]:
    """A successor of the same name and length of life; the old one ends after OVERLAP at the latest."""
    if not token.is_valid:
        raise ValidationError(_("This token isn't valid any more; issue a new one."))
    days = max(1, (token.expires_at - token.created_at).days)
    fresh = issue(token.organisation, token.name, days=min(days, 2 * VALID_DAYS), member=member, actor=actor)
    token.expires_at = min(token.expires_at, timezone.now() + OVERLAP)
    token.save(update_fields=["expires_at"])
    return fresh


@transaction.atomic
def revoke(token: AccessToken, *, actor: AbstractBaseUser | None = None) -> None:
    """Counts at once. Revoking twice changes nothing."""
    if token.revoked_at is not None:
        return
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    log(instance=token.organisation, action="press.revoke_token", user=actor, data={"token": str(token)})
