"""The bytes of unfinished uploads, in private storage: any web server may take the next piece, any worker the whole.

Every piece that arrived is an object of its own, `uploads/<uuid>/<place>-<random>`, written before the row
that counts it. So an upload's offset never speaks of bytes that aren't there, and of two senders of the same
place one loses without having changed anything.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import IntegrityError, transaction
from django.utils import timezone

from media_library.models import Upload, UploadPart, UploadState

FOLDER = "uploads"
PIECE = 16 * 1024 * 1024
"""Bytes of one object at most: what a lost connection can cost, and what is held on disk meanwhile."""
PIECES_AT_MOST = 5_000
IN_MEMORY = 1024 * 1024


class WrongOffset(Exception):
    """Somebody else has written there already, or the sender is mistaken."""


class TooManyPieces(Exception):
    """Sent in crumbs: thousands of them would cost more than the file."""


def storage() -> Storage:
    return storages["private"]


def append(upload: Upload, start: int, content: BinaryIO, length: int) -> None:
    """Keep `length` bytes at `start`; `upload.offset` moves on. Raises WrongOffset, TooManyPieces."""
    if upload.parts.count() >= PIECES_AT_MOST:
        raise TooManyPieces
    name = f"{FOLDER}/{upload.uuid}/{start:015d}-{secrets.token_hex(6)}"
    content.seek(0)
    name = storage().save(name, File(content, name=name))
    try:
        _count(upload, start, length, name)
    except (IntegrityError, WrongOffset) as error:
        storage().delete(name)
        raise WrongOffset from error
    upload.offset = start + length


@transaction.atomic
def _count(upload: Upload, start: int, length: int, name: str) -> None:
    UploadPart.objects.create(upload=upload, start=start, length=length, name=name)
    moved = Upload.objects.filter(pk=upload.pk, offset=start, state=UploadState.SENDING).update(
        offset=start + length, touched_at=timezone.now()
    )
    if not moved:
        raise WrongOffset


@contextmanager
def whole(upload: Upload) -> Iterator[BinaryIO]:
    """All bytes of a complete upload as one seekable file, which goes away afterwards."""
    with tempfile.TemporaryFile() as target:
        for part in upload.parts.all():
            if part.start != target.tell():
                raise OSError(f"upload {upload.uuid}: nothing at {target.tell()}")
            with storage().open(part.name, "rb") as source:
                shutil.copyfileobj(source, target, 1024 * 1024)
        if target.tell() != upload.size:
            raise OSError(f"upload {upload.uuid}: {target.tell()} of {upload.size} bytes")
        target.seek(0)
        yield target


def discard(upload: Upload) -> None:
    """Forget the bytes, those too that no row counts."""
    upload.parts.all().delete()
    discard_folder(str(upload.uuid))


def discard_folder(name: str) -> None:
    try:
        _folders, files = storage().listdir(f"{FOLDER}/{name}")
    except FileNotFoundError:
        return
    for file in files:
        storage().delete(f"{FOLDER}/{name}/{file}")
    if hasattr(storage(), "path"):
        storage().delete(f"{FOLDER}/{name}")


def folders() -> list[str]:
    """Names of all uploads of which bytes are kept."""
    try:
        return storage().listdir(FOLDER)[0]
    except FileNotFoundError:
        return []
