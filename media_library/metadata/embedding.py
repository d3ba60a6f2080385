"""Writing: a packet spliced into a picture file, everything private taken out, not a pixel touched."""

from __future__ import annotations

from collections.abc import Callable

from media_library.metadata import iim as iptc
from media_library.metadata.containers import (
    AVIF,
    HEIC,
    JPEG,
    PNG,
    TIFF,
    WEBP,
    isobmff,
    isobmff_writing,
    jpeg,
    media_type_of,
    png,
    tiff_file,
    webp,
)
from media_library.metadata.containers.blocks import Replacement
from media_library.metadata.errors import Journal, UnsupportedContainer
from media_library.metadata.model import PhotoMetadata
from media_library.metadata.reading import read_packet
from media_library.metadata.sanitise import ExifText, sanitise
from media_library.metadata.xmp import rdf

_REPLACERS: dict[str, Callable[[bytes, Replacement], bytes]] = {
    JPEG: jpeg.replace,
    PNG: png.replace,
    WEBP: webp.replace,
    TIFF: tiff_file.replace,
    AVIF: isobmff_writing.replace,
    HEIC: isobmff_writing.replace,
}
_FINDERS = {
    JPEG: jpeg.blocks,
    PNG: png.blocks,
    WEBP: webp.blocks,
    TIFF: tiff_file.blocks,
    AVIF: isobmff.blocks,
    HEIC: isobmff.blocks,
}


def embed(data: bytes, packet: bytes, *, keep_location: bool, iim: str | None = "en") -> bytes:
    """The same picture with `packet` as its XMP, and with nothing private left.

    In JPEG the packet's texts also go into IIM (UTF-8) in the language `iim`, else in the packet's default;
    None writes no IIM. Other image resources stay. EXIF keeps orientation, exposure and colour; its texts
    become the packet's, and maker notes, serial numbers, the owner and the thumbnail are gone. GPS is kept
    in EXIF only with `keep_location`; a packet that itself names a position is then refused without it.
    Coded picture data are the same octets; what follows the picture's end is cut off. Equal input gives
    equal output. No copy but the result is made of the picture.

    Raises `UnsupportedContainer` for kinds that aren't written (GIF), its parent
    `MetadataError` for a file that isn't whole, and ValueError for a packet that can't be used.
    """
    media_type = media_type_of(data)
    if media_type not in _REPLACERS:
        raise UnsupportedContainer(media_type)
    said = _checked(packet, keep_location)
    block = _FINDERS[media_type](data, Journal()).exif
    replacement = Replacement(
        xmp=packet,
        exif=sanitise(block, keep_location=keep_location, text=_exif_text(said, iim)) if block else b"",
        iim=iptc.build(said, iim) if iim is not None and media_type == JPEG else b"",
    )
    return _REPLACERS[media_type](data, replacement)


def stripped(data: bytes) -> bytes:
    """The same picture with nothing but what shows it: for pictures inside documents, which say nothing themselves.

    Raises as `embed` does.
    """
    media_type = media_type_of(data)
    if media_type not in _REPLACERS or media_type in (AVIF, HEIC):
        raise UnsupportedContainer(media_type)
    block = _FINDERS[media_type](data, Journal()).exif
    exif = sanitise(block, keep_location=False, text=ExifText()) if block else b""
    return _REPLACERS[media_type](data, Replacement(xmp=b"", exif=exif))


def _checked(packet: bytes, keep_location: bool) -> PhotoMetadata:
    journal = Journal()
    properties = rdf.parse(packet, journal)
    if journal.lines:
        raise ValueError(f"the packet can't be used: {'; '.join(journal.lines)}")
    if not keep_location and any(name.startswith("exif:GPS") for name in properties):
        raise ValueError("the packet names a position that isn't to be published")
    return read_packet(packet)


def _exif_text(said: PhotoMetadata, language: str | None) -> ExifText:
    return ExifText(
        description=said.description.best(language),
        artist="; ".join(said.creator),
        copyright=said.copyright.best(language),
    )
