"""Reading: the three sources found, weighed and put into one `PhotoMetadata`.

Precedence is XMP, then IIM, then EXIF. The Metadata Working Group (Guidelines 2.0, chapter 3) prefers XMP
to IIM as long as the two are in step, which the digest in the image resources shows: when a digest is
there and isn't that of the IIM block, a program that knows no XMP changed the IIM afterwards, and then
IIM's values count. EXIF comes last, where the guidelines put it first: their rule supposes programs that
write all three, while the agencies' write their captions to XMP or IIM and leave what the camera wrote.
Exceptions by nature: orientation and camera are EXIF's alone; a moment that a lower source tells more
exactly (a time of day, an offset) refines the one chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields as dataclass_fields
from types import MappingProxyType
from typing import Any, Protocol

from media_library.metadata import exif, iim, photoshop, tiff
from media_library.metadata.candidates import Candidate, Candidates
from media_library.metadata.containers import TURNED_BY_DECODER, blocks_of
from media_library.metadata.containers.blocks import Blocks
from media_library.metadata.dates import Moment
from media_library.metadata.errors import Journal
from media_library.metadata.mapping import FIELDS
from media_library.metadata.model import PhotoMetadata
from media_library.metadata.text import X_DEFAULT, LangText
from media_library.metadata.xmp import extended, rdf
from media_library.metadata.xmp import reading as xmp_reading
from media_library.metadata.xmp.rdf import Properties


class OctetStream(Protocol):
    """An open binary file, or what behaves like one (an upload, a stored file)."""

    def read(self) -> bytes: ...

    def seek(self, offset: int, /) -> object: ...

    def tell(self) -> int: ...


def read(data: bytes | OctetStream) -> PhotoMetadata:
    """The metadata of a JPEG, PNG, WebP, TIFF, AVIF or HEIC file (a GIF gives none, with a warning).

    A stream is read from its beginning and left where it stood. Whatever is damaged, absurd or hostile in
    the metadata is left out and named in `warnings`. Raises `MetadataError` only when the file isn't of a
    kind that is known at all.
    """
    octets = data if isinstance(data, bytes) else _all_of(data)
    journal = Journal()
    media_type, blocks = blocks_of(octets, journal)
    return _metadata(media_type, _weighed(media_type, blocks, journal), journal)


def read_packet(packet: bytes) -> PhotoMetadata:
    """The metadata of an XMP packet that stands alone, such as a sidecar."""
    journal = Journal()
    found = xmp_reading.candidates(rdf.parse(packet, journal), journal)
    return _metadata("application/rdf+xml", found, journal)


def _all_of(stream: OctetStream) -> bytes:
    place = stream.tell()
    stream.seek(0)
    try:
        return stream.read()
    finally:
        stream.seek(place)


def _weighed(media_type: str, blocks: Blocks, journal: Journal) -> Candidates:
    from_xmp = xmp_reading.candidates(_properties(blocks, journal), journal)
    from_iim, in_step = _iim(blocks, journal)
    block = tiff.parse(blocks.exif, journal) if blocks.exif else None
    from_exif = exif.candidates(block, journal) if block else {}
    if media_type in TURNED_BY_DECODER:
        from_exif.pop("orientation", None)
    if in_step or not from_xmp:
        return _merged([from_xmp, from_iim, from_exif])
    journal.skip("IPTC digest", "IIM was changed after XMP, so IIM's values count")
    return _merged([_retold(from_xmp, from_iim), from_xmp, from_exif])


def _properties(blocks: Blocks, journal: Journal) -> Properties:
    if not blocks.xmp:
        return {}
    main = rdf.parse(blocks.xmp, journal)
    note = main.get(extended.NOTE)
    if not isinstance(note, str):
        return main
    body = extended.joined(blocks.xmp_portions, note.strip(), journal)
    return {**rdf.parse(body, journal, "XMP extension"), **main} if body else main


def _iim(blocks: Blocks, journal: Journal) -> tuple[Candidates, bool]:
    """What IIM offers, and whether it's in step with XMP as far as anyone can tell."""
    resources = photoshop.parse(blocks.resources, journal)
    first = {one.number: one.data for one in reversed(resources)}
    block = first.get(photoshop.IIM) or blocks.iim
    digest = first.get(photoshop.IIM_DIGEST, b"")
    in_step = len(digest) != 16 or not any(digest) or digest == photoshop.digest(bytes(block))
    return iim.candidates(iim.parse(block, journal), journal), in_step


def _retold(from_xmp: Candidates, from_iim: Candidates) -> Candidates:
    """IIM's values where they really differ from XMP's: a value that IIM's lengths cut short doesn't."""
    return {
        name: _in_languages(own, from_xmp.get(name))
        for name, own in from_iim.items()
        if name not in from_xmp or not _is_cut_of(own, from_xmp[name])
    }


def _is_cut_of(own: Candidate, other: Candidate) -> bool:
    match own.value, other.value:
        case LangText() as short, LangText() as long:
            return any(text.startswith(short.default) for text in long.values())
        case str() as short, str() as long:
            return long.startswith(short)
        case tuple() as shorts, tuple() as longs if len(shorts) == len(longs):
            return all(long.startswith(short) for short, long in zip(shorts, longs, strict=True))
        case Moment() as coarse, Moment() as fine:
            return coarse.refined_by(fine) is fine or coarse.value == fine.value
    return False


def _in_languages(own: Candidate, other: Candidate | None) -> Candidate:
    """IIM's text as the default; XMP's alternatives stay, save those that said what the old default did."""
    if not isinstance(own.value, LangText) or other is None or not isinstance(other.value, LangText):
        return own
    old = other.value.default
    kept = {tag: text for tag, text in other.value.items() if tag != X_DEFAULT and text != old}
    return Candidate(LangText({X_DEFAULT: own.value.default, **kept}), own.where)


def _merged(sources: Sequence[Candidates]) -> Candidates:
    merged: Candidates = {}
    for field in FIELDS:
        offers = [source[field.name] for source in sources if field.name in source]
        if field.name == "longitude":  # never half of one position and half of another
            offers = [source["longitude"] for source in sources if "latitude" in source]
        if offers:
            merged[field.name] = _refined(offers)
    return merged


def _refined(offers: list[Candidate]) -> Candidate:
    chosen = offers[0]
    for other in offers[1:]:
        if isinstance(chosen.value, Moment) and isinstance(other.value, Moment):
            better = chosen.value.refined_by(other.value)
            chosen = chosen if better is chosen.value else other
    return chosen


def _metadata(media_type: str, found: Candidates, journal: Journal) -> PhotoMetadata:
    names = {field.name for field in dataclass_fields(PhotoMetadata)}
    values: dict[str, Any] = {name: one.value for name, one in found.items() if name in names}
    moment = values.pop("taken_at", None)
    if isinstance(moment, Moment):
        values |= {"taken_at": moment.value, "taken_precision": moment.precision}
    return PhotoMetadata(
        media_type=media_type,
        provenance=MappingProxyType({name: one.where for name, one in found.items()}),
        warnings=journal.lines,
        **values,
    )
