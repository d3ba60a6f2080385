"""Reading pick-ups: what each side sees, with the receipts that speak for a match."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Min, Prefetch, Q, QuerySet

from media_library.rights import Audience
from media_library.selectors import visible
from press.models import Kit, Member, Pickup, PickupMatch, Receipt
from press.models.pickup import USED
from press.permissions import works_for_press
from provinces.teams import Role, province_ids_of


@dataclass(frozen=True, slots=True)
class Taken:
    """The first receipt of an organisation for an asset."""

    organisation: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """A match with what the ledger says: receipts of this organisation, else of anybody (`by_others`)."""

    match: PickupMatch
    taken: Taken | None
    by_others: tuple[Taken, ...] = ()


def pickups_for(user: Any) -> QuerySet[Pickup]:
    """Of the provinces in which the user is a press officer."""
    if user.is_superuser and user.is_active:
        return Pickup.objects.all()
    return Pickup.objects.filter(province__in=province_ids_of(user, Role.PRESS_OFFICER))


def pickups_of(member: Member) -> QuerySet[Pickup]:
    """What the member's organisation recorded itself, with the pictures it holds receipts for."""
    held = Receipt.objects.filter(organisation=member.organisation_id).values("asset")
    matches = PickupMatch.objects.filter(asset__in=held).exclude(is_right=False).select_related("asset__published")
    return (
        Pickup.objects.filter(organisation=member.organisation_id, member__isnull=False)
        .select_related("province", "kit")
        .prefetch_related(Prefetch("matches", matches, to_attr="held"))
    )


def seen_matches(pickup: Pickup, user: Any, audience: Audience) -> QuerySet[PickupMatch]:
    """Those whose picture an officer may know of: of the own provinces, or shown to them by the rights decision."""
    if user.is_superuser:
        return pickup.matches.all()
    own = Q(asset__province__in=province_ids_of(user, Role.PRESS_OFFICER))
    return pickup.matches.filter(own | Q(asset__in=visible(audience).order_by().values("pk")))


def shown_in(matches: QuerySet[PickupMatch], organisation_id: int | None) -> list[Shown]:
    """Matches, nearest first, with the first receipt of the organisation, else those of others. Two queries."""
    related = matches.select_related("asset__published", "asset__province")
    found = list(related.order_by(F("distance").asc(nulls_first=True), "pk"))
    taken = _taken({match.asset_id for match in found})
    shown = []
    for match in found:
        lines = taken.get(match.asset_id, {})
        own = lines.get(organisation_id or 0)
        others = () if own else tuple(sorted(lines.values(), key=lambda line: line.at))[:5]
        shown.append(Shown(match, own, others))
    return shown


def _taken(asset_ids: Collection[int]) -> dict[int, dict[int, Taken]]:
    """{asset: {organisation: its first receipt}}, however many receipts there are: one grouped query."""
    rows = (
        Receipt.objects.filter(asset__in=asset_ids)
        .order_by()
        .values_list("asset", "organisation", "organisation__name")
        .annotate(first=Min("at"))
    )
    found: dict[int, dict[int, Taken]] = {}
    for asset, organisation, name, first in rows:
        found.setdefault(asset, {})[organisation] = Taken(name, first)
    return found


def uses_of_asset(asset_id: int, user: Any) -> int:
    """How often an asset was picked up, as far as the user's provinces know."""
    return (
        PickupMatch.objects.filter(USED, asset=asset_id, pickup__in=pickups_for(user))
        .values("pickup")
        .distinct()
        .count()
    )


def uses_of_kit(kit: Kit, user: Any) -> int:
    """Publications recorded for the kit, or showing one of its pictures in its province."""
    if not works_for_press(user, kit.province_id):
        return 0
    of_items = PickupMatch.objects.filter(USED, asset__kit_items__kit=kit.pk).values("pickup")
    confirmed = pickups_for(user).filter(state="confirmed")
    return confirmed.filter(Q(kit=kit.pk) | Q(pk__in=of_items, province=kit.province_id)).count()


def counted(pickups: QuerySet[Pickup]) -> QuerySet[Pickup]:
    """With the number of pictures that count as shown."""
    return pickups.annotate(pictures=Count("matches", filter=Q(matches__is_right=True)))
