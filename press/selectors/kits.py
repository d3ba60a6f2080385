"""Kits as an audience sees them, in a constant number of queries however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from locales.machine.selectors import machine_made_of
from locales.text import texts_of
from media_library.models import Asset
from media_library.rights import Audience, AudienceKind, Purpose, sql
from media_library.selectors import known_uuids, views_of
from media_library.selectors import visible as visible_assets
from press.kit_view import KitView, WithdrawnItem
from press.models import Kit, KitAudience, KitGrant, KitItem, KitState
from press.models.kit import KIT_TEXTS
from press.policy import KitFacts, sight

NOTHING = Q(pk__in=[])
EVERYTHING = ~Q(pk__in=[])


def facts_of(kit: Kit) -> KitFacts:
    """What `policy.sight` weighs; grants should be prefetched."""
    grants = list(kit.grants.all())
    return KitFacts(
        province_id=kit.province_id,
        state=kit.state,
        audience=kit.audience,
        embargo_until=kit.embargo_until,
        granted_to=frozenset(grant.organisation_id for grant in grants),
        early_to=frozenset(grant.organisation_id for grant in grants if grant.may_see_under_embargo),
    )


def visible(audience: Audience, at: datetime) -> Q:
    """The kits for which `policy.sight` isn't HIDDEN, as a condition on `Kit`."""
    partner = audience.organisation_id if audience.kind is AudienceKind.PARTNER else None
    over = Q(embargo_until__isnull=True) | Q(embargo_until__lte=at)
    entitled = Q(audience=KitAudience.PUBLIC)
    early = NOTHING
    if partner is not None:
        grants = KitGrant.objects.filter(kit=OuterRef("pk"), organisation=partner)
        entitled |= Q(audience=KitAudience.PRESS) | Q(Exists(grants), audience=KitAudience.ORGANISATIONS)
        early = Q(Exists(grants.filter(may_see_under_embargo=True)))
    reached = Q(state=KitState.PUBLISHED) & ((over & entitled) | (~over & early))
    if audience.kind is not AudienceKind.STAFF:
        return reached
    return reached | (EVERYTHING if audience.all_provinces else Q(province__in=audience.province_ids))


def kits_for(audience: Audience, at: datetime | None = None) -> QuerySet[Kit]:
    """The kits an audience may know of, newest first, with what views of them need."""
    grants = Prefetch("grants", KitGrant.objects.all())
    return (
        Kit.objects.filter(visible(audience, at or timezone.now()))
        .select_related("province")
        .prefetch_related(grants)
        .order_by(F("published_at").desc(nulls_last=True), "-pk")
    )


def kit_views(
    kits: Iterable[Kit], audience: Audience, lang: str, at: datetime | None = None, *, all_assets: bool = False
) -> list[KitView]:
    """Views of kits that came from `kits_for`: with their covers, or (`all_assets`) with every picture.

    Where the chosen cover isn't for this reader, the first picture that is stands in for it.
    """
    now = at or timezone.now()
    kits = list(kits)
    members = _allowed_items(kits, audience, now)
    covers = {kit.pk: [pk for pk in (kit.cover_id, *members[kit.pk][:1]) if pk] for kit in kits}
    wanted = {pk for candidates in covers.values() for pk in candidates}
    if all_assets:
        wanted.update(pk for ids in members.values() for pk in ids)
    views = views_of(audience, lang, ids=wanted, at=now)
    machine = machine_made_of(
        Kit._meta.label_lower, {kit.pk: {name: texts_of(kit, name) for name in KIT_TEXTS} for kit in kits}
    )
    passable = _passable(wanted, audience, now) if all_assets else frozenset()
    return [
        KitView(
            kit=kit,
            lang=lang,
            sight=sight(facts_of(kit), audience, now),
            cover=next((views[pk] for pk in covers[kit.pk] if pk in views), None),
            asset_ids=tuple(members[kit.pk]),
            assets=[views[pk] for pk in members[kit.pk] if pk in views] if all_assets else [],
            passable=passable.intersection(members[kit.pk]),
            machine=machine.get(kit.pk, {}),
        )
        for kit in kits
    ]


def find_kit(audience: Audience, lang: str, *, at: datetime | None = None, **identity: Any) -> KitView | None:
    """One kit in full, by `slug=`, `uuid=` or another condition; None for what the audience may not know of."""
    now = at or timezone.now()
    kits = kits_for(audience, now).filter(**identity)[:1]
    return next(iter(kit_views(kits, audience, lang, now, all_assets=True)), None)


def present_slug(audience: Audience, former: str) -> str | None:
    """The address of the kit that once had this one, for an audience that may know of it."""
    found: str | None = kits_for(audience).filter(addresses__slug=former).values_list("slug", flat=True).first()
    return found if found != former else None


def _allowed_items(kits: Sequence[Kit], audience: Audience, at: datetime) -> dict[int, list[int]]:
    """{kit: its assets that the audience may see, in the kit's order}."""
    allowed = visible_assets(audience, at=at).values("pk")
    rows = KitItem.objects.filter(kit__in=kits, asset__in=allowed).order_by("sort_order", "pk")
    found: dict[int, list[int]] = defaultdict(list)
    for kit_id, asset_id in rows.values_list("kit_id", "asset_id"):
        found[kit_id].append(asset_id)
    return found


def _passable(ids: Iterable[int], audience: Audience, at: datetime) -> frozenset[int]:
    """Those that may be handed on in an archive."""
    allowed = visible_assets(audience, at=at, purpose=Purpose.REDISTRIBUTION)
    return frozenset(allowed.filter(pk__in=set(ids)).values_list("pk", flat=True))


def withdrawn_items(kit: Kit, audience: Audience) -> list[WithdrawnItem]:
    """What was taken back from the kit, for those who could see it before."""
    known = Asset.objects.filter(sql.known(audience), kit_items__kit=kit, withdrawn_at__isnull=False)
    gone = list(known.order_by("withdrawn_at"))
    instead = known_uuids(audience, (asset.successor_id for asset in gone))
    return [
        WithdrawnItem(asset.uuid, asset.withdrawn_at, asset.withdrawal_told, instead.get(asset.successor_id or 0))
        for asset in gone
        if asset.withdrawn_at is not None
    ]


def next_embargo(now: datetime) -> datetime | None:
    """When the next kit opens by itself: until then a cached press room may be kept."""
    first: datetime | None = Kit.objects.filter(embargo_until__gt=now).aggregate(first=Min("embargo_until"))["first"]
    return first


def changed_kits(audience: Audience, at: datetime) -> QuerySet[Any]:
    """UUIDs of the kits whose changes an audience may know of: what it may see, and public ones that were closed."""
    over = Q(embargo_until__isnull=True) | Q(embargo_until__lte=at)
    closed = Q(state=KitState.CLOSED, audience=KitAudience.PUBLIC) & over
    return Kit.objects.filter(visible(audience, at) | closed).values("uuid")
