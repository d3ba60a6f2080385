"""The file that leaves, of whatever kind: cleaned of what is private, with the approved texts where it can carry them.

Photos carry them in every format. A film (MP4) carries them in a box of its own, a drawing (SVG) in its metadata
element, a PDF in its XMP and its properties, an office document its title and summary in its properties; WebM leaves
without, and the API tells its texts. See `docs/adr/0006-kinds-and-formats.md`.
"""

from __future__ import annotations

import hashlib
import io
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from media_library.documents import cleaning, office, pdf_cleaner
from media_library.films import mp4, webm
from media_library.films.patching import patched
from media_library.graphics import svg
from media_library.ingest import apart
from media_library.metadata import read_packet

BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that leaves, in private storage: its name, its digest (hexadecimal), its size in bytes, its CRC-32."""

    name: str
    sha256: str
    bytes: int
    crc32: int


Seal = Callable[[IO[bytes], Kept], Kept | None]
"""Signs a finished file, given with its measure, and keeps the result; None: the file stays as it is."""


def keep_bytes(data: bytes, extension: str, seal: Seal | None = None) -> Kept:
    """Write content-addressed bytes unless they are there already."""
    if seal is not None:
        return keep_file(io.BytesIO(data), extension, seal)
    sha256 = hashlib.sha256(data).hexdigest()
    name = _store_once(_name(sha256, extension), lambda: ContentFile(data))
    return Kept(name, sha256, len(data), zlib.crc32(data))


def keep_file(file: IO[bytes], extension: str, seal: Seal | None = None) -> Kept:
    """Write a content-addressed file unless it is there already, sealed where a seal is given and succeeds."""
    measured = _measured(file, "")
    if seal is not None and (sealed := seal(file, measured)) is not None:
        return sealed
    stored = _store_once(_name(measured.sha256, extension), lambda: _rewound(file))
    return Kept(stored, measured.sha256, measured.bytes, measured.crc32)


def keep_prepared(original: BinaryIO, name: str, extension: str, xmp: bytes, seal: Seal | None = None) -> Kept:
    """The file that leaves for an original that isn't a photo; `name` is the original's in storage.

    However long the film is, a block of it is in memory at a time.
    """
    match extension:
        case "svg":
            return keep_bytes(svg.prepared(original.read(), xmp), extension, seal)
        case "mp4":
            changes = mp4.changes(original, xmp)
        case "webm":
            changes = webm.changes(original)
        case "docx" | "xlsx" | "pptx" | "odt" | "ods" | "odp":
            return _kept_office(original, name, extension, xmp)
        case "pdf":
            return _kept_pdf(original, name, xmp)
        case _:
            return _measured(original, name)
    with _spool() as file:
        for block in patched(original, changes, BLOCK):
            file.write(block)
        return keep_file(file, extension, seal)


def _kept_office(original: BinaryIO, name: str, extension: str, xmp: bytes) -> Kept:
    """A signed document leaves as it is: its signature is why it is published, and cleaning would break it."""
    if office.is_signed(original):
        return _measured(original, name)
    with _spool() as file:
        cleaning.write_cleaned(original, file, xmp)
        return keep_file(file, extension)


def _kept_pdf(original: BinaryIO, name: str, xmp: bytes) -> Kept:
    """Where a PDF is signed, or built in a way that can't be written anew, it leaves as it is."""
    said = read_packet(xmp)
    properties = {
        "Title": said.title.default,
        "Subject": said.description.default,
        "Author": "; ".join(said.creator),
        "Keywords": ", ".join(said.keywords),
    }
    texts = {"xmp": xmp.decode(), "properties": {name: text for name, text in properties.items() if text}}
    limit = settings.DOCUMENT_MAX_UNPACKED_BYTES
    with _spool() as file:
        try:
            told = apart.rewrite(Path(pdf_cleaner.__file__), original, file, limit, texts)
        except apart.GaveOut:
            told = {}
        if not told.get("pages"):
            return _measured(original, name)
        return keep_file(file, "pdf")


def _name(sha256: str, extension: str) -> str:
    return f"deliverables/{sha256[:2]}/{sha256}.{extension}"


def _store_once(name: str, content: Callable[[], File[Any]]) -> str:
    storage = storages["private"]
    return name if storage.exists(name) else storage.save(name, content())


def _rewound(file: IO[bytes]) -> File[Any]:
    file.seek(0)
    return File(file)


def _measured(file: IO[bytes], name: str) -> Kept:
    digest, crc32, size = hashlib.sha256(), 0, 0
    file.seek(0)
    while block := file.read(BLOCK):
        digest.update(block)
        crc32 = zlib.crc32(block, crc32)
        size += len(block)
    return Kept(name, digest.hexdigest(), size, crc32)


@contextmanager
def _spool() -> Iterator[IO[bytes]]:
    with tempfile.SpooledTemporaryFile(max_size=settings.FILE_UPLOAD_MAX_MEMORY_SIZE) as file:
        yield file
