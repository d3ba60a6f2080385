"""The editorial acts on assets. One act is one function: it changes, writes the log, sends the news."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import WorkflowState

from locales.text_status.services import approve_texts
from media_library import signals, tasks
from media_library.models import Asset, Change, ChangeEvent, Photo, PublishedDocument
from media_library.models.asset import TEXT_FIELDS

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def missing_for_approval(photo: Any) -> list[str]:
    """What still has to be filled in before this can be approved, in words; empty when nothing is missing."""
    checks: list[tuple[Callable[[], bool], str]] = [
        (lambda: bool(photo.title_vi), _("the title in Vietnamese")),
        (lambda: bool(photo.caption_vi), _("the caption in Vietnamese")),
        (lambda: bool(photo.alt_text_vi), _("the alternative text in Vietnamese")),
        (lambda: bool(photo.credit_line), _("the credit line")),
        (lambda: photo.licence_id is not None, _("a licence")),
        (
            lambda: not photo.shows_people or photo.consent_id is not None,
            _("a consent, since people can be recognised"),
        ),
    ]
    return [words for fulfilled, words in checks if not fulfilled()]


@transaction.atomic
def settle_approval(photo: Photo, *, actor: AbstractBaseUser | None) -> None:
    """What an approval means beyond Wagtail's publishing: texts, the document that leaves, log and news."""
    from media_library.published import build_document

    first = photo.approved_at is None
    if first:
        photo.approved_at = timezone.now()
    photo.save(update_fields=["approved_at", "updated_at"])
    shown = approve_texts(photo, TEXT_FIELDS)
    build_document(photo, shown)
    event = ChangeEvent.APPROVED if first else ChangeEvent.UPDATED
    Change.objects.create(subject="asset", subject_uuid=photo.uuid, event=event)
    signal = signals.asset_approved if first else signals.asset_updated
    signal.send(sender=Asset, asset=photo, actor=actor)
    transaction.on_commit(lambda: tasks.make_renditions.enqueue(photo.pk))


@transaction.atomic
def take_back_to_draft(photo: Photo) -> None:
    """An unpublished photo is a draft again: nothing of it is given out."""
    if photo.approved_at is None:
        return
    photo.approved_at = None
    photo.save(update_fields=["approved_at", "updated_at"])
    Change.objects.create(subject="asset", subject_uuid=photo.uuid, event=ChangeEvent.EXPIRED)


@transaction.atomic
def withdraw(asset: Asset, *, reason: str, actor: AbstractBaseUser | None, successor: Asset | None = None) -> None:
    """Withdraw an approved asset: from this second no exit gives it, and its holders are told.

    `reason` is told to partners. Raises ValidationError without a reason, or for what was never approved
    or is withdrawn already.
    """
    asset = Asset.objects.select_for_update().get(pk=asset.pk)
    if not reason.strip():
        raise ValidationError(_("Say why: those who hold the file are told the reason."))
    if asset.withdrawn_at is not None:
        raise ValidationError(_("It is withdrawn already."))
    if asset.approved_at is None:
        raise ValidationError(_("Only what has been approved can be withdrawn; a draft can simply be deleted."))
    asset.withdrawn_at = timezone.now()
    asset.withdrawal_reason = reason.strip()
    asset.successor = successor
    asset.save(update_fields=["withdrawn_at", "withdrawal_reason", "successor", "updated_at"])
    _stop_editing(asset, actor)
    Change.objects.create(
        subject="asset", subject_uuid=asset.uuid, event=ChangeEvent.WITHDRAWN, reason=asset.withdrawal_reason
    )
    signals.asset_withdrawn.send(
        sender=Asset, asset=asset, actor=actor, reason=asset.withdrawal_reason, successor=successor
    )


def _stop_editing(asset: Asset, actor: AbstractBaseUser | None) -> None:
    """End what is under way in the admin: the photo isn't live, and no workflow can bring it back."""
    photo = Photo.objects.filter(pk=asset.pk).first()
    if photo is None:
        return
    Photo.objects.filter(pk=photo.pk).update(live=False)
    for state in WorkflowState.objects.for_instance(photo).active():
        state.cancel(user=actor)
    log(instance=photo, action="media_library.withdraw", user=actor, data={"reason": asset.withdrawal_reason})


@transaction.atomic
def set_embargo(asset: Asset, until: datetime | None, *, actor: AbstractBaseUser | None, reason: str = "") -> None:
    """Set, move or lift (None) the embargo. Counts at once; nothing happens if it stays as it is."""
    asset = Asset.objects.select_for_update().get(pk=asset.pk)
    before = asset.embargo_until
    if before == until:
        return
    asset.embargo_until = until
    asset.save(update_fields=["embargo_until", "updated_at"])
    Change.objects.create(subject="asset", subject_uuid=asset.uuid, event=ChangeEvent.EMBARGO_CHANGED, reason=reason)
    photo = Photo.objects.filter(pk=asset.pk).first()
    if photo is not None:
        data = {
            "before": before and before.isoformat(),
            "after": until and until.isoformat(),
            "reason": reason,
        }
        log(instance=photo, action="media_library.embargo", user=actor, data=data)
    signals.embargo_changed.send(sender=Asset, asset=asset, actor=actor, before=before, after=until)


def rebuild_documents_quoting(label: str, pk: int) -> int:
    """Rebuild every published document that quotes the licence, province or sector; returns how many."""
    from media_library.published import build_document

    path = {
        "media_library.licence": "asset__licence",
        "provinces.province": "asset__province",
        "provinces.sector": "asset__sectors",
    }[label]
    ids = list(PublishedDocument.objects.filter(**{path: pk}).values_list("pk", flat=True))
    for asset_id in ids:
        with transaction.atomic():
            photo = Photo.objects.select_for_update(of=("self",)).select_related("published").get(pk=asset_id)
            build_document(photo, photo.published.body["languages"], texts=photo.published.body["texts"])
            Asset.objects.filter(pk=asset_id).update(updated_at=timezone.now())
            if photo.approved_at and not photo.withdrawn_at:
                Change.objects.create(subject="asset", subject_uuid=photo.uuid, event=ChangeEvent.UPDATED)
        tasks.make_renditions.enqueue(asset_id)
    return len(ids)
