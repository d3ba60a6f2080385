"""Recording publications, naming what they show, confirming them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from media_library.models import Asset
from press import tasks
from press.attachments import Checked
from press.models import Credit, MatchWay, Member, Organisation, Pickup, PickupMatch, PickupState
from press.pickups.crediting import credit_in, credit_of_all
from press.pickups.web_address import key_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def twin_of(pickup: Pickup, *, organisation: Organisation | None = None) -> Pickup | None:
    """An earlier record of the same publication in the province: by its address, else by the file's bytes.

    `organisation`: only among its own, since nobody learns of what others recorded.
    """
    known = Pickup.objects.filter(province=pickup.province_id).exclude(state=PickupState.REFUSED).exclude(pk=pickup.pk)
    if organisation is not None:
        known = known.filter(organisation=organisation)
    if pickup.url and (found := known.filter(url_key=key_of(pickup.url)).first()):
        return found
    return known.filter(sha256=pickup.sha256).first() if pickup.sha256 else None


@transaction.atomic
def record(
    pickup: Pickup,
    *,
    file: Checked | None = None,
    member: Member | None = None,
    actor: AbstractBaseUser | None = None,
    twins: bool = False,
) -> Pickup:
    """Keep a new record and have its file looked at.

    Raises ValidationError without an address, a file or a text, and, unless `twins` are wanted, for what is recorded.
    """
    if not (pickup.url or file or pickup.pasted.strip()):
        raise ValidationError(_("Give the web address, a file, or the text of the article."))
    pickup.url_key = key_of(pickup.url)
    if file is not None:
        file.file.seek(0)
        pickup.sha256 = hashlib.file_digest(file.file, "sha256").hexdigest()  # type: ignore[arg-type]
        file.file.seek(0)
        file.file.name = file.name
        pickup.file, pickup.file_name, pickup.media_type = file.file, file.name, file.media_type
        pickup.bytes = file.file.size
    twin = None if twins else twin_of(pickup, organisation=member.organisation if member else None)
    if twin is not None:
        raise ValidationError(_("This publication is recorded already: %(title)s"), params={"title": str(twin)})
    pickup.member, pickup.recorded_by_id = member, actor.pk if actor else None
    pickup.save()
    if file is not None:
        transaction.on_commit(lambda: tasks.look_at_pickup.enqueue(pickup.pk))
    return pickup


@transaction.atomic
def name_asset(pickup: Pickup, asset: Asset) -> PickupMatch:
    """A person sees what the machine doesn't. Raises ValidationError for what has never been approved."""
    if asset.approved_at is None:
        raise ValidationError(_("This picture has never been given out, so nobody can have used it."))
    match, _new = PickupMatch.objects.update_or_create(
        pickup=pickup,
        asset=asset,
        defaults={"is_right": True},
        create_defaults={"is_right": True, "way": MatchWay.HAND},
    )
    weigh_credit(pickup)
    return match


@transaction.atomic
def settle(
    pickup: Pickup, *, right: set[int], state: str, actor: AbstractBaseUser, seen: QuerySet[PickupMatch] | None = None
) -> None:
    """Confirm or refuse a publication; `right` are the matches (by key) that it really shows, all others are wrong.

    `seen`: only these were put before the actor; what they may not know of stays undecided.

    Raises ValidationError for a confirmation without a picture.
    """
    matches = pickup.matches.filter(pk__in=(pickup.matches if seen is None else seen).values("pk"))
    if state == PickupState.CONFIRMED and not matches.filter(pk__in=right).exists():
        raise ValidationError(_("Name at least one picture that the publication shows."))
    matches.filter(pk__in=right).update(is_right=True)
    matches.exclude(pk__in=right).update(is_right=False)
    pickup.state, pickup.settled_at, pickup.settled_by_id = state, timezone.now(), actor.pk
    pickup.save(update_fields=["state", "settled_at", "settled_by"])
    weigh_credit(pickup)


def weigh_credit(pickup: Pickup) -> None:
    """Look for each picture's credit line in the text, and say of the publication what is true of the worst of them."""
    text = f"{pickup.pasted}\n{pickup.file_text}"
    found: list[Credit] = []
    for match in pickup.matches.exclude(is_right=False).select_related("asset__published"):
        match.credit = credit_in(text, credit_line_of(match.asset))
        match.save(update_fields=["credit"])
        found.append(match.credit)
    Pickup.objects.filter(pk=pickup.pk).update(credit=credit_of_all(found))
    pickup.credit = credit_of_all(found)


def credit_line_of(asset: Any) -> str:
    return str(asset.credit_line or "")
