"""One service for the browser, the command and the API: one file in, one outcome out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import PurePath
from typing import Any, BinaryIO

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from locales.registry import WORKING, code_of, column
from media_library.ingest.inspect import Inspected, NotAccepted, inspect
from media_library.metadata import MetadataError, PhotoMetadata, read
from media_library.models import Asset, DigitalSourceType, Photo
from provinces.models import Province
from provinces.selectors import owner_of, units_named


@dataclass(frozen=True, slots=True)
class Accepted:
    name: str
    photo: Photo


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The library has these very bytes already. `of` may belong to another province: show no more than its id."""

    name: str
    of: Asset


@dataclass(frozen=True, slots=True)
class Refused:
    name: str
    reason: str


Outcome = Accepted | Duplicate | Refused


def ingest(file: BinaryIO, name: str, *, province: Province, actor: Any) -> Outcome:
    """Take one file into a province's library as a draft. Never raises for a bad file: it says why instead.

    Everything about one file is in one transaction, so that no file is ever half in.
    """
    name = clean_name(name)
    try:
        found = inspect(file)
    except NotAccepted as error:
        return Refused(name, str(error))
    with transaction.atomic():
        existing = _same_bytes(found.sha256)
        if existing is not None:
            return Duplicate(name, existing)
        try:
            photo = _draft(file, name, found, province, actor)
        except MetadataError:
            return Refused(name, _("The picture is damaged and can't be read. Copy it from the camera again."))
    return Accepted(name, photo)


def clean_name(name: str) -> str:
    """The last part of a path without control characters, for showing and for a first title."""
    return re.sub(r"[\x00-\x1f\x7f]", "", PurePath(name.replace("\\", "/")).name)[:200] or "?"


def _same_bytes(sha256: str) -> Asset | None:
    return Asset.objects.filter(sha256=sha256).order_by("pk").first()


def _draft(file: BinaryIO, name: str, found: Inspected, province: Province, actor: Any) -> Photo:
    file.seek(0)
    metadata = read(file)
    file.seek(0)
    photo = Photo(province=province, uploaded_by_user=actor, sha256=found.sha256, live=False)
    photo.file_size = found.bytes
    apply_metadata(photo, metadata, name)
    photo.file = File(file, name=f"{found.sha256}.{found.extension}")  # type: ignore[assignment]
    photo.save()
    photo.save_revision(user=actor, log_action=False)
    log(instance=photo, action="wagtail.create", user=actor, data={"file": name}, content_changed=True)
    return photo


def apply_metadata(photo: Photo, metadata: PhotoMetadata, name: str) -> None:
    """Fill the fields of a new photo from its file. A text without a language counts as working language."""
    _texts(photo, "title", metadata.title)
    _texts(photo, "caption", metadata.description)
    _texts(photo, "alt_text", metadata.alt_text)
    if not photo.title_vi:
        photo.title_vi = _short(metadata.headline) or PurePath(name).stem[:200]
    photo.creator = "; ".join(metadata.creator)[:200]
    photo.credit_line = (metadata.credit)[:300]
    photo.keywords = ", ".join(metadata.keywords)[:2000]
    photo.place_vi = ", ".join(part for part in (metadata.sublocation, metadata.city) if part)[:200]
    photo.taken_at = _aware(metadata.taken_at)
    photo.latitude, photo.longitude = metadata.latitude, metadata.longitude
    if (source_type := metadata.digital_source_type.rsplit("/", 1)[-1]) in DigitalSourceType.values:
        photo.digital_source_type = source_type
    _historic_unit(photo, metadata.state)
    photo.source_metadata = as_record(metadata)


def as_record(metadata: PhotoMetadata) -> dict[str, Any]:
    """What was read, JSON-able and without the empty fields: kept as it was, whatever the editor changes."""
    record: dict[str, Any] = {}
    for field in fields(metadata):
        value = getattr(metadata, field.name)
        if value in ("", None, ()) or (isinstance(value, Mapping) and not value):
            continue
        if isinstance(value, Mapping):
            value = dict(value)
        record[field.name] = value if isinstance(value, (dict, int, float, str)) else _plain(value)
    return record


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else str(value)


def _texts(photo: Photo, field: str, texts: Mapping[str, str]) -> None:
    limit: int = getattr(Photo._meta.get_field(field), "max_length", None) or 2000
    for tag, text in texts.items():
        code = WORKING if tag == "x-default" else code_of(tag)
        if code and not getattr(photo, column(field, code)):
            setattr(photo, column(field, code), text.strip()[:limit])


def _short(text: str | None) -> str:
    return (text or "").strip()[:200]


def _aware(moment: Any) -> Any:
    """Cameras write local time without a zone: taken as Vietnam's."""
    if moment is not None and timezone.is_naive(moment):
        return timezone.make_aware(moment)
    return moment


def _historic_unit(photo: Photo, state: str | None) -> None:
    """The province that the file names: a former unit is kept as the name valid then."""
    if not state:
        return
    taken_on = photo.taken_at.date() if photo.taken_at else None
    for unit in units_named(state):
        was_in_force = unit.valid_to is not None and (taken_on is None or unit.valid_from <= taken_on <= unit.valid_to)
        if was_in_force and owner_of(unit).pk == photo.province_id and unit.code:
            if not Province.objects.filter(pk=photo.province_id, name_vi=unit.name_vi).exists():
                photo.historic_province = unit
            return
