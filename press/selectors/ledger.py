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
    """Everybody who holds a receipt for the asset, by name. Three queries, whatever the ledger's size."""
    counted = (
        Receipt.objects.filter(asset=asset_id)
        .order_by()
        .values_list("organisation", "way", "variant")
        .annotate(times=Count("at"), first=Min("at"), last=Max("at"))
    )
    lines: dict[int, list[tuple[str, str, int, datetime, datetime]]] = defaultdict(list)
    for organisation_id, *line in counted:
        lines[organisation_id].append(tuple(line))  # type: ignore[arg-type]
    told = _newest_notices(asset_id)
    return [
        _holder(organisation, lines[organisation.pk], told.get(organisation.pk))
        for organisation in Organisation.objects.filter(pk__in=lines).order_by("name")
    ]


def _holder(
    organisation: Organisation, lines: list[tuple[str, str, int, datetime, datetime]], notice: NoticeDelivery | None
) -> Holder:
    ways, variants, times, firsts, lasts = zip(*lines, strict=True)
    return Holder(
        organisation=organisation,
        times=sum(times),
        first_at=min(firsts),
        last_at=max(lasts),
        ways=tuple(sorted({str(Way(way).label) for way in ways})),
        variants=tuple(sorted(set(variants))),
        notice=notice,
    )


def _newest_notices(asset_id: int) -> dict[int, NoticeDelivery]:
    deliveries = (
        NoticeDelivery.objects.filter(notice__asset=asset_id)
        .select_related("notice", "acknowledged_by__user")
        .order_by("notice_id")
    )
    return {delivery.organisation_id: delivery for delivery in deliveries}
