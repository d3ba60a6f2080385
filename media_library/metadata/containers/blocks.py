"""What every container boils down to: a few blocks of octets."""

from __future__ import annotations

from dataclasses import dataclass, field

from media_library.metadata.xmp.extended import Portion

Bytes = bytes | memoryview

EXIF_PREFIX = b"Exif\0\0"
"""Stands before the TIFF header in JPEG, and wrongly in some WebP files."""


@dataclass(slots=True)
class Blocks:
    """The metadata blocks of one file. `exif` begins with the TIFF header, `resources` with “8BIM”.

    `iim` is only for containers that hold IIM outside image resources (TIFF).
    """

    exif: Bytes = b""
    xmp: Bytes = b""
    xmp_portions: list[Portion] = field(default_factory=list)
    resources: Bytes = b""
    iim: Bytes = b""


@dataclass(frozen=True, slots=True)
class Replacement:
    """What a file is to hold from now on. An empty block means: none."""

    xmp: bytes
    exif: bytes = b""
    iim: bytes = b""


def without_exif_prefix(block: Bytes) -> Bytes:
    """The EXIF block from its TIFF header on."""
    return block[len(EXIF_PREFIX) :] if bytes(block[:6]) == EXIF_PREFIX else block
