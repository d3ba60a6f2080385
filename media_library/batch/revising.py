"""New drafts for some photos at once: what Wagtail's form does for one, for a fraction of its queries.

A photo costs its row, its revision and a savepoint. What all of them need is asked for once: locks, permission,
what their texts mean, the drafts; and written once: the history, the indexes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ForeignKey
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry, Revision

from locales.registry import WORKING
from media_library.batch.hindrances import changeable, hindrance, look_up_locks
from media_library.batch.planning import Values
from media_library.columns import Sort, assign, columns
from media_library.drafts import drafts_of
from media_library.indexing import Changed
from media_library.models import Photo
from media_library.models.library_record import DECIDED

_KEYS = frozenset(field.name for field in Photo._meta.concrete_fields if isinstance(field, ForeignKey))


class Reviser:
    """Gives some photos that were locked and read together their new drafts, and writes the history at the end."""

    def __init__(self, ids: Sequence[int], *, user: Any, values: Values, changed: Changed) -> None:
        self.user, self.values, self.changed = user, values, changed
        locked = Photo.objects.select_for_update(of=("self",)).select_related("latest_revision__user")
        self.photos: dict[int, Photo] = {photo.pk: photo for photo in locked.filter(pk__in=ids).order_by("pk")}
        look_up_locks(list(self.photos.values()))
        self._drafts = drafts_of(list(self.photos.values()))
        self._mine = set(changeable(user).filter(pk__in=ids).values_list("pk", flat=True))
        self._entries: list[ModelLogEntry] = []

    def problem_with(self, photo: Photo) -> str:
        """Why the photo can't have a new draft of this user's, in words; empty if it can."""
        if problem := hindrance(photo, self.user):
            return problem
        return "" if photo.pk in self._mine else _("You may not edit it any more.")

    def revise(self, photo: Photo, texts: Mapping[str, str]) -> int:
        """A new draft with these texts; returns its revision. Raises ValidationError, and then nothing is saved.

        A photo that was never approved has its row changed too, as in its form.
        """
        draft = self._drafts[photo.pk]
        with translation.override(WORKING), transaction.atomic():
            for name, text in texts.items():
                assign(draft, name, self.values.of(name, text, draft))
            # Its keys were looked up in this transaction, and its own identity doesn't change.
            draft.full_clean(exclude=_KEYS, validate_unique=False, validate_constraints=False)
            if not draft.live:
                draft.save(update_fields=_row_fields(draft, texts))
            revision: Revision = Revision.objects.create(
                content_object=draft,
                base_content_type=draft.get_base_content_type(),
                user=self.user,
                content=draft.serializable_data(),
                object_str=str(draft),
            )
            Photo.objects.filter(pk=photo.pk).update(latest_revision=revision, has_unpublished_changes=True)
        self._note(photo, draft, revision, texts)
        return int(revision.pk)

    def _note(self, photo: Photo, draft: Photo, revision: Revision, texts: Mapping[str, str]) -> None:
        self.changed.drafts.add(photo.pk)
        if not draft.live and any(columns()[name].sort is Sort.RECORD or name == "sectors" for name in texts):
            self.changed.references.add(photo.pk)
        entry = ModelLogEntry(
            content_type=ContentType.objects.get_for_model(draft, for_concrete_model=False),
            object_id=str(photo.pk),
            label=str(draft),
            action="wagtail.edit",
            timestamp=timezone.now(),
            user=self.user,
            revision=revision,
            content_changed=True,
        )
        self._entries.append(entry)

    def write_history(self) -> None:
        ModelLogEntry.objects.bulk_create(self._entries)
        self._entries.clear()


def _row_fields(draft: Photo, texts: Mapping[str, str]) -> set[str]:
    """All but the acts that services write by name; the sectors cost queries of their own, and rarely change."""
    names = {field.name for field in draft._meta.concrete_fields} - DECIDED - {"asset_ptr", "id"}
    return names | {"sectors"} if "sectors" in texts else names


def words_of(error: ValidationError) -> str:
    return " ".join(error.messages)
