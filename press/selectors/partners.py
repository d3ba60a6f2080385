"""Who a partner is, and whether it has accepted the terms in force."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from media_library.rights import PUBLIC_AUDIENCE, Audience
from press.models import Member, Organisation, TermsAcceptance, TermsVersion


def terms_in_force(at: datetime | None = None) -> TermsVersion | None:
    """The highest version whose time has come; None as long as no terms were published."""
    return _in_force(at or timezone.now()).first()


def terms_accepted(organisation_id: int, at: datetime | None = None) -> bool:
    """Whether the organisation accepted the version in force. Where there are no terms, there is nothing to accept."""
    accepted = TermsAcceptance.objects.filter(version=OuterRef("pk"), organisation=organisation_id)
    answer = _in_force(at or timezone.now()).annotate(has=Exists(accepted)).values_list("has", flat=True).first()
    return answer is None or bool(answer)


def _in_force(at: datetime) -> QuerySet[TermsVersion]:
    return TermsVersion.objects.filter(published_at__lte=at).order_by("-number")


def member_of(user: Any) -> Member | None:
    """The user's membership with its organisation, whatever the organisation's state; None for everybody else."""
    if user is None or not user.is_authenticated or not user.is_active:
        return None
    return Member.objects.select_related("organisation", "user").filter(user=user).first()


def audience_for(organisation: Organisation) -> Audience:
    """What the rights decision takes a partner for; one that isn't verified (any more) is the public."""
    if not organisation.is_partner:
        return PUBLIC_AUDIENCE
    accepted = terms_accepted(organisation.pk)
    return Audience.partner(organisation.pk, organisation.country, terms_accepted=accepted)
