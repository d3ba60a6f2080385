"""Making a planned change to many photos, undoing it, handing its photos in.

Each may be called again after a crash and goes on where it was: what a photo got and that it got it are saved together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from locales.text_status.kinds import kind_of
from locales.text_status.together import settle_soon, settled_together
from media_library import indexing
from media_library.batch.hindrances import last_editor
from media_library.batch.planning import Values
from media_library.batch.revising import Reviser, words_of
from media_library.batch.submitting import submit
from media_library.models import BatchEdit, BatchItem, BatchState, Photo

AT_A_TIME = 25
"""Photos in one transaction: on SQLite others who save wait that long."""
NAMED_AT_MOST = 20

Act = Callable[[Reviser, BatchItem, Photo], None]


def apply(batch: BatchEdit, *, user: Any) -> None:
    """Make what was planned, as drafts: what readers see stays until it is approved.

    With `all_or_nothing` one hindrance keeps everything as it is and raises ValidationError; otherwise the photo that
    somebody saved meanwhile is left alone and named. With `hand_in` the photos are submitted too.
    """
    BatchEdit.objects.filter(pk=batch.pk, state=BatchState.PLANNED).update(state=BatchState.APPLYING)
    values = Values()
    if batch.all_or_nothing:
        with transaction.atomic():
            _apply_all(batch, user, values)
            problems = [
                f"{item.photo}: {item.problem}"
                for item in batch.items.exclude(problem="").select_related("photo")[:NAMED_AT_MOST]
            ]
            if problems:
                raise ValidationError([_("Nothing was changed, because not everything could be:"), *problems])
    else:
        _apply_all(batch, user, values)
    batch.refresh_from_db()
    if batch.state != BatchState.APPLYING:
        return  # another worker was quicker
    if batch.hand_in:
        _hand_in(batch, user)
    made = BatchEdit.objects.filter(pk=batch.pk, state=BatchState.APPLYING)
    made.update(state=BatchState.APPLIED, applied_at=timezone.now())
    batch.refresh_from_db()


def _apply_all(batch: BatchEdit, user: Any, values: Values) -> None:
    left = batch.items.filter(problem="", made_revision=None).exclude(changes={})
    while _some(batch, left, BatchState.APPLYING, user, values, _apply_item, ["problem", "made_revision"]):
        pass


def _some(
    batch: BatchEdit, left: Any, state: BatchState, user: Any, values: Values, act: Act, fields: list[str]
) -> int:
    """Do the act to the next few items in one transaction, a savepoint each; returns how many that were."""
    with transaction.atomic(), settled_together(), indexing.together() as changed:
        # Two workers with the same change in hand take turns, and the second finds nothing left to do.
        if BatchEdit.objects.select_for_update().get(pk=batch.pk).state != state:
            return 0
        items: list[BatchItem] = list(left.order_by("photo_id")[:AT_A_TIME])
        if not items:
            return 0
        reviser = Reviser([item.photo_id for item in items], user=user, values=values, changed=changed)
        for item in items:
            act(reviser, item, reviser.photos[item.photo_id])
        reviser.write_history()
        BatchItem.objects.bulk_update(items, fields)
        BatchEdit.objects.filter(pk=batch.pk).update(touched_at=timezone.now())
    return len(items)


def _apply_item(reviser: Reviser, item: BatchItem, photo: Photo) -> None:
    item.problem = reviser.problem_with(photo)
    if not item.problem and photo.latest_revision_id != item.seen_revision:
        item.problem = _("%(who)s changed it meanwhile. Look at it and try again.") % {"who": last_editor(photo)}
    if item.problem:
        return
    try:
        item.made_revision = reviser.revise(photo, {name: after for name, (_before, after) in item.changes.items()})
    except ValidationError as error:
        item.problem = words_of(error)


def _hand_in(batch: BatchEdit, user: Any) -> None:
    """Submit the photos of the change, those included that had nothing to change."""
    for item in batch.items.filter(problem="", handed_in=False, hand_in_problem=""):
        with transaction.atomic():
            photo = Photo.objects.select_related("latest_revision").get(pk=item.photo_id)
            (result,) = submit([photo], user=user)
            item.handed_in, item.hand_in_problem = not result.problem, result.problem
            item.save(update_fields=["handed_in", "hand_in_problem"])
            BatchEdit.objects.filter(pk=batch.pk).update(touched_at=timezone.now())


# --- undoing ----------------------------------------------------------------------------------------
def undo(batch: BatchEdit, *, user: Any) -> None:
    """Bring the earlier texts back, except where somebody has saved since: those are named and left alone.

    Raises ValidationError where there is nothing to undo.
    """
    BatchEdit.objects.filter(pk=batch.pk, state=BatchState.APPLIED).update(state=BatchState.UNDOING)
    batch.refresh_from_db()
    if batch.state != BatchState.UNDOING:
        raise ValidationError(_("There is nothing to undo."))
    left = batch.items.exclude(made_revision=None).filter(undone=False, undo_problem="")
    values = Values()
    while _some(batch, left, BatchState.UNDOING, user, values, _undo_item, ["undone", "undo_problem"]):
        pass
    undoing = BatchEdit.objects.filter(pk=batch.pk, state=BatchState.UNDOING)
    undoing.update(state=BatchState.UNDONE, undone_at=timezone.now())
    batch.refresh_from_db()


def _undo_item(reviser: Reviser, item: BatchItem, photo: Photo) -> None:
    item.undo_problem = reviser.problem_with(photo)
    if not item.undo_problem and photo.latest_revision_id != item.made_revision:
        item.undo_problem = _("%(who)s changed it since. Look at it yourself.") % {"who": last_editor(photo)}
    if item.undo_problem:
        return
    if item.seen_revision is not None and item.seen_revision == photo.live_revision_id:
        # Nothing waits for approval any more; the undone draft stays in the history.
        Photo.objects.filter(pk=photo.pk).update(latest_revision=item.seen_revision, has_unpublished_changes=False)
        reviser.changed.drafts.add(photo.pk)
        _settle_texts(photo.pk)
    else:
        try:
            reviser.revise(photo, {name: before for name, (before, _after) in item.changes.items()})
        except ValidationError as error:
            item.undo_problem = words_of(error)
            return
    item.undone = True


def _settle_texts(pk: int) -> None:
    """No new revision says that the texts are as they were: the states are told here."""
    if (kind := kind_of(Photo)) is not None:
        settle_soon(kind, Photo.objects.select_related("latest_revision").get(pk=pk))
