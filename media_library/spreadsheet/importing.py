"""From a spreadsheet to a plan: the same preview, the same undo as batch editing, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from locales.tables.errors import BadSheet
from media_library import tasks
from media_library.batch.hindrances import changeable, last_editor
from media_library.batch.planning import add_items, clear_plans
from media_library.batch.waiting import AT_ONCE
from media_library.columns import changed_together
from media_library.models import BatchEdit, BatchState, Photo
from media_library.spreadsheet.reading import BYTES_AT_MOST, ERRORS_AT_MOST, ReadSheet, SheetRow, read

READ_AT_ONCE = 128 * 1024
"""Bytes. A bigger file is read by a worker: unpacking and parsing it may take longer than a reader waits."""


class Refused(Exception):
    """The spreadsheet isn't taken: `errors` is one line for each thing that is wrong."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


def take(data: bytes, *, user: Any, name: str) -> BatchEdit:
    """Plan what a sent file changes, or leave that to a worker. Raises BadSheet and Refused if it is told at once."""
    if not READ_AT_ONCE < len(data) <= BYTES_AT_MOST:
        sheet = read(data)
        if sheet.errors or len(sheet.rows) <= AT_ONCE:
            return plan_import(sheet, user=user, name=name)
    clear_plans(user)
    batch = _new(user, name)
    BatchEdit.objects.filter(pk=batch.pk).update(source=data)
    tasks.work_on_batch.enqueue(batch.pk)
    return batch


@transaction.atomic
def plan_import(sheet: ReadSheet, *, user: Any, name: str) -> BatchEdit:
    """A plan of what the spreadsheet changes. Raises Refused with every error, and then nothing is kept."""
    clear_plans(user)
    batch = _new(user, name)
    _plan(batch, sheet)
    return batch


def plan_sent(batch: BatchEdit) -> None:
    """What a worker does with a file that was sent; may be called again after a crash. Its page shows how far it is."""
    batch.items.all().delete()
    try:
        _plan(batch, read(bytes(batch.source or b"")))
    except BadSheet as error:
        _refuse(batch, [str(error)])
    except Refused as refused:
        _refuse(batch, refused.errors)


def _new(user: Any, name: str) -> BatchEdit:
    words = _("Spreadsheet “%(name)s”") % {"name": name[:100]}
    return BatchEdit.objects.create(owner=user, words=words, all_or_nothing=True, state=BatchState.PLANNING)


@transaction.atomic
def _refuse(batch: BatchEdit, errors: list[str]) -> None:
    batch.items.all().delete()
    BatchEdit.objects.filter(pk=batch.pk).update(state=BatchState.REFUSED, errors=errors, source=None)


def _plan(batch: BatchEdit, sheet: ReadSheet) -> None:
    """Raises Refused with every error."""
    user = batch.owner
    ours = changeable(user).filter(uuid__in=[row.uuid for row in sheet.rows])
    photos = {photo.uuid: photo for photo in ours.select_related("latest_revision__user", "province")}
    rows, errors = _matched(sheet, photos)
    if errors:
        raise Refused(errors[:ERRORS_AT_MOST])

    def wanted(photo: Photo, now: Mapping[str, str]) -> Mapping[str, str]:
        return {name: text for name, text in rows[photo.pk].texts.items() if name in changed_together()}

    now = BatchEdit.objects.filter(pk=batch.pk)
    now.update(total=len(sheet.rows), done=0, touched_at=timezone.now())
    for done in add_items(batch, [photos[row.uuid] for row in sheet.rows], wanted, user=user):
        now.update(done=done, touched_at=timezone.now())
    errors = [
        _("Row %(row)s: %(problem)s") % {"row": rows[item.photo_id].number, "problem": line}
        for item in batch.items.exclude(problem="")
        for line in item.problem.splitlines()
    ]
    if errors:
        raise Refused(errors[:ERRORS_AT_MOST])
    now.filter(state=BatchState.PLANNING).update(state=BatchState.PLANNED, source=None)
    batch.refresh_from_db()


def _matched(sheet: ReadSheet, photos: Mapping[Any, Photo]) -> tuple[dict[int, SheetRow], list[str]]:
    """{id of the photo: its row}, and what stands against a row being taken at all."""
    rows: dict[int, SheetRow] = {}
    errors = list(sheet.errors)
    for row in sheet.rows:
        photo = photos.get(row.uuid)
        if photo is None:
            errors.append(_("Row %(row)s: there is no photo with this id that you may edit.") % {"row": row.number})
        elif (photo.latest_revision_id or 0) != row.stamp:
            words = _("Row %(row)s: %(who)s changed the photo after the export. Export it again.")
            errors.append(words % {"row": row.number, "who": last_editor(photo)})
        elif row.province.lstrip("0") not in ("", (photo.province.code or "").lstrip("0")):
            # Excel makes a number of 01, which is no change.
            words = _("Row %(row)s: a photo's province isn't changed by a spreadsheet. Open the photo for that.")
            errors.append(words % {"row": row.number})
        else:
            rows[photo.pk] = row
    return rows, errors
