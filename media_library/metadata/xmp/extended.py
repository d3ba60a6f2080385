"""ExtendedXMP: what doesn't fit into one JPEG segment. Source: XMP Specification, part 3, 1.1.3.1."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from media_library.metadata.errors import Journal
from media_library.metadata.mapping import NAMESPACES
from media_library.metadata.xmp import rdf
from media_library.metadata.xmp.writing import bare, description_namespaces, q, wrapped

STANDARD_LIMIT = 65_502
"""Octets of the main packet in its APP1 segment."""

NOTE = "xmpNote:HasExtendedXMP"


@dataclass(frozen=True, slots=True)
class Portion:
    """One segment's share: the digest that names the whole, the whole's length, the place of the data."""

    guid: str
    full_length: int
    offset: int
    data: bytes | memoryview


def split(packet: bytes, limit: int = STANDARD_LIMIT) -> tuple[bytes, bytes, str]:
    """A packet as (main packet, serialised rest, digest of the rest as upper-case MD5).

    One that fits comes back unchanged with an empty rest. Otherwise the longest properties move, so that
    few do, and the main packet gets the note that names the rest. Raises ValueError for a packet that isn't
    laid out as `writing.packet` does it: one rdf:Description, properties as elements.
    """
    if len(packet) <= limit:
        return packet, b"", ""
    description = _description(packet)
    rest = etree.Element(q("rdf:Description"), {q("rdf:about"): ""}, nsmap=description_namespaces())
    by_length = sorted(description, key=lambda child: -len(etree.tostring(child)))
    note = etree.SubElement(description, q(NOTE), nsmap={"xmpNote": NAMESPACES["xmpNote"]})
    note.text = "0" * 32  # as long as the digest that takes its place
    for child in by_length:
        if len(wrapped(description)) <= limit:
            break
        rest.append(child)
    if len(wrapped(description)) > limit:
        raise ValueError("the packet can't be split: its properties aren't elements")
    body = bare(rest)
    guid = digest(body)
    note.text = guid
    return wrapped(description), body, guid


def _description(packet: bytes) -> etree._Element:
    found = etree.fromstring(packet, rdf.strict_parser()).findall(f"{q('rdf:RDF')}/{q('rdf:Description')}")
    if len(found) != 1:
        raise ValueError("the packet can't be split: it doesn't hold one rdf:Description")
    return found[0]


def joined(portions: Sequence[Portion], guid: str, journal: Journal) -> bytes:
    """The rest that `guid` names, put together; empty, with a line in the journal, when a part is missing."""
    parts = {one.offset: one for one in portions if one.guid.upper() == guid.upper()}
    if not parts:
        journal.skip("XMP", "its extension is missing")
        return b""
    pieces: list[bytes | memoryview] = []
    end = 0
    for offset, part in sorted(parts.items()):
        if offset != end:
            break
        pieces.append(part.data)
        end += len(part.data)
    if {end} != {part.full_length for part in parts.values()}:
        journal.skip("XMP", "its extension is incomplete")
        return b""
    return b"".join(pieces)


def digest(body: bytes) -> str:
    """The name of an extension: its MD5 in upper-case hexadecimal."""
    return hashlib.md5(body, usedforsecurity=False).hexdigest().upper()
