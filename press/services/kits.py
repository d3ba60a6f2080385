"""The acts on kits. A kit under embargo puts its assets under embargo too: the gate knows no kits.

Readers get a version (docs/adr/0020): each act that changes what they get makes a new one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from locales.memory.services import remember_approved
from locales.registry import LANGUAGES
from locales.text_status.kinds import kind_of
from locales.text_status.settling import settle
from media_library.models import Asset, Change, ChangeEvent
from media_library.rights import PUBLIC_AUDIENCE, Purpose
from media_library.rights.ask import decision_on
from media_library.services import set_embargo
from press.kit_content import KitChanges, KitContent, changes_between
from press.kit_drafts import draft_content, shown_content, token_of, unpublished
from press.models import Kit, KitState, KitVersion, PublishedItem
from press.policy import embargo_to_hold, under_embargo
from press.services.notices import one_act

SAVED_WITH_A_VERSION = (
    "version", "state", "published_at", "closed_at", "ended_at", "embargo_until", "updated_at",
)  # fmt: skip

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


@transaction.atomic
def publish(kit: Kit, *, actor: AbstractBaseUser | None) -> list[Asset]:
    """Publish a kit (again). Returns the assets that were public until now and are hidden until its embargo ends.

    Raises ValidationError for a kit that is published already, or whose time is over.
    """
    kit = _locked(kit)
    if kit.state == KitState.PUBLISHED:
        raise ValidationError(_("The kit is published already."))
    if kit.expires_at is not None and kit.expires_at <= timezone.now():
        raise ValidationError(_("The time until which the kit is shown has passed. Give it a later one first."))
    kit.state = KitState.PUBLISHED
    kit.published_at = timezone.now()
    kit.closed_at = kit.ended_at = None
    _new_version(kit, draft_content(kit), actor=actor)
    _tell(kit, ChangeEvent.APPROVED)
    log(instance=kit, action="press.publish_kit", user=actor)
    return _hold_assets(kit, before=None, actor=actor, reason=_reason(kit))


@transaction.atomic
def publish_changes(
    kit: Kit, *, actor: AbstractBaseUser | None, notes: Mapping[str, str] | None = None, seen: str = ""
) -> list[Asset]:
    """Give readers what editors have changed since, as a new version. Returns as `publish` does.

    `notes` says what changed ({language code: text}); `seen` is `kit_drafts.token_of` what the actor was shown.
    Raises ValidationError for a kit that isn't published, where nothing is new, and where somebody changed the draft
    since it was shown.
    """
    kit = _locked(kit)
    if kit.state != KitState.PUBLISHED:
        raise ValidationError(_("Only a published kit has changes to publish."))
    content = draft_content(kit)
    if seen and seen != token_of(content):
        raise ValidationError(_("Somebody has changed the kit since you opened this page. Look at what is new."))
    if not unpublished(kit):
        raise ValidationError(_("There is nothing new to publish."))
    version = _new_version(kit, content, actor=actor, notes=notes)
    _tell(kit, ChangeEvent.UPDATED)
    log(instance=kit, action="press.publish_changes", user=actor, data={"number": version.number})
    return _hold_assets(kit, before=None, actor=actor, reason=_reason(kit))


@transaction.atomic
def publish_language(kit: Kit, code: str, texts: Mapping[str, str], *, actor: AbstractBaseUser | None) -> None:
    """Give readers the approved texts ({field: text}) of one language, and nothing else that is being worked on."""
    kit = _locked(kit)
    if kit.state != KitState.PUBLISHED:
        return
    before = shown_content(kit)
    content = before.with_language(code, texts)
    if changes_between(before, content):
        _new_version(kit, content, actor=actor)
        _tell(kit, ChangeEvent.UPDATED)


@transaction.atomic
def replace_asset(kit: Kit, old: int, new: int, *, actor: AbstractBaseUser | None) -> bool:
    """Have readers get another asset in the place of one, and nothing else; whether the kit showed it."""
    kit = _locked(kit)
    if kit.state != KitState.PUBLISHED:
        return False
    before = shown_content(kit)
    content = before.with_asset_replaced(old, new)
    if not changes_between(before, content):
        return False
    _new_version(kit, content, actor=actor)
    _tell(kit, ChangeEvent.UPDATED)
    _hold_assets(kit, before=None, actor=actor, reason=_reason(kit))
    return True


@transaction.atomic
def settle_edit(kit: Kit, *, actor: AbstractBaseUser | None) -> None:
    """After it was decided anew who gets a published kit, at which address or until when: that counts at once."""
    kit = _locked(kit)
    if kit.state != KitState.PUBLISHED:
        return
    if kit.ended_at is not None and (kit.expires_at is None or kit.expires_at > timezone.now()):
        kit.ended_at = None
        kit.save(update_fields=["ended_at"])
    _tell(kit, ChangeEvent.UPDATED)


def log_ended(now: datetime) -> int:
    """Write into the change log which kits have come to their end since; once for each. Cheap where none has."""
    ended = Kit.objects.filter(state=KitState.PUBLISHED, expires_at__lte=now, ended_at=None)
    if not ended.exists():
        return 0
    with transaction.atomic():
        kits = list(ended.select_for_update(of=("self",)).order_by("pk"))
        Kit.objects.filter(pk__in=[kit.pk for kit in kits]).update(ended_at=now)
        for kit in kits:
            _tell(kit, ChangeEvent.EXPIRED)
    return len(kits)


def log_opened(now: datetime) -> int:
    """Write into the change log which kits' embargoes are over since; once for each end. Cheap where none is.

    While it was under embargo, whoever may know of it only afterwards was shown no line of it, and has read on past
    them: without a line of its own the kit would stay unknown to mirrors and webhooks for ever.
    """
    if not _opened_untold(now).exists():
        return 0
    with transaction.atomic():
        # Locked before it is asked whether the line is there: of two who look at once the second finds it.
        held = list(_opened_untold(now).select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
        kits = list(_opened_untold(now).filter(pk__in=held).order_by("pk"))
        for kit in kits:
            _tell(kit, ChangeEvent.EMBARGO_CHANGED)
    return len(kits)


def _opened_untold(now: datetime) -> QuerySet[Kit]:
    told = Change.objects.filter(
        subject="kit",
        subject_uuid=OuterRef("uuid"),
        event=ChangeEvent.EMBARGO_CHANGED,
        at__gte=OuterRef("embargo_until"),
    )
    return Kit.objects.filter(
        ~Exists(told), state=KitState.PUBLISHED, embargo_until__lte=now, embargo_until__gt=F("published_at")
    )


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
    if until is not None and kit.expires_at is not None and until >= kit.expires_at:
        raise ValidationError(_("A kit ends after its embargo, not before."))
    before, kit.embargo_until = kit.embargo_until, until
    if before == until:
        return []
    _new_version(kit, replace(shown_content(kit), embargo_until=until), actor=actor)
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


def _new_version(
    kit: Kit, content: KitContent, *, actor: AbstractBaseUser | None, notes: Mapping[str, str] | None = None
) -> KitVersion:
    """What readers get from now on. Saves the kit, which is locked, with whatever else was changed of it."""
    latest = kit.versions.first()
    changes = changes_between(KitContent.from_json(latest.content), content) if latest else KitChanges()
    kit.version = KitVersion.objects.create(
        kit=kit,
        number=latest.number + 1 if latest else 1,
        by=actor if actor is not None and actor.is_authenticated else None,
        notes={code: text.strip() for code, text in (notes or {}).items() if code in LANGUAGES and text.strip()},
        content=content.as_json(),
        changes=changes.as_json(),
    )
    kit.published_items.all().delete()
    PublishedItem.objects.bulk_create(
        [PublishedItem(kit=kit, asset_id=pk, sort_order=place) for place, pk in enumerate(content.assets)]
    )
    if (kind := kind_of(kit)) is not None:
        # Before the kit is saved, which settles its texts as nobody's approval.
        settle(kind, kit, by=actor)
    kit.save(update_fields=[*SAVED_WITH_A_VERSION])
    remember_approved("press.kit", kit)
    return kit.version


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
    assets = list(Asset.objects.filter(published_in_kits__kit=kit).select_related("licence", "consent").order_by("pk"))
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
        PublishedItem.objects.filter(
            asset__published_in_kits__kit=kit, kit__state=KitState.PUBLISHED, kit__embargo_until__gt=now
        )
        .exclude(kit=kit)
        .values_list("asset_id", "kit__embargo_until")
    )
    for asset_id, until in rows:
        found[asset_id].append(until)
    return found
