"""Names of original files in private storage, and their media types: by the content that ingest found."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import Any

MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "heic": "image/heic",
    "tif": "image/tiff",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "svg": "image/svg+xml",
}
"""Media types by extension, of all that is taken in and given out."""


def sha256_of(file: Any) -> str:
    """In hexadecimal, of an open file from where it stands."""
    return hashlib.file_digest(file, "sha256").hexdigest()


def original_name(sha256: str, filename: str) -> str:
    """Content-addressed and unguessable from outside: `originals/ab/<sha256>.jpg`."""
    return f"originals/{sha256[:2]}/{sha256}{PurePath(filename).suffix.lower()}"


def playing_time(seconds: int | None) -> str:
    """`3:07` or `1:02:03`; empty for None."""
    if seconds is None:
        return ""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
