"""Office documents on their way out: without what their programs wrote about their authors.

The text, its layout and its pictures stay as they are, entry by entry. Properties (author, company, template's path,
times, versions) become the approved title and summary; previews and own properties go; so do the names of who commented
or changed, the path of a workbook, and printers in ODF; pictures lose position, serial number and preview as a photo
does. Sources: ECMA-376 part 1, 15.2.12; part 2, 11; ODF 1.3 part 2, 3.1; part 3, 4.3.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from functools import partial
from typing import IO, BinaryIO

from lxml import etree

from media_library.metadata import MetadataError, read_packet, stripped

BLOCK = 1024 * 1024
PICTURE_LIMIT = 200 * 1024 * 1024
"""Bytes of a picture that is looked into; the whole document was measured when it was taken in."""

_DC = "http://purl.org/dc/elements/1.1/"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_CONFIG = "{urn:oasis:names:tc:opendocument:xmlns:config:1.0}"
_MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_PREVIEWS = ("docprops/thumbnail.", "thumbnails/", "meta-inf/thumbnail", "docprops/preview.")
_PICTURES = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".tif", ".tiff")
_ATTRIBUTE = rb"""(\s%b\s*=\s*)(?:"[^"]*"|'[^']*')"""
_TEXT = rb"(<(?:[\w.-]+:)?%b(?:\s[^>]*)?>)[^<]*"
_NAMES: tuple[tuple[re.Pattern[str], re.Pattern[bytes], bytes], ...] = tuple(
    (re.compile(entry), re.compile(form % words), b'\\1""' if form is _ATTRIBUTE else b"\\1")
    for entry, form, words in (
        (r"word/(?:glossary/)?[^/]*\.xml", _ATTRIBUTE, rb"(?:w|w15):(?:author|initials|userId|providerId)"),
        (r"ppt/(?:commentauthors|authors)\.xml", _ATTRIBUTE, rb"(?:name|initials|userId|providerId)"),
        (r"xl/persons/[^/]*\.xml", _ATTRIBUTE, rb"(?:displayName|userId|providerId)"),
        (r"xl/workbook\.xml", _ATTRIBUTE, rb"(?:url|userName)"),  # x15ac:absPath, fileSharing
        (r"xl/comments[^/]*\.xml", _TEXT, rb"author"),
        (r"(?:content|styles)\.xml", _TEXT, rb"(?:creator|creator-initials)"),
    )
)
"""In which entries names (and one path) of people stand, how, and what is left of them."""
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def write_cleaned(original: BinaryIO, target: IO[bytes], xmp: bytes) -> None:
    """Write the document that leaves. Equal input gives equal bytes. The original has passed `office.extension_of`."""
    original.seek(0)
    with zipfile.ZipFile(original) as archive, zipfile.ZipFile(target, "w") as new:
        rewritten = _rewritten(xmp)
        for entry in archive.infolist():
            name = entry.filename.lower()
            if name.startswith(_PREVIEWS) or entry.filename.endswith("/"):
                continue
            fresh = zipfile.ZipInfo(entry.filename, _EARLIEST)
            stored = entry.compress_type == zipfile.ZIP_STORED
            fresh.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            fresh.external_attr = 0o600 << 16
            change = rewritten.get(name) or _change_of(name)
            if change is None or entry.file_size > PICTURE_LIMIT:
                with archive.open(entry) as source, new.open(fresh, "w", force_zip64=entry.file_size > 2**31) as out:
                    shutil.copyfileobj(source, out, BLOCK)
            else:
                new.writestr(fresh, change(archive.read(entry)))


def _rewritten(xmp: bytes) -> dict[str, Callable[[bytes], bytes]]:
    """Entry → its new content."""
    said = read_packet(xmp)
    texts = {"title": said.title.default, "description": said.description.default, "creator": "; ".join(said.creator)}
    core = _with_texts(etree.Element(f"{{{_CORE}}}coreProperties", nsmap={"cp": _CORE, "dc": _DC}), texts)
    empty = _as_file(etree.Element(f"{{{_EXTENDED}}}Properties"))
    own = _as_file(etree.Element(f"{{{_CUSTOM}}}Properties"))
    return {
        "docprops/core.xml": lambda _old: core,
        "docprops/app.xml": lambda _old: empty,
        "docprops/custom.xml": lambda _old: own,
        "meta.xml": lambda _old: _open_document_meta(texts),
        "settings.xml": _without_printer,
        "meta-inf/manifest.xml": _without_preview_entry,
        "_rels/.rels": _without_preview_relation,
        "[content_types].xml": _without_preview_type,
    }


def _change_of(name: str) -> Callable[[bytes], bytes] | None:
    if name.endswith(_PICTURES):
        return _picture
    for entry, who, rest in _NAMES:
        if entry.fullmatch(name):
            return partial(who.sub, rest)
    return None


def _picture(data: bytes) -> bytes:
    """The picture as it leaves; what isn't a picture whatever its name says stays as it is."""
    try:
        return stripped(data)
    except MetadataError:
        return data


def _with_texts(parent: etree._Element, texts: dict[str, str]) -> bytes:
    for name, text in texts.items():
        if text:
            etree.SubElement(parent, f"{{{_DC}}}{name}").text = text
    return _as_file(parent.getroottree().getroot())


def _open_document_meta(texts: dict[str, str]) -> bytes:
    root = etree.Element(
        f"{{{_OFFICE}}}document-meta",
        {f"{{{_OFFICE}}}version": "1.3"},
        nsmap={"office": _OFFICE, "dc": _DC},
    )
    return _with_texts(etree.SubElement(root, f"{{{_OFFICE}}}meta"), texts)


def _without_printer(data: bytes) -> bytes:
    def clear(root: etree._Element) -> None:
        for item in root.iter(f"{_CONFIG}config-item"):
            if str(item.get(f"{_CONFIG}name", "")).startswith(("Printer", "CurrentDatabase")):
                item.text = None

    return _edited(data, clear)


def _without_preview_entry(data: bytes) -> bytes:
    return _edited(data, lambda root: _drop(root, f"{_MANIFEST}full-path"))


def _without_preview_relation(data: bytes) -> bytes:
    return _edited(data, lambda root: _drop(root, "Target"))


def _without_preview_type(data: bytes) -> bytes:
    return _edited(data, lambda root: _drop(root, "PartName"))


def _drop(root: etree._Element, attribute: str) -> None:
    for child in list(root):
        if str(child.get(attribute, "")).lstrip("/").lower().startswith(_PREVIEWS):
            root.remove(child)


def _edited(data: bytes, change: Callable[[etree._Element], None]) -> bytes:
    """What isn't XML stays as it is: no office program reads it either."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return data
    change(root)
    return _as_file(root)


def _as_file(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
