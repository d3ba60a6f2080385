"""Pictures: decoded once at the door, so that no reader is the first to find out."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from media_library.ingest import apart, picture_examiner
from media_library.ingest.refusal import NotAccepted, gave_out
from media_library.ingest.sorting import Sort
from media_library.metadata import MetadataError, tiff
from media_library.metadata.containers import isobmff_writing, tiff_file
from media_library.metadata.containers.blocks import Replacement
from media_library.metadata.errors import Journal
from media_library.picture_formats import EXTENSIONS

EXAMINED_HERE = (Sort.JPEG, Sort.PNG, Sort.WEBP)
"""Formats whose decoders have been under fire for decades; the others are decoded in a process of their own."""
EXAMINED_APART = (Sort.TIFF, Sort.AVIF, Sort.HEIC)
SORTS = (*EXAMINED_HERE, *EXAMINED_APART)


def examine(file: BinaryIO, sort: Sort) -> tuple[str, dict[str, int | None]]:
    """The extension; every pixel has been decoded. Raises NotAccepted."""
    if sort.value not in EXTENSIONS:
        raise NotAccepted(_("%(format)s can't be read on this server. Export it as JPEG.") % {"format": sort.value})
    if sort in EXAMINED_HERE:
        return _here(file, sort), {}
    told = _apart(file, sort)
    if told.get("refused") == "too_many_pixels":
        raise too_many_pixels(told.get("width"), told.get("height"))
    if told.get("refused") == "depth":
        raise NotAccepted(_("The picture has more than 16 bits per colour. Export it with 8 or 16."))
    if told.get("refused"):
        raise damaged()
    _check_writable(file, sort)
    return EXTENSIONS[sort.value], {}


def too_many_pixels(width: int | None, height: int | None) -> NotAccepted:
    if not (width and height):
        return NotAccepted(_("The picture has too many pixels. Export a smaller copy."))
    return NotAccepted(
        _("The picture has too many pixels (%(width)s × %(height)s). Export a smaller copy.")
        % {"width": width, "height": height}
    )


def damaged() -> NotAccepted:
    return NotAccepted(_("The picture is damaged and can't be read. Copy it from the camera again."))


def _here(file: BinaryIO, sort: Sort) -> str:
    with warnings.catch_warnings():
        # Our own limit on pixels stands below, with words an editor understands.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(file, formats=[sort.value]) as picture:
                width, height = picture.size
                if width * height > settings.IMAGE_MAX_PIXELS:
                    raise too_many_pixels(width, height)
                extension = EXTENSIONS[picture.format or ""]
                # A reduced decode reads all the data at a fraction of the memory; truncation still shows.
                picture.draft("RGB", (width // 8 or 1, height // 8 or 1))
                picture.load()
        except NotAccepted:
            raise
        except Image.DecompressionBombError as error:
            raise too_many_pixels(None, None) from error
        except UnidentifiedImageError as error:
            raise damaged() from error
        except Exception as error:  # Pillow's decoders raise almost anything on hostile input
            raise damaged() from error
    return extension


def _apart(file: BinaryIO, sort: Sort) -> dict[str, Any]:
    program = Path(picture_examiner.__file__)
    try:
        return apart.examine(program, file, sort.value, str(settings.IMAGE_MAX_PIXELS))
    except apart.GaveOut as error:
        raise gave_out() from error


def _check_writable(file: BinaryIO, sort: Sort) -> None:
    """What can't be cleaned must not be approved, so it isn't taken in. Raises NotAccepted."""
    write = tiff_file.replace if sort is Sort.TIFF else isobmff_writing.replace
    file.seek(0)
    try:
        if sort is Sort.TIFF:
            _refuse_raw(file)
        write(file.read(), Replacement(xmp=b"x"))
    except MetadataError as error:
        raise NotAccepted(
            _("The picture is built in a way that can't be cleaned of private data. Export it as JPEG.")
        ) from error


def _refuse_raw(file: BinaryIO) -> None:
    """Raw files of many makers are TIFFs whose first page is a thumbnail. Raises NotAccepted."""
    found = tiff.parse(file.read(), Journal())
    file.seek(0)
    pages = tiff_file.NEW_SUBFILE_TYPE, tiff_file.SUB_DIRECTORIES, tiff_file.DNG_VERSION
    kind, deeper, dng = (found.main.get(tag) if found else None for tag in pages)
    is_reduced = kind is not None and found is not None and found.numbers(kind)[:1] == (1.0,)
    if dng or (is_reduced and deeper):
        raise NotAccepted(_("This is a camera's raw file or a BigTIFF. Export it as JPEG or plain TIFF."))
