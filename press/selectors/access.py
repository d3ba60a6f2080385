"""Access tokens that end soon, and who is to be told."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from press.models import AccessToken, MemberRole, Organisation, OrganisationState

TOLD_BEFORE = timedelta(days=14)


def ending(now: datetime) -> QuerySet[AccessToken]:
    """Valid tokens of partners that end within TOLD_BEFORE and nobody was told of, except those made for so short."""
    return (
        AccessToken.objects.select_related("organisation")
        .filter(
            organisation__state=OrganisationState.VERIFIED,
            revoked_at__isnull=True,
            expiry_told_at__isnull=True,
            expires_at__range=(now, now + TOLD_BEFORE),
            created_at__lt=F("expires_at") - TOLD_BEFORE,
        )
        .order_by("expires_at", "pk")
    )


def technical_contacts(organisation: Organisation) -> list[str]:
    """Addresses of the technical contacts who can sign in, each once; else of the picture desk and the organisation."""
    members = organisation.members.filter(user__is_active=True).exclude(user__email="")
    by_role: dict[str, list[str]] = {}
    for role, address in members.values_list("role", "user__email"):
        by_role.setdefault(role, []).append(address)
    found = by_role.get(MemberRole.TECHNICAL) or [*by_role.get(MemberRole.PICTURE_DESK, []), organisation.contact_email]
    return list(dict.fromkeys(found))
