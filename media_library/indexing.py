"""What is brought up to date after photos are saved: the editors' search, Wagtail's search and its references.

A save does it by itself. Who saves many does it once for all of them, in the same transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db.models.signals import post_delete, post_save
from modelsearch import index
from modelsearch.backends import get_search_backends_with_name
from modelsearch.tasks import insert_or_update_object_task
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from media_library.models import Photo
from media_library.worklists import search

logger = logging.getLogger(__name__)


@dataclass
class Changed:
    """Ids of photos whose row, whose draft, or whose references to other records changed."""

    rows: set[int] = field(default_factory=set)
    drafts: set[int] = field(default_factory=set)
    references: set[int] = field(default_factory=set)


_together: ContextVar[Changed | None] = ContextVar("media_library.indexing.together", default=None)


@contextmanager
def together() -> Iterator[Changed]:
    """Within, saved photos are noted and not indexed; at the end all of them are, a few queries for each index.

    To be used inside a transaction, so that no crash leaves a saved photo out of the indexes. References are
    brought up to date of those that the caller notes. Within another one it leaves all to the outer.
    """
    from media_library import tasks

    outer = _together.get()
    if outer is not None:
        yield outer
        return
    changed = Changed()
    token = _together.set(changed)
    try:
        with search.held_back() as unsaid, disable_reference_index_auto_update():
            yield changed
    finally:
        _together.reset(token)
    search.put(Photo, sorted(changed.rows | changed.drafts | unsaid))
    if rows := sorted(changed.rows | changed.references):
        tasks.index_photos.enqueue(rows, sorted(changed.references))


def index_photos(ids: Iterable[int], with_references: Iterable[int]) -> None:
    """Wagtail's own indexes of these photos, as they are stored now."""
    referring = set(with_references)
    photos = list(Photo.objects.filter(pk__in=ids).prefetch_related("tags"))
    for name, backend in get_search_backends_with_name(with_auto_update=True):
        try:
            backend.add_bulk(Photo, photos)
        except Exception:  # as Wagtail's own handler does: a search engine that is down stops nobody's work
            logger.exception("%d photos could not be added to the search backend %r", len(photos), name)
    for photo in photos:
        if photo.pk in referring:
            ReferenceIndex.create_or_update_for_object(photo)


def _photo_saved(instance: Photo, raw: bool = False, **kwargs: Any) -> None:
    if raw:
        return
    changed = _together.get()
    if changed is not None:
        changed.rows.add(instance.pk)
    else:
        insert_or_update_object_task.enqueue(instance._meta.app_label, instance._meta.model_name, str(instance.pk))


def _photo_deleted(instance: Photo, **kwargs: Any) -> None:
    index.remove_object(instance)


def register_signal_handlers() -> None:
    """In the place of Wagtail's own, which `Photo.search_auto_update` switches off."""
    post_save.connect(_photo_saved, sender=Photo, dispatch_uid="media_library.indexing.saved")
    post_delete.connect(_photo_deleted, sender=Photo, dispatch_uid="media_library.indexing.deleted")
