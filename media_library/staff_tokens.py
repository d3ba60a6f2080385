"""Tokens with which a program brings files in for somebody of a province: issued, recognised, revoked.

A token can never do more than its person can: who leaves the team takes the token's power along.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from media_library.bearer import PREFIX_LENGTH, bearer, digest_of, new_secret
from media_library.models import StaffToken
from media_library.permissions import upload_province_ids
from media_library.rights import PUBLIC_AUDIENCE, Audience
from provinces.models import Province

MARK = "pit_"
"""Begins every token of staff; partners' begin otherwise."""
VALID_DAYS = 365
TOKENS_AT_MOST = 20
USE_NOTED_EVERY = timedelta(minutes=10)


def may_issue(user: Any, province_id: int) -> bool:
    """Whoever may bring files into a province's library may let a program do it in their name."""
    return bool(user.is_active and (user.is_superuser or province_id in upload_province_ids(user)))


@transaction.atomic
def issue(user: Any, province: Province, name: str, *, days: int = VALID_DAYS, actor: Any) -> tuple[StaffToken, str]:
    """A new token and its secret, which is told this once and never again. Raises ValidationError."""
    if not name.strip():
        raise ValidationError(_("Give the token a name that says where it is used."))
    if not 1 <= days <= 2 * VALID_DAYS:
        raise ValidationError(_("A token is valid for one day to two years."))
    if not may_issue(user, province.pk):
        raise ValidationError(_("This person may not upload for this province."))
    now = timezone.now()
    valid = StaffToken.objects.filter(user=user, revoked_at__isnull=True, expires_at__gt=now)
    if valid.filter(province=province, name=name.strip()[:100]).exists():
        # A form sent twice, too: the secret of the first is shown once and nowhere else.
        raise ValidationError(_("A token of this name is valid already. Revoke it first, or choose another name."))
    if valid.count() >= TOKENS_AT_MOST:
        raise ValidationError(_("Revoke a token that isn't used any more first."))
    secret = new_secret(MARK)
    token = StaffToken.objects.create(
        user=user,
        province=province,
        name=name.strip()[:100],
        prefix=secret[:PREFIX_LENGTH],
        digest=digest_of(secret),
        created_by=actor,
        expires_at=now + timedelta(days=days),
    )
    log(instance=token, action="media_library.issue_token", user=actor, data={"token": str(token)})
    return token, secret


@transaction.atomic
def revoke(token: StaffToken, *, actor: Any) -> None:
    """Counts at once. Revoking twice changes nothing."""
    if token.revoked_at is not None:
        return
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    log(instance=token, action="media_library.revoke_token", user=actor, data={"token": str(token)})


def find(secret: str) -> StaffToken | None:
    """The valid token with this secret, of somebody who still may do what it is for."""
    token = StaffToken.objects.select_related("user", "province").filter(digest=digest_of(secret)).first()
    if token is None or not token.is_valid or not may_issue(token.user, token.province_id):
        return None
    return token


def staff_audience(request: HttpRequest) -> Audience | None:
    """Staff of the token's province, where the request carries a staff token; None where it carries none.

    Leaves the token on the request as `staff_token`. A bad one speaks for the public and sets
    `invalid_token`, which the API answers with 401.
    """
    secret = bearer(request)
    if secret is None or not secret.startswith(MARK):
        return None
    token = find(secret)
    if token is None:
        request.invalid_token = True  # type: ignore[attr-defined]
        return PUBLIC_AUDIENCE
    request.staff_token = token  # type: ignore[attr-defined]
    _note_use(token)
    return Audience.staff(frozenset({token.province_id}))


def _note_use(token: StaffToken) -> None:
    """One write in ten minutes at most: reading through the API must stay reading."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - USE_NOTED_EVERY:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - USE_NOTED_EVERY)
        StaffToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
