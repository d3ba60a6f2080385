"""Office documents: ZIP archives of XML. Sources: ECMA-376 (OOXML), OASIS ODF 1.3 part 2.

Refused is what acts (macros, ActiveX, templates fetched from elsewhere), what is locked, and what is hidden in it
(programs, embedded objects other than office documents, which are looked through as well).
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO

from lxml import etree

ENTRY_LIMIT = 10_000
XML_LIMIT = 32 * 1024 * 1024
NAME_LIMIT = 1_000
RATIO_MAX = 1_000
NESTED_LIMIT = 2
START = 8

_OOXML = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": "pptx",
    "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml": "pptx",
}
_ODF = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"#!")
_CONTAINERS = (b"PK\x03\x04",)
_OLE = b"\xd0\xcf\x11\xe0"
_ACTIVE_NAMES = ("vbaproject.bin", "vbadata.xml", "/activex/", "activex.bin", "attachedtoolbars.bin")
_ACTIVE_FOLDERS = ("basic/", "scripts/")
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, OSError),
    *(EOFError, ValueError, RuntimeError, LookupError, UnicodeError),
)


class Refused(Exception):
    """`reason`: damaged, encrypted, active, too_long, other; `what` names the part."""

    def __init__(self, reason: str, what: str = "") -> None:
        super().__init__(reason)
        self.reason, self.what = reason, what[:80]


def extension_of(file: BinaryIO, most_bytes: int) -> str:
    """`docx`, `odt` and so on, of a document that may be taken in. Raises Refused."""
    try:
        return _looked_through(file, most_bytes, 0)
    except Refused:
        raise
    except _BROKEN as error:
        raise Refused("damaged") from error


def is_signed(file: BinaryIO) -> bool:
    """Whether a document that was taken in carries a digital signature (ECMA-376 part 2, 12; ODF 1.3 part 2, 3.7)."""
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        names = [name.lower() for name in archive.namelist()]
    return any(name.startswith("_xmlsignatures/") or name == "meta-inf/documentsignatures.xml" for name in names)


def _looked_through(file: BinaryIO, most_bytes: int, depth: int) -> str:
    if depth > NESTED_LIMIT:
        raise Refused("active", "documents within documents")
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        _check_sizes(file, entries, most_bytes)
        names = {entry.filename for entry in entries}
        if "[Content_Types].xml" in names:
            extension = _ooxml(archive)
        elif "mimetype" in names:
            extension = _odf(archive, names)
        else:
            raise Refused("other")
        left = most_bytes
        for entry in entries:
            left -= _check_entry(archive, entry, left, depth)
    return extension


def _check_sizes(file: BinaryIO, entries: list[zipfile.ZipInfo], most_bytes: int) -> None:
    """Names, numbers and stated sizes, before anything is unpacked; nothing stands before the first entry."""
    if not 0 < len(entries) <= ENTRY_LIMIT:
        raise Refused("too_long" if entries else "damaged")
    if len({entry.filename for entry in entries}) != len(entries):
        raise Refused("damaged")
    if sum(entry.file_size for entry in entries) > most_bytes:
        raise Refused("too_long")
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise Refused("encrypted")
        path = PurePosixPath(entry.filename)
        if len(entry.filename) > NAME_LIMIT or path.is_absolute() or ".." in path.parts or "\\" in entry.filename:
            raise Refused("damaged")
        if entry.file_size > 1024 * 1024 and entry.file_size > RATIO_MAX * max(entry.compress_size, 1):
            raise Refused("too_long")
    if min(entry.header_offset for entry in entries) != 0:
        raise Refused("active", "data before the archive")


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int, depth: int) -> int:
    """The size of one entry, which holds nothing that acts. Every entry is unpacked, which checks its CRC-32."""
    name = entry.filename.lower()
    if any(part in name for part in _ACTIVE_NAMES) or name.startswith(_ACTIVE_FOLDERS):
        raise Refused("active", PurePosixPath(entry.filename).name)
    size, start, kept = 0, b"", bytearray()
    with archive.open(entry) as content:
        while block := content.read(1024 * 1024):
            if not size:
                start = block[:START]
            size += len(block)
            if size > left or size > entry.file_size:
                raise Refused("too_long")
            if start.startswith(_CONTAINERS):
                kept += block
    if start.startswith(_PROGRAMS) or (start.startswith(_OLE) and "/embeddings/" in f"/{name}"):
        raise Refused("active", PurePosixPath(entry.filename).name)
    if start.startswith(_OLE) and not name.endswith("printersettings1.bin"):
        raise Refused("active", PurePosixPath(entry.filename).name)
    if kept:
        _nested(bytes(kept), entry, left, depth)
    if name.endswith(".rels"):
        _check_relationships(archive, entry)
    return size


def _nested(data: bytes, entry: zipfile.ZipInfo, left: int, depth: int) -> None:
    """A chart's table is a document of its own. Any other archive inside is refused."""
    try:
        _looked_through(BytesIO(data), left, depth + 1)
    except Refused as refusal:
        reason = "active" if refusal.reason in ("other", "damaged") else refusal.reason
        raise Refused(reason, refusal.what or PurePosixPath(entry.filename).name) from refusal


def _xml(archive: zipfile.ZipFile, name: str) -> etree._Element:
    if archive.getinfo(name).file_size > XML_LIMIT:
        raise Refused("too_long")
    data = archive.read(name)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Refused("active", name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refused("damaged") from error


def _ooxml(archive: zipfile.ZipFile) -> str:
    types = [
        str(one.get("ContentType", "")) for one in _xml(archive, "[Content_Types].xml") if isinstance(one.tag, str)
    ]
    lowered = [one.lower() for one in types]
    if any("macroenabled" in one or "vbaproject" in one or "activex" in one for one in lowered):
        raise Refused("active", "macro")
    found = {_OOXML[one] for one in types if one in _OOXML}
    if len(found) != 1:
        raise Refused("other")
    return found.pop()


def _odf(archive: zipfile.ZipFile, names: set[str]) -> str:
    if archive.getinfo("mimetype").file_size > 200:
        raise Refused("other")
    extension = _ODF.get(archive.read("mimetype").decode("ascii", "replace").strip())
    if extension is None or "content.xml" not in names or "META-INF/manifest.xml" not in names:
        raise Refused("other")
    if any(True for _one in _xml(archive, "META-INF/manifest.xml").iter(f"{_MANIFEST}encryption-data")):
        raise Refused("encrypted")
    return extension


def _check_relationships(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Links that a reader clicks may lead out; what is fetched by itself may not."""
    for one in _external(_xml(archive, entry.filename)):
        kind = str(one.get("Type", "")).rsplit("/", 1)[-1]
        if kind != "hyperlink":
            raise Refused("active", f"{kind}: {one.get('Target', '')}")


def _external(root: etree._Element) -> Iterator[etree._Element]:
    return (one for one in root.iter(_RELATIONSHIP) if str(one.get("TargetMode", "")).lower() == "external")
