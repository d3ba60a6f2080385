"""Odd documents: as programs write them, and as nobody should."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile

import numpy
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from tests.media_library.ingest import makers
from tests.media_library.ingest.makers import docx, odt, pdf, picture


def pdf_of(
    *, compress: bool = False, link: str = "", form: bool = False, attachment: bool = False, script: bool = False
) -> bytes:
    """As a program of today writes it; `compress` puts its objects into streams."""
    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(300, 200)
    if link:
        writer.add_uri(0, link, (0, 0, 100, 100))
    if form:
        writer._root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): writer._pages})
    if attachment:
        writer.add_attachment("a.exe", b"MZ")
    if script:
        action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
        writer._root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    writer.add_metadata({"/Author": TextStringObject("Nguyễn Văn An")})
    out = io.BytesIO()
    if compress:
        writer.compress_identical_objects()
        for page in writer.pages:
            page.compress_content_streams()
    writer.write(out)
    return out.getvalue()


def pdf_changed_later() -> bytes:
    """With an update behind the first end, as editors save it."""
    data = pdf("bản đầu")
    place = data.rindex(b"startxref\n") + 10
    before = int(data[place : data.index(b"\n", place)])
    added = len(data)
    update = b"3 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>\nendobj\n"
    table = f"xref\n3 1\n{added:010} 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev {before} >>\nstartxref\n"
    return data + update + table.encode() + f"{added + len(update)}\n%%EOF\n".encode()


def pdf_locked() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(300, 200)
    writer.encrypt("mật khẩu", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_bomb() -> bytes:
    """Ten levels of ten: a page tree of 10**10 pages in two kilobytes."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    for level in range(2, 12):
        kids = " ".join([f"{level + 1} 0 R"] * 10)
        objects.append(f"<< /Type /Pages /Count {10 ** (12 - level)} /Kids [{kids}] >>")
    objects.append("<< /Type /Page /MediaBox [0 0 9 9] >>")
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        out
        + (
            f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{rows}"
            f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R >>\n"
            f"startxref\n{len(out)}\n%%EOF\n"
        ).encode()
    )


def odt_with_preview() -> bytes:
    entry = '<manifest:file-entry manifest:full-path="Thumbnails/thumbnail.png" manifest:media-type="image/png"/>'
    meta = f'<o:document-meta xmlns:o="{makers.OFFICE}"><creator>Nguyễn Văn An</creator></o:document-meta>'
    entries = {"Thumbnails/thumbnail.png": picture("PNG", size=(9, 9), seed=257), "meta.xml": meta}
    return odt("xem trước", manifest=entry, **entries)


def relation(kind: str, target: str) -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'
        f' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
        f' Target="{target}" TargetMode="External"/></Relationships>'
    )


def zip_with_repetition() -> bytes:
    out = io.BytesIO(docx("lặp"))
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("word/document.xml", "<other/>")
    return out.getvalue()


def zip_damaged() -> bytes:
    data = bytearray(docx("hỏng", word__media__a=numpy.random.default_rng(258).bytes(3000)))
    data[data.index(b"word/media/a") + 500] ^= 0xFF
    return bytes(data)


def zip_stored_as(method: int) -> bytes:
    data = bytearray(docx("cách khác"))
    at = data.index(b"PK\1\2")
    struct.pack_into("<H", data, at + 10, method)
    struct.pack_into("<H", data, 8, method)
    return bytes(data)
