"""Is this file what it should be? By its content, never by its name."""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

EXTENSIONS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp"}
"""Pillow's names of what is taken in, and the extension it gets. Phones write MPO, which opens as JPEG."""

OPENERS = ("JPEG", "PNG", "WEBP")


class NotAccepted(Exception):
    """A file that isn't taken in; the message tells the editor why and what to do."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """`width` and `height` in pixels as stored, before any rotation."""

    extension: str
    width: int
    height: int
    bytes: int
    sha256: str


def inspect(file: BinaryIO) -> Inspected:
    """Check size, real type, dimensions and that every pixel can be decoded. Raises NotAccepted."""
    size = file.seek(0, 2)
    file.seek(0)
    if size == 0:
        raise NotAccepted(_("The file is empty. Copy it from the camera again."))
    if size > settings.UPLOAD_MAX_BYTES:
        raise NotAccepted(
            _("The file is too big (%(size)s; at most %(limit)s). Export a smaller copy.")
            % {"size": filesizeformat(size), "limit": filesizeformat(settings.UPLOAD_MAX_BYTES)}
        )
    extension, width, height = _picture(file)
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # any seekable stream will do
    file.seek(0)
    return Inspected(extension, width, height, size, sha256)


def _picture(file: BinaryIO) -> tuple[str, int, int]:
    with warnings.catch_warnings():
        # Our own limit on pixels stands below, with words an editor understands.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(file, formats=OPENERS) as picture:
                width, height = picture.size
                if width * height > settings.IMAGE_MAX_PIXELS:
                    raise NotAccepted(
                        _("The picture has too many pixels (%(width)s × %(height)s). Export a smaller copy.")
                        % {"width": width, "height": height}
                    )
                extension = EXTENSIONS[picture.format or ""]
                # A reduced decode reads all the data at a fraction of the memory; truncation still shows.
                picture.draft("RGB", (width // 8 or 1, height // 8 or 1))
                picture.load()
        except NotAccepted:
            raise
        except Image.DecompressionBombError as error:
            raise NotAccepted(_("The picture has too many pixels. Export a smaller copy.")) from error
        except UnidentifiedImageError as error:
            raise NotAccepted(_("This isn't a JPEG, PNG or WebP picture, whatever its name says.")) from error
        except Exception as error:  # Pillow's decoders raise almost anything on hostile input
            raise NotAccepted(_("The picture is damaged and can't be read. Copy it from the camera again.")) from error
    return extension, width, height
