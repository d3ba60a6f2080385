"""What media_library listens to: approvals from Wagtail, and records that published documents quote."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from wagtail.signals import published, unpublished

from media_library import services, tasks
from media_library.models import Licence, Photo
from provinces.models import Province, Sector


def _photo_published(instance: Photo, revision: Any = None, **kwargs: Any) -> None:
    services.settle_approval(instance, actor=getattr(revision, "user", None))


def _photo_unpublished(instance: Photo, **kwargs: Any) -> None:
    services.take_back_to_draft(instance)


def _quoted_record_saved(sender: type, instance: Any, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    """A licence's terms or a province's name changed: what quotes it is rebuilt by the worker."""
    if created or raw:
        return
    label, pk = sender._meta.label_lower, instance.pk  # type: ignore[attr-defined]
    transaction.on_commit(lambda: tasks.rebuild_documents_quoting.enqueue(label, pk))


def register_signal_handlers() -> None:
    published.connect(_photo_published, sender=Photo, dispatch_uid="media_library.published")
    unpublished.connect(_photo_unpublished, sender=Photo, dispatch_uid="media_library.unpublished")
    for model in (Licence, Province, Sector):
        post_save.connect(_quoted_record_saved, sender=model, dispatch_uid=f"media_library.quoted.{model.__name__}")
