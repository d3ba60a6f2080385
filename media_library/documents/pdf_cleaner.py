"""Writes a PDF anew in a process of its own: without what programs noted about its makers, with the approved texts.

    python -I pdf_cleaner.py <path> <path of the new file> <path of the texts>

The texts are JSON: {"xmp": "<x:xmpmeta …>", "properties": {"Title": "Vịnh Hạ Long"}} (see `apart.rewrite`).

Nothing of the product is imported here. Pages, text, forms, bookmarks and tags stay. Gone are the properties and the
XMP of the document and of its parts, private data of drawing programs, previews of pages, names in remarks, what
photographs in it carry beside their pixels, and earlier versions that lay unseen in the file. Prints one JSON object:
{"pages": 12}, or {"signed": true} for a document whose signature this would break, or {"refused": "…"}.
Sources: ISO 32000-2, 14.3 (metadata), 14.5 (page-piece dictionaries), 12.3.4 (thumbnails), 12.5.6.2 (remarks);
ISO 16684-1 (XMP), which asks that a packet in a PDF isn't compressed, so that any program finds it.
"""

from __future__ import annotations

import io
import json
import sys
from typing import Any

PRIVATE_KEYS = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb")
DEPTH_LIMIT = 60


class Signed(Exception):
    """What is changed would no longer be what was signed."""


def clean(path: str, target: str, texts: str) -> dict[str, Any]:
    from pypdf import PdfReader, PdfWriter

    try:
        with open(texts, "rb") as file:  # noqa: PTH123
            said = json.load(file)
        with open(path, "rb") as file:  # noqa: PTH123  (a plain path is all this process knows)
            reader = PdfReader(file, strict=False)
            pages = len(reader.pages)
            writer = PdfWriter(clone_from=reader)
            for one in writer._objects:
                _without_notes(one, 0)
            writer.metadata = None
            between = io.BytesIO()
            writer.write(between)
            # Copied once more: what nothing refers to any longer stays behind.
            last = PdfWriter(clone_from=PdfReader(between))
            _say(last, said["xmp"], said["properties"])
            last.pdf_header = reader.pdf_header
            with open(target, "wb") as out:  # noqa: PTH123
                last.write(out)
        with open(target, "rb") as out:  # noqa: PTH123
            again = len(PdfReader(out, strict=False).pages)
    except Signed:
        return {"signed": True}
    except Exception as error:  # whatever a strange file makes the parser raise
        return {"refused": type(error).__name__}
    return {"pages": pages} if pages == again else {"refused": "pages"}


def _say(writer: Any, xmp: str, properties: dict[str, str]) -> None:
    """The packet for programs that know XMP, the old properties for those that don't."""
    from pypdf.generic import NameObject, StreamObject

    packet = StreamObject()
    packet._data = xmp.encode()
    packet.update({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
    writer._root_object[NameObject("/Metadata")] = writer._add_object(packet)
    writer.metadata = {f"/{name}": text for name, text in properties.items()} or None


def _without_notes(found: Any, depth: int) -> None:
    """What this object itself holds; what it points to is an object of its own. Raises Signed."""
    if depth > DEPTH_LIMIT:
        raise RecursionError
    if isinstance(found, dict):
        if "/ByteRange" in found:
            raise Signed
        for key in PRIVATE_KEYS:
            dict.pop(found, key, None)
        if found.get("/Subtype") and "/Rect" in found and found.get("/Subtype") != "/Widget":
            dict.pop(found, "/T", None)  # who wrote the remark; of a form's field it is the field's name
        if _is_photograph(found):
            stream: Any = found
            stream._data = _bare(bytes(stream._data))
        for value in dict.values(found):
            _without_notes(value, depth + 1)
    elif isinstance(found, list):
        for value in list.__iter__(found):
            _without_notes(value, depth + 1)


def _is_photograph(found: Any) -> bool:
    return hasattr(found, "_data") and found.get("/Filter") in ("/DCTDecode", ["/DCTDecode"])


def _bare(data: bytes) -> bytes:
    """A JPEG without EXIF, XMP, IPTC and remarks; JFIF, the profile and Adobe's colours stay."""
    at, pieces = 2, [data[:2]]
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        stop = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if not (data[at + 1] in range(0xE3, 0xEE) or data[at + 1] in (0xE1, 0xEF, 0xFE)):
            pieces.append(data[at:stop])
        at = stop
    return b"".join([*pieces, data[at:]])


if __name__ == "__main__":
    sys.stdout.write(json.dumps(clean(*sys.argv[1:4])))
