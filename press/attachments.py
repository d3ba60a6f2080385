"""Files that people outside send us: known by content, examined as the library's are, sent as downloads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.http import FileResponse
from django.utils.translation import gettext as _

from media_library.files import MEDIA_TYPES
from media_library.ingest import documents, pictures
from media_library.ingest.refusal import NotAccepted, too_big
from media_library.ingest.service import clean_name
from media_library.ingest.sorting import Sort, sort_of

MOST_BYTES = 10 * 1024 * 1024
MOST_FILES = 10
"""Of one message."""
PICTURES = (Sort.JPEG, Sort.PNG, Sort.WEBP)


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept. `name` ends as its content says, whatever its sender called it."""

    file: File[Any]
    name: str
    extension: str
    media_type: str
    is_picture: bool


def check(file: File[Any], *, most_bytes: int = MOST_BYTES) -> Checked:
    """Look into a PDF (without anything that acts), JPEG, PNG or WebP. Raises NotAccepted with words for its sender."""
    size = file.size or 0
    if not size:
        raise NotAccepted(_("The file is empty."))
    if size > most_bytes:
        raise too_big(size, most_bytes)
    sort = sort_of(file)  # type: ignore[arg-type]
    if sort is Sort.PDF:
        extension, _facts = documents.examine_pdf(file, sort)  # type: ignore[arg-type]
    elif sort in PICTURES:
        extension, _facts = pictures.examine(file, sort)  # type: ignore[arg-type]
    else:
        raise NotAccepted(_("Only PDF, JPEG, PNG and WebP are kept."))
    file.seek(0)
    return Checked(file, _named(file.name or "", extension), extension, MEDIA_TYPES[extension], sort in PICTURES)


def _named(name: str, extension: str) -> str:
    stem = clean_name(name)[:190].rpartition(".")[0] or clean_name(name)[:190]
    return f"{stem}.{extension}"


def download(file: Any, name: str, media_type: str) -> FileResponse:
    """As a download that no browser opens in our name and no cache keeps."""
    answer = FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type=media_type)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
