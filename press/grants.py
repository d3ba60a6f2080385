"""Where the rights decision finds who may see what before its embargo ends."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, QuerySet
from django.db.models.expressions import Combinable

from media_library.rights.grants import GrantKind
from press.models import KitState, OrganisationState, PublishedItem


def kit_grants(kind: GrantKind, organisation_id: int, asset_id: int | Combinable | OuterRef) -> QuerySet[Any]:
    """Places of the asset in kits as they are published that open it to the organisation under embargo.

    A kit opens an asset only up to its own embargo: where another kit holds the same asset longer, the
    grant on the first one doesn't reach further.
    """
    if kind is not GrantKind.EMBARGO:
        return PublishedItem.objects.none()
    return PublishedItem.objects.filter(
        asset_id=asset_id,
        kit__state=KitState.PUBLISHED,
        kit__embargo_until__gte=F("asset__embargo_until"),
        kit__grants__organisation_id=organisation_id,
        kit__grants__organisation__state=OrganisationState.VERIFIED,
        kit__grants__may_see_under_embargo=True,
    )
