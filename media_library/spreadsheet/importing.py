"""From a read spreadsheet to a plan: the same preview, the same undo as batch editing, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from media_library.batch.columns import columns
from media_library.batch.services import changeable, last_editor, plan
from media_library.models import BatchEdit, Photo
from media_library.spreadsheet.reading import ERRORS_AT_MOST, ReadSheet, SheetRow


class Refused(Exception):
    """The spreadsheet isn't taken: `errors` is one line for each thing that is wrong."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


def plan_import(sheet: ReadSheet, *, user: Any, name: str) -> BatchEdit:
    """A plan of what the spreadsheet changes. Raises Refused with every error, and then nothing is kept."""
    errors = list(sheet.errors)
    wanted_ids = [row.uuid for row in sheet.rows]
    photos = {photo.uuid: photo for photo in _photos(user, wanted_ids)}
    rows: dict[int, SheetRow] = {}
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
    if errors:
        raise Refused(errors[:ERRORS_AT_MOST])

    def wanted(photo: Photo, now: Mapping[str, str]) -> Mapping[str, str]:
        return {column: text for column, text in rows[photo.pk].texts.items() if column in columns()}

    with transaction.atomic():
        words = _("Spreadsheet “%(name)s”") % {"name": name[:100]}
        batch = plan([photos[row.uuid] for row in sheet.rows], wanted, user=user, words=words, all_or_nothing=True)
        errors = [
            _("Row %(row)s: %(problem)s") % {"row": rows[item.photo_id].number, "problem": line}
            for item in batch.items.exclude(problem="")
            for line in item.problem.splitlines()
            if item.problem
        ]
        if errors:
            transaction.set_rollback(True)
    if errors:
        raise Refused(errors[:ERRORS_AT_MOST])
    return batch


def _photos(user: Any, uuids: list[Any]) -> Any:
    return changeable(user).filter(uuid__in=uuids).select_related("latest_revision__user", "province")
