"""Where the rights decision finds who may see what before its embargo ends."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, QuerySet
from django.db.models.expressions import Combinable

from media_library.rights import Audience
from media_library.rights.grants import GrantKind
from press.models import KitState, OrganisationState, PublishedItem, ShareLink
from press.selectors.share_links import in_force


def kit_grants(kind: GrantKind, partner: Audience, asset_id: int | Combinable | OuterRef) -> QuerySet[Any]:
    """Places of the asset in kits as they are published that open it to the partner under embargo.

    A kit opens an asset only up to its own embargo: where another kit holds the same asset longer, the grant on the
    first one doesn't reach further. Who comes by a share link gets what was ticked on that link and nothing else: the
    link may have been passed on, so it never carries what its organisation has beside it, nor the other way round.
    """
    if kind is not GrantKind.EMBARGO:
        return PublishedItem.objects.none()
    placed = PublishedItem.objects.filter(
        asset_id=asset_id, kit__state=KitState.PUBLISHED, kit__embargo_until__gte=F("asset__embargo_until")
    )
    if partner.pass_id is not None:
        early = ShareLink.objects.filter(in_force(), pk=partner.pass_id, may_see_under_embargo=True)
        return placed.filter(kit__in=early.values("kit"))
    return placed.filter(
        kit__grants__organisation_id=partner.organisation_id,
        kit__grants__organisation__state=OrganisationState.VERIFIED,
        kit__grants__may_see_under_embargo=True,
    )
