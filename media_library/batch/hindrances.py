"""Which photos a user may edit, and what stands in the way of one of them now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from wagtail.models import Revision, WorkflowState
from wagtail.permissions import policy_registry

from media_library.models import Photo


def changeable(user: Any) -> QuerySet[Photo]:
    """The photos that a user may edit."""
    photos: QuerySet[Photo] = policy_registry.get_by_type(Photo).instances_user_has_permission_for(user, "change")
    return photos


def look_up_locks(photos: Sequence[Photo]) -> None:
    """Ask for the locks of all of these at once, so that `hindrance` asks nothing for a photo that is free."""
    active = WorkflowState.objects.active().select_related("current_task_state__task")
    prefetch_related_objects(photos, Prefetch("workflow_states", queryset=active, to_attr="_current_workflow_states"))
    scheduled = Revision.objects.filter(
        base_content_type=Photo.get_base_content_type(),
        object_id__in=[str(photo.pk) for photo in photos],
        approved_go_live_at__isnull=False,
    )
    by_photo = {revision.object_id: revision for revision in scheduled}
    for photo in photos:
        photo.__dict__["scheduled_revision"] = by_photo.get(str(photo.pk))


def hindrance(photo: Photo, user: Any) -> str:
    """Why this photo can't be edited now, in words; empty if it can."""
    if photo.withdrawn_at is not None:
        return _("It is withdrawn: nothing about it changes any more.")
    lock = photo.get_lock()
    if lock is not None and lock.for_user(user):
        if photo.workflow_in_progress:
            return _("It is waiting for approval. The approver decides first, or you take it back there.")
        return _("It is locked by a colleague.")
    return ""


def last_editor(photo: Photo) -> str:
    revision = photo.latest_revision
    person = revision.user if revision else None
    return (person.get_full_name() or person.get_username()) if person else _("Somebody")
