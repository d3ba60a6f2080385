"""Issuing, rotating and revoking access tokens."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from press.models import AccessToken, Member, Organisation
from press.scopes import ALL, cleaned
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
    scopes: Collection[str] = ALL,
    networks: Sequence[str] = (),
    member: Member | None = None,
    actor: AbstractBaseUser | None = None,
) -> tuple[AccessToken, str]:
    """A new token and its secret, which is told this once and never again.

    `networks` are as `press.networks.parse` gives them. Raises ValidationError without a name, without a scope or with
    one that there isn't, for a validity outside 1 to 730 days, and beyond TOKENS_AT_MOST.
    """
    name = name.replace("\x00", "").strip()
    if not name:
        raise ValidationError(_("Give the token a name that says where it is used."))
    if not 1 <= days <= 2 * VALID_DAYS:
        raise ValidationError(_("A token is valid for one day to two years."))
    now, may = timezone.now(), _checked(scopes)
    if organisation.tokens.filter(revoked_at__isnull=True, expires_at__gt=now).count() >= TOKENS_AT_MOST:
        raise ValidationError(_("Revoke a token that isn't used any more first."))
    secret = new_secret()
    token = AccessToken.objects.create(
        organisation=organisation,
        name=name[:100],
        prefix=secret[:PREFIX_LENGTH],
        digest=digest_of(secret),
        created_by=member,
        expires_at=now + timedelta(days=days),
        scopes=may,
        networks=list(networks),
    )
    log(instance=organisation, action="press.issue_token", user=actor, data={"token": str(token)})
    return token, secret


@transaction.atomic
def rotate(
    token: AccessToken, *, member: Member | None = None, actor: AbstractBaseUser | None = None
) -> tuple[AccessToken, str]:
    """A successor with the same name, rights, networks and length of life; the old one ends after OVERLAP at most."""
    if not token.is_valid:
        raise ValidationError(_("This token isn't valid any more; issue a new one."))
    days = max(1, (token.expires_at - token.created_at).days)
    fresh = issue(
        token.organisation,
        token.name,
        days=min(days, 2 * VALID_DAYS),
        scopes=token.scopes,
        networks=token.networks,
        member=member,
        actor=actor,
    )
    now = timezone.now()
    token.expires_at = min(token.expires_at, now + OVERLAP)
    token.expiry_told_at = token.expiry_told_at or now  # its successor is there: nobody has to be told
    token.save(update_fields=["expires_at", "expiry_told_at"])
    return fresh


@transaction.atomic
def revoke(token: AccessToken, *, actor: AbstractBaseUser | None = None) -> None:
    """Counts at once. Revoking twice changes nothing."""
    if token.revoked_at is not None:
        return
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    log(instance=token.organisation, action="press.revoke_token", user=actor, data={"token": str(token)})


def _checked(asked: Collection[str]) -> list[str]:
    try:
        may = cleaned(asked)
    except ValueError:
        raise ValidationError(_("There is no such right.")) from None
    if not may:
        raise ValidationError(_("Choose at least one thing that the token may do."))
    return may
