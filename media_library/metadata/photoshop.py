"""Photoshop's image resources (“8BIM records”), in which IIM stands. Source: Adobe Photoshop File Formats."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass

from media_library.metadata.errors import Journal

IIM, IIM_DIGEST = 0x0404, 0x0425
PRIVATE = frozenset(
    {
        *(0x0409, 0x040C, 0x0422, 0x0423, 0x0424),  # two kinds of thumbnail, two copies of EXIF and one of XMP
        *(0x03E9, 0x043A, 0x043B, 0x043C, 0x043D),  # printers and their names in the network
        0x043E,  # where on the maker's disk it was saved
    }
)
"""Each can hold what was removed elsewhere, or says where and with what the maker works."""

RESOURCE_LIMIT = 5000
"""Records that are read; Photoshop writes some fifty."""

_SIGNATURES = (b"8BIM", b"PHUT", b"AgHg", b"DCSR", b"MeSa")


@dataclass(frozen=True, slots=True)
class Resource:
    """One record. `head` is all that stands before the data's length: signature, number, name."""

    number: int
    head: bytes
    data: bytes


def parse(block: bytes | memoryview, journal: Journal) -> list[Resource]:
    """The records of a block in order; reading ends at the first that makes no sense."""
    view = memoryview(block)
    found: list[Resource] = []
    at = 0
    while at + 12 <= len(view) and len(found) < RESOURCE_LIMIT:
        name_end = at + 6 + _even(1 + view[at + 6])
        if bytes(view[at : at + 4]) not in _SIGNATURES or name_end + 4 > len(view):
            break
        (length,) = struct.unpack_from(">I", view, name_end)
        start = name_end + 4
        if start + length > len(view):
            break
        (number,) = struct.unpack_from(">H", view, at + 4)
        found.append(Resource(number, bytes(view[at:name_end]), bytes(view[start : start + length])))
        at = start + _even(length)
    if bytes(view[at:]).strip(b"\0"):
        journal.skip("APP13", "image resources cut short")
    return found


def build(resources: list[Resource]) -> bytes:
    """The records as one block."""
    return b"".join(
        resource.head + struct.pack(">I", len(resource.data)) + resource.data.ljust(_even(len(resource.data)), b"\0")
        for resource in resources
    )


def with_iim(resources: list[Resource], iim: bytes) -> list[Resource]:
    """The records with this IIM block and its digest in place of any other, and without private ones.

    The digest lets a reader see that XMP and IIM were written together (MWG 2.0, 3.3.1).
    """
    kept = [one for one in resources if one.number not in (IIM, IIM_DIGEST) and one.number not in PRIVATE]
    if not iim:
        return kept
    return [_plain(IIM, iim), *kept, _plain(IIM_DIGEST, digest(iim))]


def digest(iim: bytes) -> bytes:
    """MD5 of the IIM block, as Photoshop computes it."""
    return hashlib.md5(iim, usedforsecurity=False).digest()


def _plain(number: int, data: bytes) -> Resource:
    return Resource(number, b"8BIM" + struct.pack(">H", number) + b"\0\0", data)


def _even(length: int) -> int:
    return length + length % 2
