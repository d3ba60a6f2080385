"""Documents of consents on their way in: PDF, JPEG or PNG by content, never by name."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from media_library.ingest.service import clean_name

_PDF_END_WITHIN = 2048
"""Bytes at the end of a PDF in which its last marker stands; programs write some after it."""

PIXELS_AT_MOST = 80_000_000
"""A sheet of A3 at 600 dots per inch; more is no scan of a paper."""

_PICTURES = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png")}


@dataclass(frozen=True, slots=True)
class Checked:
    """A document that may be kept. `name` is what its owner called it."""

    file: File[Any]
    name: str
    extension: str
    media_type: str


def check(file: File[Any]) -> Checked:
    """Look into an uploaded file. Raises ValidationError with words for the editor."""
    size = file.size or 0
    if not size:
        raise ValidationError(_("The file is empty. Scan or export it again."))
    if size > settings.CONSENT_DOCUMENT_MAX_BYTES:
        limit = filesizeformat(settings.CONSENT_DOCUMENT_MAX_BYTES)
        raise ValidationError(
            _("The file is larger than %(limit)s. Scan it with fewer dots per inch.") % {"limit": limit}
        )
    extension, media_type = _kind_of(file, size)
    file.seek(0)
    return Checked(file, clean_name(file.name or ""), extension, media_type)


def _kind_of(file: File[Any], size: int) -> tuple[str, str]:
    file.seek(0)
    head = file.read(16)
    if head.startswith(b"%PDF-"):
        file.seek(max(0, size - _PDF_END_WITHIN))
        if b"%%EOF" not in file.read():
            raise ValidationError(_("The PDF isn't whole. Export or scan it again."))
        return "pdf", "application/pdf"
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return _picture(file)
    raise ValidationError(_("Only PDF, JPEG and PNG are kept. Save the document as PDF, or scan it."))


def _picture(file: File[Any]) -> tuple[str, str]:
    """Decoded once as a whole: a picture that can't be read proves nothing later."""
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=tuple(_PICTURES)) as picture:
                if picture.width * picture.height > PIXELS_AT_MOST:
                    raise ValidationError(_("The picture has too many pixels. Scan it with fewer dots per inch."))
                found = _PICTURES[picture.format or ""]
                picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_("The picture has too many pixels. Scan it with fewer dots per inch.")) from error
    except (OSError, SyntaxError, ValueError, KeyError, UnidentifiedImageError) as error:
        raise ValidationError(_("The picture is damaged and can't be read. Scan it again.")) from error
    return found
