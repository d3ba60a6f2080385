"""Signing in by a mailed link: asked for by anybody, sent to members only, working once and not for long."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from media_library.bearer import digest_of, new_secret
from press.models import Member, SignInLink

VALID = timedelta(minutes=15)
MARK = "in_"


def issue(member: Member, *, following: str = "") -> str:
    """The key for a new link. Links of the member that are too old go; a younger one works on beside it."""
    now = timezone.now()
    SignInLink.objects.filter(member=member, expires_at__lte=now).delete()
    key = new_secret(MARK)
    SignInLink.objects.create(member=member, digest=digest_of(key), following=following[:500], expires_at=now + VALID)
    return key


def find(key: str) -> SignInLink | None:
    """The link with this key that can still be used; its member's account is open."""
    return (
        SignInLink.objects.select_related("member__user", "member__organisation")
        .filter(digest=digest_of(key), expires_at__gt=timezone.now(), member__user__is_active=True)
        .first()
    )


def use_up(link: SignInLink) -> bool:
    """Whether it was there to be used: of two at the same time, the database says so to one. All others go too."""
    deleted, _each = SignInLink.objects.filter(pk=link.pk).delete()
    if deleted == 1:
        SignInLink.objects.filter(member=link.member_id).delete()
    return deleted == 1
