"""Telling members what is new for them: each thing once, none missed, whatever happens to the worker.

Nothing listens to acts. Once a minute each member's view of the press room is compared with what the member was told:
so a kit that opens by the passing of time, by a grant or by its organisation's verification is news like one that is
published. What is news is written down together with the letter that will tell it; the rights are asked again when it
goes out, and what isn't to be seen by then is forgotten, so that it can become news later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from media_library.models import Asset
from media_library.selectors import visible
from press.alerts.schedule import digest_day, is_due
from press.alerts.wishes import Wish, assets_wished, kits_wished, wish_of
from press.models import Interests, Kit, KitState, Letter, LetterKind, Member, OrganisationState, Told, When
from press.selectors.kits import kits_for
from press.selectors.partners import audience_for
from press.services import letters
from provinces.models import Province, Sector

LOOK_BACK = timedelta(days=30)
"""Pictures that became available before are no news any more, even where the worker stood still that long."""
_STOP = "press.alerts.stop"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a member ticked in the form."""

    provinces: Sequence[Province]
    sectors: Sequence[Sector]
    topics: Sequence[str]
    languages: Sequence[str]
    language: str
    alerts: str
    hour: int
    zone: str


@transaction.atomic
def choose(member: Member, chosen: Chosen, now: datetime | None = None) -> Interests:
    """Save a member's choices. What matched the old ones and wasn't told yet still will be; what is there already and
    only the new ones match is no news."""
    now = now or timezone.now()
    Interests.objects.get_or_create(member=member)
    interests = Interests.objects.select_for_update().get(member=member)
    was_on = interests.alerts != When.NEVER
    before = wish_of(interests)
    if not was_on:
        interests.since = now
    for name in ("topics", "languages"):
        setattr(interests, name, list(getattr(chosen, name)))
    for name in ("language", "alerts", "hour", "zone"):
        setattr(interests, name, getattr(chosen, name))
    if chosen.alerts == When.DAILY:
        due = digest_day(now, interests.hour, ZoneInfo(interests.zone))
        last = interests.digest_day
        interests.digest_day = due if last is None or not was_on else max(last, due)
    interests.save()
    interests.provinces.set(chosen.provinces)
    interests.sectors.set(chosen.sectors)
    if interests.alerts != When.NEVER:
        _take_as_known(member, interests.since, before if was_on else None, now)
    return interests


def _take_as_known(member: Member, since: datetime, but: Wish | None, now: datetime) -> None:
    """Note everything that the member may see now as no news, but what `but` matches."""
    audience = audience_for(member.organisation)
    kits, assets = _seen_kits(member, now), _new_assets(member, since, now)
    if but is not None:
        kits = kits.exclude(kits_wished(but, audience, now))
        assets = assets.exclude(assets_wished(but))
    rows = [Told(member=member, kit_id=pk) for pk in kits.order_by().values_list("pk", flat=True)]
    rows += [Told(member=member, asset_id=pk) for pk in assets.order_by().values_list("pk", flat=True)]
    Told.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def _seen_kits(member: Member, now: datetime) -> QuerySet[Kit]:
    """Published kits that the member may see and wasn't told of."""
    told = Told.objects.filter(member=member, kit=OuterRef("pk"))
    return kits_for(audience_for(member.organisation), now).filter(~Exists(told), state=KitState.PUBLISHED)


def _new_assets(member: Member, since: datetime, now: datetime) -> QuerySet[Asset]:
    """Assets that the member may see, that became available lately, and that the member wasn't told of."""
    since = max(since, now - LOOK_BACK)
    lately = Q(approved_at__gt=since) | Q(embargo_until__gt=since, embargo_until__lte=now)
    told = Told.objects.filter(member=member, asset=OuterRef("pk"))
    return visible(audience_for(member.organisation), at=now).filter(lately).filter(~Exists(told))


# --- gathering ----------------------------------------------------------------------------------------------------
def gather_all(now: datetime) -> int:
    """Write the letters that are due; how many."""
    wanting = Interests.objects.exclude(alerts=When.NEVER).filter(
        member__user__is_active=True, member__organisation__state=OrganisationState.VERIFIED
    )
    made = 0
    for interests in wanting.order_by("pk").iterator():
        if interests.alerts == When.DAILY and not is_due(_day(interests, now), interests.digest_day):
            continue
        try:
            made += gather(interests.pk, now) is not None
        except IntegrityError:  # another worker told the same at the same moment: both can't
            continue
    return made


@transaction.atomic
def gather(interests_id: int, now: datetime) -> Letter | None:
    """The letter with what is new for one member; None where nothing is, or where it isn't time yet."""
    locked = Interests.objects.select_for_update(of=("self",)).select_related("member__organisation", "member__user")
    interests = locked.get(pk=interests_id)
    member, day = interests.member, None
    if interests.alerts == When.NEVER:
        return None
    if interests.alerts == When.DAILY:
        day = _day(interests, now)
        if not is_due(day, interests.digest_day):
            return None
        interests.digest_day = day
        interests.save(update_fields=["digest_day"])
    wish, audience = wish_of(interests), audience_for(member.organisation)
    kits = _seen_kits(member, now).filter(kits_wished(wish, audience, now))
    assets = _new_assets(member, interests.since, now).filter(assets_wished(wish))
    kit_ids = list(kits.order_by().values_list("pk", flat=True))
    asset_ids = list(assets.order_by().values_list("pk", flat=True))
    if not kit_ids and not asset_ids:
        return None
    letter = letters.post(LetterKind.ALERT, member=member, digest_day=day)
    rows = [Told(member=member, letter=letter, kit_id=pk) for pk in kit_ids]
    rows += [Told(member=member, letter=letter, asset_id=pk) for pk in asset_ids]
    Told.objects.bulk_create(rows, batch_size=500)
    return letter


def _day(interests: Interests, now: datetime) -> Any:
    return digest_day(now, interests.hour, ZoneInfo(interests.zone))


# --- ending them ----------------------------------------------------------------------------------------------------
def stop_path(member: Member) -> str:
    """The link that ends a member's alerts with one click; it stays good."""
    return reverse("press:alerts-stop", args=[signing.dumps(member.pk, salt=_STOP)])


def member_to_stop(token: str) -> int | None:
    """The member's id in a link of ours, else None."""
    try:
        pk = signing.loads(token, salt=_STOP)
    except signing.BadSignature:
        return None
    return pk if isinstance(pk, int) else None


def stop(member_id: int) -> None:
    Interests.objects.filter(member=member_id).update(alerts=When.NEVER)
