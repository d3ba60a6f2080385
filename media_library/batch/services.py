"""Planning, making and undoing a change to many photos. Nothing is saved before it was looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Revision
from wagtail.permissions import policy_registry

from locales.registry import WORKING
from media_library.batch.columns import assign, columns, texts_of, value_of
from media_library.batch.steps import Operation, Step
from media_library.models import BatchEdit, BatchItem, BatchState, Photo

AT_MOST = 1000
"""Photos in one change. More would be a list that nobody looks through before it counts."""
KEEP_PLANS = timedelta(days=2)
Wanted = Callable[[Photo, Mapping[str, str]], Mapping[str, str]]
"""(draft, {column: text now}) → {column: text wanted}; columns left out stay as they are."""


class TooMany(ValidationError):
    """More photos than one change may have."""


def changeable(user: Any) -> Any:
    """The photos that a user may edit, as a queryset."""
    return policy_registry.get_by_type(Photo).instances_user_has_permission_for(user, "change")


def draft_of(photo: Photo) -> Photo:
    """The photo as its editors see it: its latest revision, else the row."""
    revision = photo.latest_revision
    return photo if revision is None else photo.with_content_json(revision.content)


def by_steps(steps: Sequence[Step]) -> Wanted:
    def wanted(photo: Photo, now: Mapping[str, str]) -> Mapping[str, str]:
        texts = dict(now)
        for step in steps:
            texts[step.column] = step.after(texts[step.column])
        return {step.column: texts[step.column] for step in steps}

    return wanted


def words_of(steps: Sequence[Step]) -> str:
    """The change in one line, for the list of changes."""
    parts = []
    for step in steps:
        value = "" if step.operation is Operation.CLEAR else f" “{step.text[:60]}”"
        parts.append(f"{columns()[step.column].label}: {step.operation.label}{value}")
    return "; ".join(parts)


@transaction.atomic
def plan(photos: Iterable[Photo], wanted: Wanted, *, user: Any, words: str, all_or_nothing: bool = False) -> BatchEdit:
    """Work out what would change and what stands in the way, and keep that as a plan of the user's."""
    BatchEdit.objects.filter(owner=user, state=BatchState.PLANNED, planned_at__lt=timezone.now() - KEEP_PLANS).delete()
    batch = BatchEdit.objects.create(owner=user, words=words[:2000], all_or_nothing=all_or_nothing)
    items: list[BatchItem] = []
    for photo in photos:
        if len(items) >= AT_MOST:
            raise TooMany(_("At most %(count)s photos can be changed at once.") % {"count": AT_MOST})
        item = BatchItem(batch=batch, photo=photo, seen_revision=photo.latest_revision_id)
        item.changes, item.problem = _planned(photo, wanted, user)
        items.append(item)
    BatchItem.objects.bulk_create(items)
    return batch


def _planned(photo: Photo, wanted: Wanted, user: Any) -> tuple[dict[str, list[str]], str]:
    """What changes, and what stands in the way of it. Where nothing changes, nothing stands in the way."""
    draft = draft_of(photo)
    now = texts_of(draft)
    changes: dict[str, list[str]] = {}
    problems = []
    for name, text in wanted(draft, now).items():
        if text == now[name]:
            continue
        try:
            value = value_of(name, text, draft)
        except ValidationError as error:
            problems.append(f"{columns()[name].label}: {' '.join(error.messages)}")
            continue
        # Read and written again: "Có" and "yes" are no change.
        assign(draft, name, value)
        settled = columns()[name].write(draft)
        if settled != now[name]:
            changes[name] = [now[name], settled]
    if changes and (problem := hindrance(photo, user)):
        return {}, problem
    return changes, "\n".join(problems)


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


def apply(batch: BatchEdit, *, user: Any) -> None:
    """Make what was planned, as drafts: what readers see stays until it is approved.

    May be called again after a crash. With `all_or_nothing` one hindrance keeps everything as it is and raises
    ValidationError; otherwise the photo that somebody saved meanwhile is left alone and named.
    """
    if batch.all_or_nothing:
        with transaction.atomic():
            _apply(batch, user)
            if batch.items.exclude(problem="").exists():
                raise ValidationError(_("Nothing was changed: some photos were changed by others meanwhile."))
        return
    _apply(batch, user)


def _apply(batch: BatchEdit, user: Any) -> None:
    for item in batch.items.filter(problem="", made_revision=None).select_related("photo__latest_revision"):
        if item.changes:
            with transaction.atomic():
                _apply_item(item, user)
    BatchEdit.objects.filter(pk=batch.pk).update(state=BatchState.APPLIED, applied_at=timezone.now())
    batch.refresh_from_db()


def _apply_item(item: BatchItem, user: Any) -> None:
    photo = Photo.objects.select_for_update(of=("self",)).select_related("latest_revision").get(pk=item.photo_id)
    problem = hindrance(photo, user)
    if not problem and not changeable(user).filter(pk=photo.pk).exists():
        problem = _("You may not edit it any more.")
    if not problem and photo.latest_revision_id != item.seen_revision:
        problem = _("%(who)s changed it meanwhile. Look at it and try again.") % {"who": last_editor(photo)}
    if problem:
        item.problem = problem
    else:
        texts = {name: after for name, (_before, after) in item.changes.items()}
        item.made_revision = _save(photo, texts, user).pk
    item.save(update_fields=["problem", "made_revision"])


def _save(photo: Photo, texts: Mapping[str, str], user: Any) -> Revision:
    """A new draft with these texts. A photo that was never approved has its row changed too, as in its form."""
    draft = draft_of(photo)
    with translation.override(WORKING):
        for name, text in texts.items():
            assign(draft, name, value_of(name, text, draft))
        if not draft.live:
            draft.save()
        revision: Revision = draft.save_revision(user=user, log_action=True, changed=True)
    return revision


def last_editor(photo: Photo) -> str:
    revision = photo.latest_revision
    person = revision.user if revision else None
    return (person.get_full_name() or person.get_username()) if person else _("Somebody")


@transaction.atomic
def undo(batch: BatchEdit, *, user: Any) -> None:
    """Bring the earlier texts back, except where somebody has saved since: those are named and left alone."""
    batch = BatchEdit.objects.select_for_update().get(pk=batch.pk)
    if batch.state != BatchState.APPLIED:
        raise ValidationError(_("There is nothing to undo."))
    for item in batch.items.exclude(made_revision=None):
        photo = Photo.objects.select_for_update(of=("self",)).select_related("latest_revision").get(pk=item.photo_id)
        if problem := hindrance(photo, user):
            item.undo_problem = problem
        elif photo.latest_revision_id != item.made_revision:
            words = _("%(who)s changed it since. Look at it yourself.")
            item.undo_problem = words % {"who": last_editor(photo)}
        else:
            _bring_back(photo, item, user)
            item.undone = True
        item.save(update_fields=["undone", "undo_problem"])
    batch.state, batch.undone_at = BatchState.UNDONE, timezone.now()
    batch.save(update_fields=["state", "undone_at"])


def _bring_back(photo: Photo, item: BatchItem, user: Any) -> None:
    was_as_published = item.seen_revision is not None and item.seen_revision == photo.live_revision_id
    if was_as_published:
        # Nothing waits for approval any more; the undone draft stays in the history.
        Photo.objects.filter(pk=photo.pk).update(latest_revision=item.seen_revision, has_unpublished_changes=False)
        return
    _save(photo, {name: before for name, (before, _after) in item.changes.items()}, user)
