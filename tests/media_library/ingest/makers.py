"""Small good files of every kind, built in code: the corpus makes the odd ones out of them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy
from PIL import Image

HEIC = (Path(__file__).parent / "telephone.heic").read_bytes()
"""180 × 120, stored lying down, with a position, a serial number (SERIAL-4711) and an old packet in it."""


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def full(kind: bytes, *parts: bytes, version: int = 0) -> bytes:
    return box(kind, bytes([version, 0, 0, 0]), *parts)


def mp4(
    *,
    seed: int = 0,
    brand: bytes = b"isom",
    handler: bytes = b"vide",
    entry: bytes = b"avc1",
    data_track: bytes = b"",
    notes: bytes = b"",
    size: tuple[int, int] = (640, 360),
    matrix: bytes | None = None,
    media: bytes | None = None,
) -> bytes:
    """A film of one chunk. `data_track` are samples of a track of positions, `notes` stand in a udta box."""
    samples = media if media is not None else numpy.random.default_rng(seed).bytes(900)
    ftyp = box(b"ftyp", brand, b"\0\0\2\0", brand, b"mp41" if brand != b"qt  " else b"qt  ")
    mdat = box(b"mdat", samples, data_track)
    first = len(ftyp) + 8
    tracks = [_trak(1, handler, entry, first, len(samples), size, matrix)]
    if data_track:
        tracks.append(_trak(2, b"meta", b"mett", first + len(samples), len(data_track), (0, 0), None))
    mvhd = full(b"mvhd", bytes(8), struct.pack(">II", 1000, 12_400), bytes(80))
    udta = box(b"udta", box(b"\xa9xyz", notes)) if notes else b""
    return ftyp + mdat + box(b"moov", mvhd, *tracks, udta)


def _trak(
    number: int, handler: bytes, entry: bytes, at: int, length: int, size: tuple[int, int], matrix: bytes | None
) -> bytes:
    upright = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    tkhd = full(
        b"tkhd", bytes(8), struct.pack(">I", number), bytes(24), matrix or upright,
        struct.pack(">II", size[0] << 16, size[1] << 16),
    )  # fmt: skip
    stbl = box(
        b"stbl",
        full(b"stsd", struct.pack(">I", 1), box(entry, bytes(78))),
        full(b"stsc", struct.pack(">I3I", 1, 1, 1, 1)),
        full(b"stsz", struct.pack(">III", 0, 1, length)),
        full(b"stco", struct.pack(">II", 1, at)),
    )
    mdia = box(b"mdia", full(b"hdlr", bytes(4), handler, bytes(13)), box(b"minf", stbl))
    return box(b"trak", tkhd, mdia)


def element(kind: int, *parts: bytes, unknown: bool = False) -> bytes:
    body = b"".join(parts)
    length = b"\x01" + b"\xff" * 7 if unknown else ((1 << 56) | len(body)).to_bytes(8, "big")
    return kind.to_bytes((kind.bit_length() + 7) // 8, "big") + length + body


def webm(
    *, seed: int = 0, doc_type: bytes = b"webm", tags: bytes = b"", live: bool = False, track_type: int = 1
) -> bytes:
    head = element(0x1A45DFA3, element(0x4286, b"\1"), element(0x4282, doc_type))
    info = element(0x1549A966, element(0x2AD7B1, (1_000_000).to_bytes(3, "big")),
                   element(0x4489, struct.pack(">d", 8_300.0)))  # fmt: skip
    video = element(0xE0, element(0xB0, (640).to_bytes(2, "big")), element(0xBA, (360).to_bytes(2, "big")))
    tracks = element(0x1654AE6B, element(0xAE, element(0xD7, b"\1"), element(0x83, bytes([track_type])),
                                         element(0x86, b"V_VP9"), video))  # fmt: skip
    frames = numpy.random.default_rng(seed).bytes(600)
    block = element(0xA3, b"\x81\0\0\x80", frames)
    clusters = [element(0x1F43B675, element(0xE7, b"\0"), block, unknown=live) for _ in range(2)]
    said = element(0x1254C367, element(0x7373, tags)) if tags else b""
    return head + element(0x18538067, info, tracks, *clusters, said, unknown=live)


def pdf(
    text: str = "Quảng Ninh", *, extra: str = "", pages: int = 1, encrypted: bool = False, junk: bytes = b""
) -> bytes:
    """A PDF of one or more pages; `extra` stands in the catalogue."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(pages))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {extra} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number in range(pages):
        words = f"BT /F1 24 Tf 60 700 Td <{text.encode('utf-16-be').hex()}> Tj ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(words)} >>\nstream\n{words}\nendstream")
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + junk)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode())
    start = out.tell()
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    lock = "/Encrypt << /Filter /Standard /V 1 /R 2 /O <00> /U <00> /P -4 >> /ID [<00> <00>]" if encrypted else ""
    out.write(
        f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{rows}"
        f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R {lock} >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return out.getvalue()


OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def zipped(entries: Mapping[str, bytes | str], *, stored: tuple[str, ...] = ()) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, how)
    return out.getvalue()


def docx_entries(text: str = "Thông cáo", main: str = MAIN) -> dict[str, bytes | str]:
    return {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
        ),
        "_rels/.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'
            ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
            ' Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": (
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
            f"<w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
        ),
    }


def docx(text: str = "Thông cáo", **extra: bytes | str) -> bytes:
    """A document; `extra` are further entries, `__` in their names standing for a slash."""
    named = {name.replace("__", "/").replace("_dot_", "."): content for name, content in extra.items()}
    return zipped(docx_entries(text) | named)


def odt(text: str = "Thông cáo", *, manifest: str = "", **extra: bytes | str) -> bytes:
    entries: dict[str, bytes | str] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f'<o:document-content xmlns:o="{OFFICE}">{text}</o:document-content>',
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{MANIFEST}">{manifest}</manifest:manifest>',
    }
    return zipped(entries | {name.replace("__", "/"): content for name, content in extra.items()}, stored=("mimetype",))


def svg(inside: str = "", *, attributes: str = "", before: str = "", size: str = 'width="120" height="80"') -> bytes:
    return (
        f'{before}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f" {size} {attributes}>"
        '<defs><linearGradient id="g"><stop offset="0" stop-color="#004a3d"/></linearGradient></defs>'
        f'<circle cx="40" cy="40" r="30" fill="url(#g)"/>{inside}</svg>'
    ).encode()


def picture(form: str, mode: str = "RGB", size: tuple[int, int] = (120, 80), *, seed: int = 0, **how: object) -> bytes:
    noise = numpy.random.default_rng(seed).integers(0, 255, (size[1], size[0], 3), dtype=numpy.uint8)
    image = Image.fromarray(noise)
    if mode == "I;16":
        image = Image.fromarray((noise[:, :, 0].astype(numpy.uint16)) * 256)
    elif mode != "RGB":
        image = image.convert(mode)
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()
