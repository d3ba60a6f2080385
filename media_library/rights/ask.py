"""Asking the decision about stored assets."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from media_library.models import Asset
from media_library.rights.audience import Audience, AudienceKind
from media_library.rights.decision import Decision, Purpose, decide, known
from media_library.rights.facts import AssetFacts, facts_of
from media_library.rights.grants import GrantKind, is_granted


def facts_for(asset: Asset, audience: Audience) -> AssetFacts:
    """The asset's facts with the grants that matter to this audience (asked only when they can matter)."""
    organisation = audience.organisation_id if audience.kind is AudienceKind.PARTNER else None
    may_matter = organisation is not None and asset.embargo_until is not None
    if may_matter and organisation is not None and is_granted(GrantKind.EMBARGO, audience, asset.pk):
        return facts_of(asset, embargo_granted_to=frozenset({organisation}))
    return facts_of(asset)


def decision_on(asset: Asset, audience: Audience, purpose: Purpose, at: datetime | None = None) -> Decision:
    return decide(facts_for(asset, audience), audience, purpose, at or timezone.now())


def is_known_gone(asset: Asset, audience: Audience) -> bool:
    """Whether this audience is told 410 rather than 404 for a withdrawn asset."""
    return known(facts_for(asset, audience), audience)
