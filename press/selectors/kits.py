"""Kits as an audience sees them, in a constant number of queries however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from locales.machine.selectors import machine_made_of
from media_library.models import Asset
from media_library.rights import Audience, AudienceKind, Purpose, sql
from media_library.selectors import known_uuids, views_of
from media_library.selectors import visible as visible_assets
from press.kit_content import KitContent
from press.kit_drafts import prefetch_drafts, shown_content
from press.kit_view import KitView, WithdrawnItem
from press.models import Kit, KitAudience, KitGrant, KitState, ShareLink
from press.policy import KitFacts, sight
from press.selectors.share_links import in_force

NOTHING = Q(pk__in=[])
EVERYTHING = ~Q(pk__in=[])


def facts_of(kit: Kit, pass_id: int | None = None) -> KitFacts:
    """What `policy.sight` weighs; grants should be prefetched. Of share links only the one the asker comes by."""
    grants = list(kit.grants.all())
    links = ShareLink.objects.filter(in_force(), kit=kit, pk=pass_id) if pass_id is not None else []
    return KitFacts(
        province_id=kit.province_id,
        state=kit.state,
        audience=kit.audience,
        embargo_until=kit.embargo_until,
        granted_to=frozenset(grant.organisation_id for grant in grants),
        early_to=frozenset(grant.organisation_id for grant in grants if grant.may_see_under_embargo),
        links=frozenset(link.pk for link in links),
        early_links=frozenset(link.pk for link in links if link.may_see_under_embargo),
        expires_at=kit.expires_at,
    )


def visible(audience: Audience, at: datetime) -> Q:
    """The kits for which `policy.sight` isn't HIDDEN nor, but for its own staff, ENDED, as a condition on `Kit`."""
    reached = _reached(audience, at) & unended(at)
    if audience.kind is not AudienceKind.STAFF:
        return reached
    return reached | (EVERYTHING if audience.all_provinces else Q(province__in=audience.province_ids))


def unended(at: datetime) -> Q:
    return Q(expires_at__isnull=True) | Q(expires_at__gt=at)


def ended(audience: Audience, at: datetime) -> Q:
    """The kits that this audience could see until they ended: for whom `policy.sight` is ENDED."""
    return _reached(audience, at) & Q(expires_at__lte=at)


def _reached(audience: Audience, at: datetime) -> Q:
    """Published for this audience, whether or not its time is over."""
    partner = audience.organisation_id if audience.kind is AudienceKind.PARTNER else None
    over = Q(embargo_until__isnull=True) | Q(embargo_until__lte=at)
    if audience.pass_id is not None:
        links = ShareLink.objects.filter(in_force(at), pk=audience.pass_id, kit=OuterRef("pk"))
        early = Q(Exists(links.filter(may_see_under_embargo=True)))
        return Q(state=KitState.PUBLISHED) & ((over & Q(Exists(links))) | (~over & early))
    entitled = Q(audience=KitAudience.PUBLIC)
    early = NOTHING
    if partner is not None:
        grants = KitGrant.objects.filter(kit=OuterRef("pk"), organisation=partner)
        entitled |= Q(audience=KitAudience.PRESS) | Q(Exists(grants), audience=KitAudience.ORGANISATIONS)
        early = Q(Exists(grants.filter(may_see_under_embargo=True)))
    return Q(state=KitState.PUBLISHED) & ((over & entitled) | (~over & early))


def kits_for(audience: Audience, at: datetime | None = None) -> QuerySet[Kit]:
    """The kits an audience may know of, newest first, with what views of them need."""
    grants = Prefetch("grants", KitGrant.objects.all())
    return (
        Kit.objects.filter(visible(audience, at or timezone.now()))
        .select_related("province", "version")
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
    prefetch_drafts(kits)
    contents = {kit.pk: shown_content(kit) for kit in kits}
    members = _allowed_items(contents, audience, now)
    covers = {pk: [one for one in (content.cover, *members[pk][:1]) if one] for pk, content in contents.items()}
    wanted = {pk for candidates in covers.values() for pk in candidates}
    if all_assets:
        wanted.update(pk for ids in members.values() for pk in ids)
    views = views_of(audience, lang, ids=wanted, at=now)
    machine = machine_made_of(Kit._meta.label_lower, {pk: content.texts for pk, content in contents.items()})
    passable = _passable(wanted, audience, now) if all_assets else frozenset()
    return [
        KitView(
            kit=kit,
            content=contents[kit.pk],
            lang=lang,
            sight=sight(facts_of(kit, audience.pass_id), audience, now),
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


def find_ended(audience: Audience, at: datetime | None = None, **identity: Any) -> Kit | None:
    """A kit whose time is over, for an audience that could see it until then."""
    found: Kit | None = Kit.objects.filter(ended(audience, at or timezone.now()), **identity).first()
    return found


def _allowed_items(contents: Mapping[int, KitContent], audience: Audience, at: datetime) -> dict[int, list[int]]:
    """{kit: its assets that the audience may see, in the kit's order}. One query."""
    wanted = {pk for content in contents.values() for pk in content.assets}
    allowed = set(visible_assets(audience, at=at).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else ()
    return {pk: [asset for asset in content.assets if asset in allowed] for pk, content in contents.items()}


def _passable(ids: Iterable[int], audience: Audience, at: datetime) -> frozenset[int]:
    """Those that may be handed on in an archive."""
    allowed = visible_assets(audience, at=at, purpose=Purpose.REDISTRIBUTION)
    return frozenset(allowed.filter(pk__in=set(ids)).values_list("pk", flat=True))


def withdrawn_items(kit: Kit, audience: Audience) -> list[WithdrawnItem]:
    """What was taken back from the kit, for those who could see it before."""
    held = shown_content(kit).assets
    known = Asset.objects.filter(sql.known(audience), pk__in=held, withdrawn_at__isnull=False)
    gone = list(known.order_by("withdrawn_at"))
    instead = known_uuids(audience, (asset.successor_id for asset in gone))
    return [
        WithdrawnItem(asset.uuid, asset.withdrawn_at, asset.withdrawal_told, instead.get(asset.successor_id or 0))
        for asset in gone
        if asset.withdrawn_at is not None
    ]


def next_moment(now: datetime) -> datetime | None:
    """When the next kit opens or ends by itself: until then a cached press room may be kept."""
    fields = ("embargo_until", "expires_at")
    found = [Kit.objects.filter(**{f"{field}__gt": now}).aggregate(first=Min(field))["first"] for field in fields]
    return min((moment for moment in found if moment is not None), default=None)


def changed_kits(audience: Audience, at: datetime) -> QuerySet[Any]:
    """UUIDs of the kits whose changes an audience may know of: what it may see or could until it ended, and public
    ones that were closed."""
    over = Q(embargo_until__isnull=True) | Q(embargo_until__lte=at)
    closed = Q(state=KitState.CLOSED, audience=KitAudience.PUBLIC) & over
    return Kit.objects.filter(visible(audience, at) | ended(audience, at) | closed).values("uuid")
