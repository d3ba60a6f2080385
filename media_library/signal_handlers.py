"""What media_library listens to: approvals from Wagtail, and records that published documents quote."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.signals import published, unpublished

from media_library import consents, replacement, services, signals, tasks
from media_library.expiry import clock
from media_library.models import KINDS, Asset, Consent, LibraryRecord, Licence
from provinces.models import Province, Sector


def _record_published(instance: LibraryRecord, revision: Any = None, **kwargs: Any) -> None:
    services.settle_approval(instance, actor=getattr(revision, "user", None))


def _take_the_place(asset: Asset, actor: Any = None, **kwargs: Any) -> None:
    replacement.settle(asset, actor=actor)


def _record_unpublished(instance: LibraryRecord, **kwargs: Any) -> None:
    services.take_back_to_draft(instance)


def _quoted_record_saved(sender: type, instance: Any, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    """A licence's terms or a province's name changed: what quotes it is rebuilt by the worker."""
    if created or raw:
        return
    label, pk = sender._meta.label_lower, instance.pk  # type: ignore[attr-defined]
    transaction.on_commit(lambda: tasks.rebuild_documents_quoting.enqueue(label, pk))


def _offer_changed(asset: Asset, **kwargs: Any) -> None:
    """After the commit: the clock has a lock of its own, and who holds an asset's mustn't wait for it."""
    transaction.on_commit(lambda: clock.settle([asset.pk]))


def _embargo_changed(asset: Asset, **kwargs: Any) -> None:
    transaction.on_commit(lambda: clock.settle([asset.pk], embargo_told=True))


def _ground_saved(sender: type, instance: Any, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    """A licence or consent was moved, prolonged or cut short: that may end or renew what rests on it."""
    if created or raw:
        return
    subject, pk = sender._meta.model_name or "", instance.pk  # type: ignore[attr-defined]
    transaction.on_commit(lambda: tasks.settle_offers.enqueue(subject, pk))


def _consent_deleted(instance: Consent, **kwargs: Any) -> None:
    """Nobody's paper is kept longer than its record."""
    name = instance.document.name or ""
    transaction.on_commit(lambda: consents.erase_document(name))


def _drop_file(instance: Any, **kwargs: Any) -> None:
    """A deleted draft's bytes go with it. Photos' are dropped by Wagtail."""
    storage, name = instance.file.storage, instance.file.name
    transaction.on_commit(lambda: storage.delete(name))


def register_signal_handlers() -> None:
    from media_library import indexing
    from media_library.worklists import search

    for kind, record in KINDS.items():
        published.connect(_record_published, sender=record, dispatch_uid=f"media_library.published.{kind}")
        unpublished.connect(_record_unpublished, sender=record, dispatch_uid=f"media_library.unpublished.{kind}")
        if not record.has_pixels:
            post_delete.connect(_drop_file, sender=record, dispatch_uid=f"media_library.drop_file.{kind}")
    signals.asset_approved.connect(_take_the_place, dispatch_uid="media_library.replacement")
    for model in (Licence, Province, Sector):
        post_save.connect(_quoted_record_saved, sender=model, dispatch_uid=f"media_library.quoted.{model.__name__}")
    search.register_signal_handlers()
    indexing.register_signal_handlers()
    for signal in (signals.asset_approved, signals.asset_updated):
        signal.connect(_offer_changed, dispatch_uid="media_library.offer_changed")
    signals.embargo_changed.connect(_embargo_changed, dispatch_uid="media_library.embargo_settled")
    for ground in (Licence, Consent):
        post_save.connect(_ground_saved, sender=ground, dispatch_uid=f"media_library.ground.{ground.__name__}")
    post_delete.connect(_consent_deleted, sender=Consent, dispatch_uid="media_library.consent_deleted")
