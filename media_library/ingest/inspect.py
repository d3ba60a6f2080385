"""Is this file what it should be? By its content, never by its name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from media_library.ingest import documents, drawings, films, pictures
from media_library.ingest.refusal import NotAccepted, too_big
from media_library.ingest.sorting import Sort, sort_of
from media_library.models import AssetKind

__all__ = ["Inspected", "NotAccepted", "inspect"]


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a good file is: its kind, its extension by content, its size, and what its kind has of `measures`.

    `measures` are the fields that a record of its kind keeps: width and height in pixels as shown, duration in seconds,
    number of pages. A photo's are read from its file anew, after rotation.
    """

    kind: AssetKind
    extension: str
    bytes: int
    sha256: str
    measures: dict[str, int | None] = field(default_factory=dict)


Examined = tuple[str, dict[str, int | None]]

_READERS: dict[Sort, tuple[AssetKind, Callable[[BinaryIO, Sort], Examined]]] = {
    **dict.fromkeys(pictures.SORTS, (AssetKind.PHOTO, pictures.examine)),
    Sort.MP4: (AssetKind.VIDEO, films.examine),
    Sort.WEBM: (AssetKind.VIDEO, films.examine),
    Sort.PDF: (AssetKind.DOCUMENT, documents.examine_pdf),
    Sort.OFFICE: (AssetKind.DOCUMENT, documents.examine_office),
    Sort.SVG: (AssetKind.GRAPHIC, drawings.examine),
}


def inspect(file: BinaryIO) -> Inspected:
    """Check size, real type, dimensions, and that all of it can be read. Raises NotAccepted."""
    size = file.seek(0, 2)
    file.seek(0)
    if size == 0:
        raise NotAccepted(_("The file is empty. Copy it from the camera again."))
    if size > settings.UPLOAD_MAX_BYTES:
        raise too_big(size, settings.UPLOAD_MAX_BYTES)
    sort = sort_of(file)
    found = _READERS.get(sort)
    if found is None:
        raise _unknown(sort)
    kind, examine = found
    limit = settings.KIND_MAX_BYTES[kind.value]
    if size > limit:
        raise too_big(size, limit)
    extension, measures = examine(file, sort)
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # any seekable stream will do
    file.seek(0)
    return Inspected(kind, extension, size, sha256, measures)


def _unknown(sort: Sort) -> NotAccepted:
    match sort:
        case Sort.OLD_OFFICE:
            words = _(
                "This is an office document of the old kind, or one that is locked. Save it as DOCX, XLSX, PPTX or PDF."
            )
            return NotAccepted(words)
        case Sort.RAW:
            return NotAccepted(_("This is a camera's raw file or a BigTIFF. Export it as JPEG or plain TIFF."))
    return NotAccepted(
        _("This isn't a picture, video, document or drawing of a kind that is taken in, whatever its name says.")
    )
