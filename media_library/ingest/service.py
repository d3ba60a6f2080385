"""One service for the browser, the command and the API: one file in, one outcome out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, fields
from pathlib import PurePath
from typing import Any, BinaryIO

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from locales.registry import WORKING, code_of, column
from media_library import likeness, releases
from media_library.indexing import Changed, together
from media_library.ingest.inspect import Inspected, NotAccepted, inspect
from media_library.metadata import MetadataError, PhotoMetadata, read
from media_library.models import KINDS, Asset, AssetKind, DigitalSourceType, LibraryRecord, Photo
from provinces.models import Province
from provinces.selectors import owner_of, units_named


@dataclass(frozen=True, slots=True)
class Accepted:
    name: str
    record: LibraryRecord

    @property
    def photo(self) -> Photo:
        """The record, where the caller knows that it is a photo. Raises TypeError where it isn't."""
        if not isinstance(self.record, Photo):
            raise TypeError(f"{self.record.kind}, not a photo")
        return self.record


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


def ingest(
    file: BinaryIO,
    name: str,
    *,
    province: Province,
    actor: Any,
    typed: Mapping[str, Any] | None = None,
    only: AssetKind | None = None,
) -> Outcome:
    """Take one file into a province's library as a draft. Never raises for a bad file: it says why instead.

    `typed` are checked values by field name (`caption_en`, `licence`, `sectors`) that a person wrote beside the
    file: they win over what the file says. `only` is the one kind that fits, where the file is to replace another.

    Everything about one file is in one transaction, so that no file is ever half in.
    """
    name = clean_name(name)
    try:
        found = inspect(file)
    except NotAccepted as error:
        return Refused(name, str(error))
    if only is not None and found.kind is not only:
        words = _("Here only this kind of file fits: %(kind)s. This is one of another kind: %(found)s.")
        return Refused(name, words % {"kind": only.label, "found": found.kind.label})
    is_photo = KINDS[found.kind] is Photo
    marks = likeness.fingerprint_or_nothing(file) if is_photo else b""
    with transaction.atomic(), together() if is_photo else nullcontext(Changed()) as changed:
        existing = _same_bytes(found.sha256)
        if existing is not None:
            return Duplicate(name, existing)
        try:
            record = _draft(file, name, found, province, actor, typed or {})
        except MetadataError:
            return Refused(name, _("The picture is damaged and can't be read. Copy it from the camera again."))
        if isinstance(record, Photo):
            likeness.remember(record, marks)
            changed.references.add(record.pk)
    if isinstance(record, Photo):
        likeness.compare(record)
    return Accepted(name, record)


def clean_name(name: str) -> str:
    """The last part of a path without control characters, for showing and for a first title.

    Nor are there signs in it that turn the direction of reading, or halves of characters (bytes that aren't text).
    """
    name = PurePath(name.encode("utf-8", "replace").decode("utf-8").replace("\\", "/")).name
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", "", name)[:200] or "?"


def _same_bytes(sha256: str) -> Asset | None:
    return Asset.objects.filter(sha256=sha256).order_by("pk").first()


def _draft(
    file: BinaryIO, name: str, found: Inspected, province: Province, actor: Any, typed: Mapping[str, Any]
) -> LibraryRecord:
    model: Any = KINDS[found.kind]
    record = model(province=province, uploaded_by_user=actor, sha256=found.sha256, live=False)
    record.file_size = found.bytes
    if isinstance(record, Photo):
        file.seek(0)
        apply_metadata(record, read(file), name)
    else:
        record.title_vi = PurePath(name).stem[:200]
        if found.kind is not AssetKind.VIDEO:
            record.digital_source_type = DigitalSourceType.CREATION
        for measure, value in found.measures.items():
            setattr(record, measure, value)
    file.seek(0)
    for field, value in typed.items():
        setattr(record, field, value)
    record.file = File(file, name=f"{found.sha256}.{found.extension}")
    try:
        record.save()
        record.save_revision(user=actor, log_action=False)
        log(instance=record, action="wagtail.create", user=actor, data={"file": name}, content_changed=True)
    except BaseException:
        # The rows go back by themselves; the bytes don't.
        if record.file and record.file._committed:
            record.file.storage.delete(record.file.name)
        raise
    return record


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
    for field, value in releases.read_from(metadata).items():
        setattr(photo, field, value)
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
