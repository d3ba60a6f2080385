"""EXIF made fit to leave the house.

What stays is listed, not what goes: makers invent new places for serial numbers and positions every
year. Kept are the orientation, the exposure and the colour; the texts are replaced by the approved ones.
"""

from __future__ import annotations

from dataclasses import dataclass

from media_library.metadata import tiff
from media_library.metadata.errors import Journal
from media_library.metadata.text import cut_to_octets
from media_library.metadata.tiff import Directory, Entry, Tiff

MAIN_KEPT = frozenset(
    {
        0x010F,  # Make
        0x0110,  # Model
        0x0112,  # Orientation
        0x011A,  # XResolution
        0x011B,  # YResolution
        0x0128,  # ResolutionUnit
        0x0132,  # DateTime
        0x013E,  # WhitePoint
        0x013F,  # PrimaryChromaticities
        0x0211,  # YCbCrCoefficients
        0x0213,  # YCbCrPositioning
        0x0214,  # ReferenceBlackWhite
    }
)
EXIF_KEPT = frozenset(
    {
        *(0x829A, 0x829D, 0x8822, 0x8827, *range(0x8830, 0x8836)),  # exposure, aperture, programme, ISO
        *(0x9000, 0x9003, 0x9004, *range(0x9010, 0x9013), 0x9101, 0x9102),  # version, moments, offsets
        *range(0x9201, 0x920B),  # shutter, aperture, bias, distance, metering, light, flash, focal length
        *(0x9214, *range(0x9290, 0x9293)),  # subject area, fractions of seconds
        *range(0xA000, 0xA004),  # Flashpix version, colour space, size in pixels
        *(0xA20E, 0xA20F, 0xA210, 0xA214, 0xA215, 0xA217),  # focal plane, subject place, index, sensing
        *range(0xA300, 0xA303),  # file source, scene type, colour filter array
        *range(0xA401, 0xA40B),  # rendering, exposure mode, white balance, zoom, scene, contrast …
        *(0xA40C, 0xA432, 0xA433, 0xA434, 0xA460, 0xA461, 0xA500),  # distance range, lens, composite, gamma
    }
)
GPS_KEPT = frozenset({*range(0x0008), 0x0010, 0x0011, 0x0012, 0x001D})
"""Version, position, altitude, time, direction, datum, date: where and when, not how fast or whereto."""

INTEROP_KEPT = frozenset({0x0001, 0x0002})
"""The index (R03 means Adobe RGB) and its version."""

VALUE_LIMIT = 512
"""Octets; no value on the lists above needs more, something hidden might. All together fit a JPEG segment."""

TEXT_LIMIT = 2000
"""Octets of a text, as in IIM."""

DESCRIPTION, ARTIST, COPYRIGHT = 0x010E, 0x013B, 0x8298


@dataclass(frozen=True, slots=True)
class ExifText:
    """The approved texts that EXIF repeats; an empty one leaves no tag."""

    description: str = ""
    artist: str = ""
    copyright: str = ""


def sanitise(block: bytes | memoryview, *, keep_location: bool, text: ExifText) -> bytes:
    """A new EXIF block (from its TIFF header on) made of what may leave; empty when there's nothing.

    Texts stand as UTF-8 in values of type ASCII, as the Metadata Working Group asks (2.0, 5.2): Exif
    3.0's own UTF-8 type isn't read by most programs yet. An unreadable block is dropped as a whole.
    """
    found = tiff.parse(block, Journal())
    if found is None:
        return b""
    kept = Tiff(
        order=found.order,
        main=_kept(found.main, MAIN_KEPT),
        exif=_kept(found.exif, EXIF_KEPT),
        gps=_kept(found.gps, GPS_KEPT) if keep_location else {},
        interop=_kept(found.interop, INTEROP_KEPT),
    )
    if not (kept.main or kept.exif or kept.gps):
        return b""
    for tag, value in ((DESCRIPTION, text.description), (ARTIST, text.artist), (COPYRIGHT, text.copyright)):
        if value:
            raw = cut_to_octets(value.replace("\0", ""), TEXT_LIMIT).encode("utf-8", "ignore") + b"\0"
            kept.main[tag] = Entry(2, len(raw), raw)
    return tiff.build(kept)


def _kept(directory: Directory, tags: frozenset[int]) -> Directory:
    return {tag: entry for tag, entry in directory.items() if tag in tags and len(entry.raw) <= VALUE_LIMIT}
