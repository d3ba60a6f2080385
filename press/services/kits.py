"""The acts on kits. A kit under embargo puts its assets under embargo too: the gate knows no kits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from locales.memory.services import remember_approved
from media_library.models import Asset, Change, ChangeEvent
from media_library.rights import PUBLIC_AUDIENCE, Purpose
from media_library.rights.ask import decision_on
from media_library.services import set_embargo
from press.models import Kit, KitItem, KitState
from press.policy import embargo_to_hold, under_embargo
from press.services.notices import one_act

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


@transaction.atomic
def publish(kit: Kit, *, actor: AbstractBaseUser | None) -> list[Asset]:
    """Publish a kit (again). Returns the assets that were public until now and are hidden until its embargo ends.

    Raises ValidationError for a kit that is published already.
    """
    kit = _locked(kit)
    if kit.state == KitState.PUBLISHED:
        raise ValidationError(_("The kit is published already."))
    kit.state = KitState.PUBLISHED
    kit.published_at = timezone.now()
    kit.closed_at = None
    kit.save(update_fields=["state", "published_at", "closed_at", "updated_at"])
    _tell(kit, ChangeEvent.APPROVED)
    log(instance=kit, action="press.publish_kit", user=actor)
    remember_approved("press.kit", kit)
    return _hold_assets(kit, before=None, actor=actor, reason=_reason(kit))


@transaction.atomic
def settle_edit(kit: Kit, *, actor: AbstractBaseUser | None) -> list[Asset]:
    """After a published kit was edited: new pictures come under its embargo. Returns as `publish` does."""
    kit = _locked(kit)
    if kit.state != KitState.PUBLISHED:
        return []
    _tell(kit, ChangeEvent.UPDATED)
    remember_approved("press.kit", kit)
    return _hold_assets(kit, before=None, actor=actor, reason=_reason(kit))


@transaction.atomic
def move_embargo(
    kit: Kit,
    until: datetime | None,
    *,
    actor: AbstractBaseUser | None,
    reason: str = "",
    reason_texts: Mapping[str, str] | None = None,
) -> list[Asset]:
    """Set, move or lift (None) the embargo of a published kit and of the assets that stand under it.

    An asset that another published kit holds longer stays hidden that long. Returns the assets that were
    public until now. Raises ValidationError for a kit that isn't published and for a moment that has passed.
    """
    kit = _locked(kit)
    if kit.state != KitState.PUBLISHED:
        raise ValidationError(_("Only a published kit's embargo is moved so; a draft is simply edited."))
    if until is not None and until <= timezone.now():
        raise ValidationError(_("This moment has passed. To end the embargo at once, lift it."))
    before, kit.embargo_until = kit.embargo_until, until
    if before == until:
        return []
    kit.save(update_fields=["embargo_until", "updated_at"])
    _tell(kit, ChangeEvent.EMBARGO_CHANGED, reason, reason_texts)
    data = {"before": before and before.isoformat(), "after": until and until.isoformat(), "reason": reason}
    log(instance=kit, action="press.move_embargo", user=actor, data=data)
    told = reason or _reason(kit)
    return _hold_assets(kit, before=before, actor=actor, reason=told, reason_texts=reason_texts)


@transaction.atomic
def close(
    kit: Kit, *, actor: AbstractBaseUser | None, reason: str = "", reason_texts: Mapping[str, str] | None = None
) -> None:
    """Take a kit off the press room. Its assets stay as they are: an embargo on them goes on to its end."""
    kit = _locked(kit)
    if kit.state != KitState.PUBLISHED:
        raise ValidationError(_("Only a published kit can be closed."))
    kit.state = KitState.CLOSED
    kit.closed_at = timezone.now()
    kit.save(update_fields=["state", "closed_at", "updated_at"])
    _tell(kit, ChangeEvent.WITHDRAWN, reason, reason_texts)
    log(instance=kit, action="press.close_kit", user=actor, data={"reason": reason})


def _locked(kit: Kit) -> Kit:
    return Kit.objects.select_for_update(of=("self",)).get(pk=kit.pk)


def _reason(kit: Kit) -> str:
    return _("Press kit: %(title)s") % {"title": kit.title_vi or kit.title}


def _tell(kit: Kit, event: ChangeEvent, reason: str = "", reason_texts: Mapping[str, str] | None = None) -> None:
    Change.objects.create(
        subject="kit", subject_uuid=kit.uuid, event=event, reason=reason, reason_texts=dict(reason_texts or {})
    )


def _hold_assets(
    kit: Kit,
    *,
    before: datetime | None,
    actor: AbstractBaseUser | None,
    reason: str,
    reason_texts: Mapping[str, str] | None = None,
) -> list[Asset]:
    """Bring the assets' embargoes in line with their kits'; returns those that were public and aren't now."""
    now = timezone.now()
    assets = list(Asset.objects.filter(kit_items__kit=kit).select_related("licence", "consent").order_by("pk"))
    others = _other_embargoes(kit, now)
    hidden: list[Asset] = []
    with one_act():
        for asset in assets:
            current = asset.embargo_until
            kept = None if current == before else current
            target = embargo_to_hold([kit.embargo_until, *others[asset.pk]], kept, now)
            if target == current or (target is None and not under_embargo(current, now)):
                continue
            if target is not None and decision_on(asset, PUBLIC_AUDIENCE, Purpose.PREVIEW, now).allowed:
                hidden.append(asset)
            set_embargo(asset, target, actor=actor, reason=reason, reason_texts=reason_texts)
    return hidden


def _other_embargoes(kit: Kit, now: datetime) -> dict[int, list[datetime | None]]:
    """{asset: embargoes to come of the other published kits it is in}."""
    found: dict[int, list[datetime | None]] = defaultdict(list)
    rows = (
        KitItem.objects.filter(asset__kit_items__kit=kit, kit__state=KitState.PUBLISHED, kit__embargo_until__gt=now)
        .exclude(kit=kit)
        .values_list("asset_id", "kit__embargo_until")
    )
    for asset_id, until in rows:
        found[asset_id].append(until)
    return found
