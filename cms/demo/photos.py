"""Pictures on their way: taken in, described, submitted and decided, by the people who do that."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from cms.demo.files import with_metadata
from cms.demo.people import Team
from cms.demo.review import bring_to_state, licence_code
from cms.demo.source import Entry, stable_id
from locales.registry import column
from media_library.indexing import together
from media_library.ingest import Accepted, ingest
from media_library.models import Consent, Licence, Photo
from media_library.models.asset import TEXT_FIELDS
from provinces.models import Sector


def photo_id(key: str) -> Any:
    return stable_id("photo", key)


def known_photos(entries: Iterable[Entry]) -> dict[str, Photo]:
    """{key: photo} of those that are there already."""
    keys = {photo_id(entry["key"]): entry["key"] for entry in entries}
    return {keys[photo.uuid]: photo for photo in Photo.objects.filter(uuid__in=keys)}


@transaction.atomic
def take_through(entry: Entry, file: Path, team: Team, kit_embargo: datetime) -> Photo:
    """One picture from its file to the state it is to be in; wholly or not at all."""
    with together() as changed:
        photo = _taken_in(entry, file, team)
        changed.references.add(photo.pk)
        _describe(photo, entry, team)
        done: Photo = bring_to_state(photo, entry, team, kit_embargo)
    return done


def _taken_in(entry: Entry, file: Path, team: Team) -> Photo:
    data = with_metadata(file, entry, team.province)
    outcome = ingest(io.BytesIO(data), f"{entry['key']}.jpg", province=team.province, actor=team.editor)
    if not isinstance(outcome, Accepted):
        raise CommandError(f"The demo picture {entry['key']} wasn't taken in: {outcome}")
    Photo.objects.filter(pk=outcome.photo.pk).update(uuid=photo_id(entry["key"]))
    return Photo.objects.get(pk=outcome.photo.pk)


def _describe(photo: Photo, entry: Entry, team: Team) -> None:
    """What the editor fills in: other languages, sectors, licence, consent, place."""
    for field in TEXT_FIELDS:
        for code, text in entry.get("alt" if field == "alt_text" else field, {}).items():
            setattr(photo, column(field, code), text)
    photo.title = photo.title_vi
    photo.creator, photo.credit_line = entry["creator"], entry["credit_line"]
    photo.licence = Licence.objects.get(code=licence_code(entry))
    if "consent" in entry:
        photo.shows_people = True
        photo.consent = _consent(entry["consent"], team)
    if "focus" in entry:
        _focus(photo, *entry["focus"])
    photo.publish_location = entry.get("publish_location", False)
    photo.sectors.set(Sector.objects.filter(slug__in=entry["sectors"]))
    photo.save()
    photo.save_revision(user=team.editor, log_action=True)


def _consent(told: Entry, team: Team) -> Consent:
    return Consent.objects.create(
        subject=told["subject"],
        province=team.province,
        basis=told.get("basis", "written"),
        obtained_on=told.get("on"),
        note=told.get("note", ""),
    )


def _focus(photo: Photo, across: float, down: float) -> None:
    """The focal point from its place in the picture, both 0 to 1 from the upper left corner."""
    photo.focal_point_x, photo.focal_point_y = round(photo.width * across), round(photo.height * down)
    photo.focal_point_width = photo.focal_point_height = round(min(photo.width, photo.height) * 0.2)
