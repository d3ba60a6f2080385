"""TIFF files: everything hangs on the first directory. Read only; originals keep their octets."""

from __future__ import annotations

from media_library.metadata import tiff
from media_library.metadata.containers.blocks import Blocks
from media_library.metadata.errors import Journal

XMP, IIM, RESOURCES = 700, 33723, 34377


def blocks(data: bytes, journal: Journal) -> Blocks:
    """The metadata blocks; the file itself is the EXIF block."""
    found = Blocks(exif=memoryview(data))
    parsed = tiff.parse(data, Journal())  # what's wrong with it is noted when the EXIF is read
    if parsed is None:
        return found
    if entry := parsed.main.get(XMP):
        found.xmp = entry.raw
    if entry := parsed.main.get(RESOURCES):
        found.resources = entry.raw
    if entry := parsed.main.get(IIM):
        found.iim = entry.raw
    return found
