"""When states are settled: whatever is saved, published, moved, submitted or deleted of a registered kind."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, Revision, WorkflowState
from wagtail.signals import (
    page_published,
    page_unpublished,
    post_page_move,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)

from locales.text_status.kinds import Kind, kind_of
from locales.text_status.record_stores import PlainRecords
from locales.text_status.settling import forget, settle
from locales.text_status.together import hold_back


def listen_to(kind: Kind) -> None:
    """Follow a kind that is being registered."""
    if isinstance(kind.store, PlainRecords):
        post_save.connect(_record_saved, sender=kind.model, dispatch_uid=f"locales.text_saved.{kind.slug}")
    post_delete.connect(_deleted, sender=kind.model, dispatch_uid=f"locales.text_deleted.{kind.slug}")


def _record_saved(instance: Model, raw: bool = False, **kwargs: Any) -> None:
    found = kind_of(instance)
    if found is not None and not raw:
        settle(found, instance)


def _deleted(instance: Model, **kwargs: Any) -> None:
    if (found := kind_of(instance)) is not None:
        forget(found, instance)


def _revision_saved(instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    """The object learns of its newest revision only after this: it is told here."""
    model = instance.content_type.model_class()
    found = kind_of(model) if model else None
    if raw or found is None or instance.object_id is None:
        return
    if not found.is_page and hold_back(found, int(instance.object_id)):
        return
    holder: Any = model._default_manager.filter(pk=instance.object_id).first()  # type: ignore[union-attr]
    if holder is not None:
        if instance.is_latest_revision():
            holder.latest_revision = instance
        settle(found, holder, by=instance.user)


def _page_changed(instance: Any, revision: Any = None, **kwargs: Any) -> None:
    """Published: what readers get now counts as approved beside today's source, changed or not."""
    page = instance.specific_class and instance.specific_class._default_manager.filter(pk=instance.pk).first()
    found = kind_of(page) if page else None
    if found is not None:
        settle(found, page, by=getattr(revision, "user", None), approved_anew=revision is not None and page.live)


def _page_moved(instance: Any, **kwargs: Any) -> None:
    """It, and all below it, may belong to another province now."""
    moved = Page.objects.filter(pk=instance.pk).first()
    for page in moved.get_descendants(inclusive=True).specific() if moved else ():
        if (found := kind_of(page)) is not None:
            settle(found, page)


def _workflow_changed(instance: WorkflowState, **kwargs: Any) -> None:
    model = instance.content_type.model_class()
    found = kind_of(model) if model else None
    holder = model._default_manager.filter(pk=instance.object_id).first() if found and model else None
    if found is None or holder is None:
        return
    settle(found, holder, in_review=None if found.is_page else instance.status == WorkflowState.STATUS_IN_PROGRESS)


def register_signal_handlers() -> None:
    post_save.connect(_revision_saved, sender=Revision, dispatch_uid="locales.text_revision")
    page_published.connect(_page_changed, dispatch_uid="locales.text_page_published")
    page_unpublished.connect(_page_changed, dispatch_uid="locales.text_page_unpublished")
    post_page_move.connect(_page_moved, dispatch_uid="locales.text_page_moved")
    for signal in (workflow_submitted, workflow_approved, workflow_rejected, workflow_cancelled):
        signal.connect(_workflow_changed, dispatch_uid="locales.text_workflow")
