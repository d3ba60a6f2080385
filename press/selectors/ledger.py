"""Who holds an asset, from the ledger, and what they answered to what they were told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min

from press.models import NoticeDelivery, Organisation, Receipt, Way


@dataclass(frozen=True, slots=True)
class Holder:
    """An organisation that took an asset. `notice` is the newest thing it was told about the asset."""

    organisation: Organisation
    times: int
    first_at: datetime
    last_at: datetime
    ways: tuple[str, ...]
    variants: tuple[str, ...]
    notice: NoticeDelivery | None


def holders(asset_id: int) -> list[Holder]:
    """Everybody who holds a receipt for the asset, by name. Four queries, whatever the ledger's size."""
    of_asset = Receipt.objects.filter(asset=asset_id).order_by()
    counted = of_asset.values("organisation").annotate(times=Count("pk"), first=Min("at"), last=Max("at"))
    rows = {row["organisation"]: row for row in counted}
    ways: dict[int, set[str]] = defaultdict(set)
    variants: dict[int, set[str]] = defaultdict(set)
    for organisation_id, way, variant in of_asset.values_list("organisation", "way", "variant").distinct():
        ways[organisation_id].add(str(Way(way).label))
        variants[organisation_id].add(variant)
    told = _newest_notices(asset_id)
    return [
        Holder(
            organisation=organisation,
            times=rows[organisation.pk]["times"],
            first_at=rows[organisation.pk]["first"],
            last_at=rows[organisation.pk]["last"],
            ways=tuple(sorted(ways[organisation.pk])),
            variants=tuple(sorted(variants[organisation.pk])),
            notice=told.get(organisation.pk),
        )
        for organisation in Organisation.objects.filter(pk__in=rows).order_by("name")
    ]


def _newest_notices(asset_id: int) -> dict[int, NoticeDelivery]:
    deliveries = (
        NoticeDelivery.objects.filter(notice__asset=asset_id)
        .select_related("notice", "acknowledged_by__user")
        .order_by("notice_id")
    )
    return {delivery.organisation_id: delivery for delivery in deliveries}
