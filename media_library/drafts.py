"""Photos as their editors see them: the latest revision, else the row. Many cost a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import ForeignKey

from media_library.models import Photo
from media_library.models.library_record import ACTS

RELATED = ("province", "historic_province", "licence", "consent")
"""Foreign keys that a draft has of its own and that are read of it."""
_KEPT_FROM_THE_ROW = frozenset({*ACTS, "asset_ptr", "latest_revision", "locked_by"})


def draft_of(photo: Photo) -> Photo:
    revision = photo.latest_revision
    return photo if revision is None else photo.with_content_json(revision.content)


def drafts_of(photos: Sequence[Photo]) -> dict[int, Photo]:
    """{id: draft} of photos that were just read with their `latest_revision`."""
    contents: dict[int, dict[str, Any]] = {
        photo.pk: photo.latest_revision.content for photo in photos if photo.latest_revision is not None
    }
    existing = {name: _existing(name, contents.values()) for name in _own_keys()}
    sectors = _sectors(contents.values())
    drafts = {}
    for photo in photos:
        content = contents.get(photo.pk)
        if content is None:
            drafts[photo.pk] = photo
        elif all(content.get(name) is None or content[name] in existing[name] for name in existing):
            drafts[photo.pk] = _draft(photo, content, existing, sectors)
        else:
            # Something that it names is gone: Wagtail knows what becomes of such a key.
            drafts[photo.pk] = draft_of(photo)
    return drafts


def _draft(
    photo: Photo, content: Mapping[str, Any], existing: Mapping[str, Mapping[int, Any]], sectors: Mapping[int, Any]
) -> Photo:
    draft: Photo = photo.with_checked_content({name: value for name, value in content.items() if name != "sectors"})
    if "sectors" in content:
        draft.sectors.set([sectors[pk] for pk in content["sectors"] if pk in sectors])
    for name in RELATED:
        if content.get(name) is not None:
            setattr(draft, name, existing[name][content[name]])
    return draft


def _own_keys() -> list[str]:
    return [
        field.name
        for field in Photo._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.name not in _KEPT_FROM_THE_ROW
    ]


def _existing(name: str, contents: Iterable[Mapping[str, Any]]) -> dict[int, Any]:
    """{id: record} of those that the contents name; only the id where nobody reads the record."""
    wanted = {content[name] for content in contents if content.get(name) is not None}
    model: Any = Photo._meta.get_field(name).related_model
    if name in RELATED:
        found: dict[int, Any] = model._default_manager.in_bulk(wanted)
        return found
    return {pk: pk for pk in model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True)}


def _sectors(contents: Iterable[Mapping[str, Any]]) -> dict[int, Any]:
    model: Any = Photo._meta.get_field("sectors").related_model
    found: dict[int, Any] = model._default_manager.in_bulk(
        {pk for each in contents for pk in each.get("sectors") or ()}
    )
    return found
