"""What kind of file is it? By its first bytes, never by its name."""

from __future__ import annotations

from enum import Enum
from typing import BinaryIO

from media_library.metadata.containers import isobmff


class Sort(Enum):
    """What the first bytes say; whether it really is one is examined by each sort's own reader."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    TIFF = "TIFF"
    AVIF = "AVIF"
    HEIC = "HEIF"
    MP4 = "MP4"
    WEBM = "WebM"
    PDF = "PDF"
    OFFICE = "office"
    OLD_OFFICE = "old office"
    SVG = "SVG"
    RAW = "raw"
    UNKNOWN = "unknown"


_STARTS = {
    b"\xff\xd8\xff": Sort.JPEG,
    b"\x89PNG\r\n\x1a\n": Sort.PNG,
    b"II*\0\x10\0\0\0CR": Sort.RAW,
    b"II*\0": Sort.TIFF,
    b"MM\0*": Sort.TIFF,
    b"II+\0": Sort.RAW,  # BigTIFF
    b"MM\0+": Sort.RAW,
    b"IIRO": Sort.RAW,
    b"IIU\0": Sort.RAW,
    b"FUJIFILMCCD-RAW": Sort.RAW,
    b"%PDF-": Sort.PDF,
    b"PK\x03\x04": Sort.OFFICE,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": Sort.OLD_OFFICE,
    b"\x1a\x45\xdf\xa3": Sort.WEBM,
}
_MARKUP = 4096
"""Bytes within which a drawing says that it is one, behind comments and a document type."""


def sort_of(file: BinaryIO) -> Sort:
    """The sort of an open file, which is left at its beginning."""
    file.seek(0)
    head = file.read(_MARKUP)
    file.seek(0)
    for start, sort in _STARTS.items():
        if head.startswith(start):
            return sort
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Sort.WEBP
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith((b"<?xml", b"<svg", b"<!--", b"<!DOCTYPE svg")) and b"<svg" in head:
        return Sort.SVG
    return Sort.UNKNOWN


def _by_brand(head: bytes) -> Sort:
    match isobmff.media_type(head):
        case "image/avif":
            return Sort.AVIF
        case "image/heic":
            return Sort.HEIC
    return Sort.RAW if head[8:12] == b"crx " else Sort.MP4
