"""The editorial acts on assets. One act is one function: it changes, writes the log, sends the news."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import WorkflowState

from locales.text_status.selectors import shown_texts
from locales.text_status.services import approve_texts
from media_library import signals, tasks
from media_library.models import (
    Asset,
    AssetKind,
    Change,
    ChangeEvent,
    LibraryRecord,
    PublishedDocument,
    locked_record,
    record_of,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def missing_for_approval(record: Any, *, decides: bool = False) -> list[str]:
    """What still has to be filled in before this can be approved, in words; empty when nothing is missing.

    `decides`: also what the approver does before the decision, and nobody who hands it in can.
    """
    # What isn't looked at (a film, a text) is told by its caption.
    is_seen = record.kind in (AssetKind.PHOTO, AssetKind.GRAPHIC)
    checks: list[tuple[Callable[[], bool], str]] = [
        (lambda: bool(record.title_vi), _("the title in Vietnamese")),
        (lambda: bool(record.caption_vi), _("the caption in Vietnamese")),
        (lambda: not is_seen or bool(record.alt_text_vi), _("the alternative text in Vietnamese")),
        (lambda: bool(record.credit_line), _("the credit line")),
        (lambda: record.licence_id is not None, _("a licence")),
        (
            lambda: not record.shows_people or record.consent_id is not None,
            _("a consent, since people can be recognised"),
        ),
        (
            lambda: not decides or not record.shows_map or record.map_checked_at is not None,
            _("the approver's tick that the map follows the official one"),
        ),
        (lambda: record.consent_id is None or record.consent.in_force(timezone.now()), _("a consent that is in force")),
    ]
    return [words for fulfilled, words in checks if not fulfilled()]


@transaction.atomic
def settle_approval(record: LibraryRecord, *, actor: AbstractBaseUser | None) -> None:
    """What an approval means beyond Wagtail's publishing: texts, the document that leaves, log and news."""
    from media_library.published import approved_texts, build_document

    asset: Any = record
    first = asset.approved_at is None
    if first:
        asset.approved_at = timezone.now()
    asset.save(update_fields=["approved_at", "updated_at"])
    shown = approve_texts(record, user=actor)
    build_document(record, shown, approved_texts(record, shown))
    event = ChangeEvent.APPROVED if first else ChangeEvent.UPDATED
    Change.objects.create(subject="asset", subject_uuid=record.uuid, event=event)
    signal = signals.asset_approved if first else signals.asset_updated
    signal.send(sender=Asset, asset=record, actor=actor)
    if record.has_pixels:
        transaction.on_commit(lambda: tasks.make_renditions.enqueue(record.pk))


@transaction.atomic
def settle_language(record: LibraryRecord, *, actor: AbstractBaseUser | None) -> None:
    """One language of a record was approved: what is given out says so from now on.

    Nothing leaves of a record that was never approved as a whole, or is withdrawn: it waits for that.
    """
    from media_library.published import approved_texts, build_document

    asset: Any = locked_record(record.pk)
    if asset.approved_at is None or asset.withdrawn_at is not None:
        return
    shown = tuple(shown_texts(asset))
    build_document(asset, shown, approved_texts(asset, shown))
    asset.save(update_fields=["updated_at"])
    Change.objects.create(subject="asset", subject_uuid=asset.uuid, event=ChangeEvent.UPDATED)
    signals.asset_updated.send(sender=Asset, asset=asset, actor=actor)
    if asset.has_pixels:
        transaction.on_commit(lambda: tasks.make_renditions.enqueue(asset.pk))


@transaction.atomic
def take_back_to_draft(record: LibraryRecord) -> None:
    """What was unpublished is a draft again: nothing of it is given out."""
    asset: Any = record
    if asset.approved_at is None:
        return
    asset.approved_at = None
    asset.save(update_fields=["approved_at", "updated_at"])
    Change.objects.create(subject="asset", subject_uuid=record.uuid, event=ChangeEvent.EXPIRED)


@transaction.atomic
def withdraw(
    asset: Asset,
    *,
    reason: str,
    actor: AbstractBaseUser | None,
    reason_texts: Mapping[str, str] | None = None,
    successor: Asset | None = None,
    replaced: bool = False,
) -> None:
    """Withdraw an approved asset: from this second no exit gives it, and its holders are told.

    `reason` is told to partners, each in its language where `reason_texts` {code: text} has it; `replaced` says that
    nothing is wrong but that `successor` is the better file. Raises ValidationError without a reason, or for what was
    never approved or is withdrawn already.
    """
    asset = Asset.objects.select_for_update().get(pk=asset.pk)
    if not reason.strip():
        raise ValidationError(_("Say why: those who hold the file are told the reason."))
    if asset.withdrawn_at is not None:
        raise ValidationError(_("It is withdrawn already."))
    if asset.approved_at is None:
        raise ValidationError(_("Only what has been approved can be withdrawn; a draft can simply be deleted."))
    asset.withdrawn_at = timezone.now()
    asset.withdrawal_reason, asset.withdrawal_reason_texts = reason.strip(), dict(reason_texts or {})
    asset.successor = successor
    asset.save(
        update_fields=["withdrawn_at", "withdrawal_reason", "withdrawal_reason_texts", "successor", "updated_at"]
    )
    _stop_editing(asset, actor)
    told = {"reason": asset.withdrawal_reason, "reason_texts": asset.withdrawal_reason_texts}
    Change.objects.create(subject="asset", subject_uuid=asset.uuid, event=ChangeEvent.WITHDRAWN, **told)
    signals.asset_withdrawn.send(sender=Asset, asset=asset, actor=actor, successor=successor, replaced=replaced, **told)


def _stop_editing(asset: Asset, actor: AbstractBaseUser | None) -> None:
    """End what is under way in the admin: the record isn't live, and no workflow can bring it back."""
    record = record_of(asset)
    if record is None:
        return
    type(record).objects.filter(pk=record.pk).update(live=False)
    for state in WorkflowState.objects.for_instance(record).active():
        state.cancel(user=actor)
    log(instance=record, action="media_library.withdraw", user=actor, data={"reason": asset.withdrawal_reason})


@transaction.atomic
def set_embargo(
    asset: Asset,
    until: datetime | None,
    *,
    actor: AbstractBaseUser | None,
    reason: str = "",
    reason_texts: Mapping[str, str] | None = None,
) -> None:
    """Set, move or lift (None) the embargo. Counts at once; nothing happens if it stays as it is."""
    asset = Asset.objects.select_for_update().get(pk=asset.pk)
    before = asset.embargo_until
    if before == until:
        return
    asset.embargo_until = until
    asset.save(update_fields=["embargo_until", "updated_at"])
    told = {"reason": reason, "reason_texts": dict(reason_texts or {})}
    Change.objects.create(subject="asset", subject_uuid=asset.uuid, event=ChangeEvent.EMBARGO_CHANGED, **told)
    record = record_of(asset)
    if record is not None:
        data = {
            "before": before and before.isoformat(),
            "after": until and until.isoformat(),
            "reason": reason,
        }
        log(instance=record, action="media_library.embargo", user=actor, data=data)
    signals.embargo_changed.send(sender=Asset, asset=asset, actor=actor, before=before, after=until, **told)


@transaction.atomic
def tick_official_map(asset: Asset, *, actor: AbstractBaseUser) -> None:
    """Take down who compared the map with the official one, and when. Counts at once; once ticked it stays.

    The file of an asset never changes, so what was compared is what is shown. Raises ValidationError for what is
    withdrawn.
    """
    asset = Asset.objects.select_for_update().get(pk=asset.pk)
    if asset.withdrawn_at is not None:
        raise ValidationError(_("It is withdrawn: nothing about it changes any more."))
    if asset.map_checked_at is not None:
        return
    asset.map_checked_at, asset.map_checked_by = timezone.now(), actor  # type: ignore[assignment]
    asset.save(update_fields=["map_checked_at", "map_checked_by", "updated_at"])
    record = record_of(asset)
    if record is not None:
        log(instance=record, action="media_library.official_map", user=actor)
    if asset.approved_at is not None and record is not None:
        Change.objects.create(subject="asset", subject_uuid=asset.uuid, event=ChangeEvent.UPDATED)
        signals.asset_updated.send(sender=Asset, asset=record, actor=actor)


def rebuild_documents_quoting(label: str, pk: int) -> int:
    """Rebuild every published document that quotes the licence, province or sector; returns how many."""
    path = {
        "media_library.licence": "asset__licence",
        "provinces.province": "asset__province",
        "provinces.sector": "asset__sectors",
    }[label]
    ids = list(PublishedDocument.objects.filter(**{path: pk}).values_list("pk", flat=True))
    for asset_id in ids:
        rebuild_document(asset_id)
    return len(ids)


def rebuild_document(asset_id: int) -> PublishedDocument:
    """Rebuild a published document and its file from the texts that were approved; partners learn of it."""
    from media_library.published import build_document

    with transaction.atomic():
        record: Any = locked_record(asset_id)
        document = build_document(record, record.published.body["languages"], texts=record.published.body["texts"])
        Asset.objects.filter(pk=asset_id).update(updated_at=timezone.now())
        if record.approved_at and not record.withdrawn_at:
            Change.objects.create(subject="asset", subject_uuid=record.uuid, event=ChangeEvent.UPDATED)
    if record.has_pixels:
        tasks.make_renditions.enqueue(asset_id)
    return document
