"""Some hundred odd files, built in code with fixed seeds: named, and with what has to become of each.

`GOOD` are taken in, `BAD` are refused; `EITHER` are damaged in ways that may or may not hurt.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

import numpy
from PIL import Image, PngImagePlugin

from tests.media_library.ingest import makers
from tests.media_library.ingest.makers import (
    HEIC,
    MAIN,
    box,
    docx,
    docx_entries,
    element,
    mp4,
    odt,
    pdf,
    picture,
    svg,
    webm,
    zipped,
)  # fmt: skip

Files = dict[str, bytes]

BASES: Files = {
    "jpeg": picture("JPEG", quality=90),
    "png": picture("PNG", "RGBA"),
    "webp": picture("WEBP", quality=80),
    "avif": picture("AVIF", quality=60),
    "tiff": picture("TIFF", compression="tiff_lzw"),
    "heic": HEIC,
    "mp4": mp4(),
    "webm": webm(),
    "pdf": pdf(),
    "docx": docx(),
    "odt": odt(),
    "svg": svg(),
}


def good() -> Files:
    side = struct.pack(">9I", 0, 0x10000, 0, 0xFFFF0000, 0, 0, 0, 0, 0x40000000)
    return {
        **{f"{name} as it is": data for name, data in BASES.items()},
        "jpeg grey": picture("JPEG", "L", seed=1),
        "jpeg cmyk": picture("JPEG", "CMYK", seed=2),
        "jpeg progressive": picture("JPEG", seed=3, progressive=True),
        "jpeg of one pixel": picture("JPEG", size=(1, 1), seed=4),
        "jpeg very wide": picture("JPEG", size=(9000, 2), seed=5),
        "jpeg with a broken profile": picture("JPEG", seed=6, icc_profile=b"no profile at all"),
        "jpeg with a zip behind it": picture("JPEG", seed=7) + zipped({"evil.exe": b"MZ"}),
        "jpeg with a page behind it": picture("JPEG", seed=8) + b"<script>alert(1)</script>",
        "jpeg with broken exif": picture("JPEG", seed=9, exif=b"Exif\0\0II*\0\xff\xff\xff\xff"),
        "png palette": picture("PNG", "P", seed=10),
        "png of 1 bit": picture("PNG", "1", seed=11),
        "png of 16 bits": picture("PNG", "I;16", seed=12),
        "png moving": _animation("PNG"),
        "png with a pdf behind it": picture("PNG", seed=13) + pdf("hidden"),
        "webp lossless": picture("WEBP", "RGBA", seed=14, lossless=True),
        "webp moving": _animation("WEBP"),
        "tiff plain": picture("TIFF", seed=15),
        "tiff cmyk": picture("TIFF", "CMYK", seed=16),
        "tiff of 16 bits": picture("TIFF", "I;16", seed=17),
        "tiff of many pages": _animation("TIFF"),
        "tiff fax": picture("TIFF", "1", seed=18, compression="group4"),
        "tiff with jpeg inside": picture("TIFF", seed=19, compression="jpeg"),
        "avif with alpha": picture("AVIF", "RGBA", seed=20),
        "mp4 on its side": mp4(seed=21, matrix=side),
        "mp4 with positions": mp4(seed=22, data_track=b"GPS+20.95+107.07" * 20, notes=b"+20.9500+107.0700/"),
        "mp4 of apple's brand": mp4(seed=23, brand=b"M4V "),
        "mp4 with free space": mp4(seed=24) + box(b"free", b"hidden words"),
        "webm with tags": webm(seed=25, tags=b"LOCATION +20.95"),
        "webm live": webm(seed=26, live=True),
        "pdf of ten pages": pdf("mười trang", pages=10),
        "pdf with blanks behind it": pdf("khoảng trắng") + b"\r\n  \n",
        "docx with a chart's table": docx("có bảng", word__embeddings__table=docx("bảng")),
        "docx with a link": docx(
            "liên kết", word___rels__document_dot_xml_dot_rels=_relationship("hyperlink", "https://example.org/")
        ),
        "xlsx": zipped(docx_entries(main=MAIN.replace("wordprocessingml.document", "spreadsheetml.sheet"))),
        "pptx": zipped(docx_entries(main=MAIN.replace("wordprocessingml.document", "presentationml.presentation"))),
        "svg with text": svg("<text x='1' y='2'>Hạ Long</text>"),
        "svg with a style": svg("<style>.a{fill:#fff}</style><path class='a' d='M0 0h9'/>"),
        "svg of a drawing program": svg(
            "<i:x xmlns:i='http://www.inkscape.org/ns'><i:y/></i:x><metadata>me</metadata>"
        ),
        "svg with a byte order mark": b"\xef\xbb\xbf" + svg("<!-- mark -->"),
        "svg without a size": svg("<path d='M1 1'/>", size="viewBox='0 0 30 20'"),
        "svg that uses itself": svg("<use href='#g' x='1'/>"),
    }


def bad() -> Files:
    return {
        "nothing": b"",
        "one zero": b"\0",
        "zeros": bytes(5000),
        "words": "Thông cáo báo chí".encode(),
        "a web page": b"<!DOCTYPE html><html><svg xmlns='http://www.w3.org/2000/svg'/></html>",
        "a program": b"MZ" + bytes(500),
        "a linux program": b"\x7fELF" + bytes(500),
        "a script": b"#!/bin/sh\nrm -rf /\n",
        "gif": picture("GIF", "P"),
        "bmp": picture("BMP"),
        "jpeg 2000": picture("JPEG2000"),
        "old word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
        "a bare zip": zipped({"a.jpg": picture("JPEG")}),
        "an empty zip": b"PK\x05\x06" + bytes(18),
        "bigtiff": b"II+\0\x08\0\0\0" + bytes(64),
        "canon raw": b"II*\0\x10\0\0\0CR\2\0" + bytes(400),
        **_bombs(),
        "tiff of floats": picture("TIFF", "F"),
        "tiff whose directory is its own successor": _looping_tiff(),
        "tiff with no pages": b"II*\0\0\0\0\0" + bytes(40),
        "avif film": BASES["avif"].replace(b"avif", b"avis") + box(b"moov", b""),
        "heic without a picture": HEIC[:40],
        "mp4 without a film": box(b"ftyp", b"isom\0\0\0\0isom") + box(b"moov", b""),
        "mp4 of sound only": mp4(handler=b"soun"),
        "mp4 locked": mp4(entry=b"encv"),
        "mp4 without a size": mp4(size=(0, 0)),
        "mp4 with something behind it": mp4() + b"PK\x03\x04 and more",
        "mp4 whose samples lie outside": mp4(media=b"").replace(
            struct.pack(">III", 0, 1, 0), struct.pack(">III", 0, 1, 2**31)
        ),
        "mp4 of boxes in boxes": box(b"ftyp", b"isom\0\0\0\0isom") + _nested_boxes(3000),
        "quicktime": mp4(brand=b"qt  "),
        "sound file": mp4(brand=b"M4A ", handler=b"soun"),
        "3gp": box(b"ftyp", b"3gp4\0\0\0\0") + bytes(20),
        "matroska": webm(doc_type=b"matroska"),
        "webm of sound only": webm(track_type=2).replace(b"\xb0", b"\xb1"),
        "webm with subtitles": webm(track_type=0x11),
        "webm with something behind it": webm() + b"\0\0\0\0",
        "webm of endless size": element(0x1A45DFA3, element(0x4282, b"webm")) + b"\x18\x53\x80\x67\x08" + b"\xff" * 7,
        "pdf locked": pdf(encrypted=True),
        "pdf with a script": pdf(extra="/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
        "pdf that starts a program": pdf(extra="/OpenAction << /S /Launch /F (cmd.exe) >>"),
        "pdf with files inside": pdf(extra="/Names << /EmbeddedFiles << /Names [] >> >>"),
        "pdf with a form of its own": pdf(extra="/AcroForm << /XFA [] >>"),
        "pdf with something behind it": pdf() + zipped({"a": b"b"}),
        "pdf without an end": pdf().replace(b"%%EOF", b""),
        "pdf behind words": b"hello\n" + pdf(),
        "pdf without pages": pdf(pages=0),
        "pdf of pages in pages": pdf().replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]"),
        "docx with macros": docx(word__vbaProject_dot_bin=b"\xd0\xcf\x11\xe0 macro"),
        "docm": zipped(docx_entries(main="application/vnd.ms-word.document.macroEnabled.main+xml")),
        "docx with a program": docx(word__media__a=b"MZ\x90\0" + bytes(50)),
        "docx with an old object": docx(word__embeddings__oleObject1_dot_bin=b"\xd0\xcf\x11\xe0" + bytes(50)),
        "docx with a zip of programs": docx(word__embeddings__a=zipped({"a.exe": b"MZ"})),
        "docx in docx in docx in docx": docx(a__b=docx(a__b=docx(a__b=docx("deep")))),
        "docx with a template elsewhere": docx(
            word___rels__settings_dot_xml_dot_rels=_relationship("attachedTemplate", "http://example.org/t.dotm")
        ),
        "docx with entities": zipped(
            docx_entries() | {"[Content_Types].xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><Types>&b;</Types>"}
        ),
        "docx with a way out": zipped(docx_entries() | {"../../etc/passwd": b"x"}),
        "docx behind a jpeg": picture("JPEG", size=(3, 3))[:20] + docx(),
        "zip with a program in front": b"PK\x03\x04" + b"MZ" * 40 + docx(),
        "odt locked": odt(manifest="<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"),
        "odt with macros": odt(Basic__Standard__Module1=b"Sub Main"),
        "epub": zipped({"mimetype": "application/epub+zip"}, stored=("mimetype",)),
        "jar": zipped({"META-INF/MANIFEST.MF": "Main-Class: x"}),
        **{f"svg with {name}": data for name, data in _bad_drawings().items()},
    }


def _bombs() -> Files:
    return {
        "png of 2.5 thousand million pixels": _png_saying(50_000, 50_000),
        "png with a long text": _png_with_text(200 * 1024 * 1024),
        "jpeg that says it is vast": _jpeg_saying(65_000, 65_000),
        "webp that says it is vast": b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0\xff\xff\xff\xff\xff\xff" + bytes(8),
        "docx of zeros": docx(word__media__zeros=bytes(64 * 1024 * 1024)),
        "docx that lies of its sizes": _lying_zip(),
        "svg of a million laughs": svg("&lol9;", before=_laughs()),
        "svg a thousand deep": svg("<g>" * 1000 + "</g>" * 1000),
        "tiff that says it is vast": _tiff_saying(60_000, 60_000),
    }


def _bad_drawings() -> Files:
    return {
        "a script": svg("<script>alert(1)</script>"),
        "a script of html": svg("<script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>"),
        "a handler": svg(attributes='onload="alert(1)"'),
        "a handler in capitals": svg("<path ONCLICK='alert(1)' d=''/>"),
        "html inside": svg("<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>"),
        "a link out": svg("<a href='https://example.org'><path d=''/></a>"),
        "a picture from outside": svg("<image href='https://example.org/a.png'/>"),
        "a picture inside": svg("<image href='data:image/png;base64,AAAA'/>"),
        "a use from outside": svg("<use xlink:href='other.svg#a'/>"),
        "a javascript link": svg("<use href='javascript:alert(1)'/>"),
        "an import": svg("<style>@import url(https://example.org/a.css);</style>"),
        "an escaped import": svg("<style>@\\69mport 'a.css';</style>"),
        "a fill from outside": svg("<path fill='url(https://example.org/a.svg#b)' d=''/>"),
        "a quoted fill from outside": svg("<path style='fill:url(\"//example.org\")' d=''/>"),
        "animation": svg("<animate attributeName='href' to='javascript:alert(1)'/>"),
        "an iframe": svg("<iframe xmlns='http://www.w3.org/1999/xhtml' src='https://example.org'/>"),
        "an entity": svg("&a;", before="<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"),
        "a style sheet instruction": svg(before="<?xml-stylesheet href='https://example.org/a.css'?>"),
        "no end": svg()[:-6],
        "two roots": svg() + svg(),
        "another encoding": svg("<text>é</text>").decode().encode("latin-1"),
        "sixteen bits a letter": svg().decode().encode("utf-16"),
        "no namespace": b"<svg><path d=''/></svg>",
    }


def either() -> Files:
    return dict(_cut()) | dict(_flipped()) | dict(_padded())


def _cut() -> Iterator[tuple[str, bytes]]:
    for name, data in BASES.items():
        for part in (0.1, 0.35, 0.6, 0.85, 0.99):
            yield f"{name} cut at {part:.0%}", data[: int(len(data) * part)]


def cut_finely() -> Files:
    """Each base at twelve more places, near its beginning above all, where headers are."""
    cut: Files = {}
    for name, data in BASES.items():
        places = [9, 13, 21, 34, 55, 89, 144, 233, *(int(len(data) * part / 7) for part in (2, 3, 5)), len(data) - 1]
        cut |= {f"{name} of {place} bytes": data[:place] for place in places if place < len(data)}
    return cut


def _flipped() -> Iterator[tuple[str, bytes]]:
    random = numpy.random.default_rng(20261123)
    for name, data in BASES.items():
        for number in range(8):
            broken = bytearray(data)
            within = len(broken) if number % 2 else min(len(broken), 300)
            for place in random.integers(0, within, 1 + 3 * number):
                broken[place] ^= 1 << int(random.integers(0, 8))
            yield f"{name} with flipped bits {number}", bytes(broken)


def _padded() -> Iterator[tuple[str, bytes]]:
    for name, data in BASES.items():
        yield f"{name} behind a zero", b"\0" + data
        yield f"{name} and zeros", data + bytes(300)
        yield f"{name} twice", data + data
        yield f"{name} with a hole", data[: len(data) // 2] + bytes(50) + data[len(data) // 2 :]


# --- parts -----------------------------------------------------------------------------------------------
def _animation(form: str) -> bytes:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, form, save_all=True, append_images=frames[1:])
    return out.getvalue()


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png_saying(width: int, height: int) -> bytes:
    head = _png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + _png_chunk(b"IDAT", zlib.compress(bytes(5000))) + _png_chunk(b"IEND", b"")


def _png_with_text(length: int) -> bytes:
    out = io.BytesIO()
    info = PngImagePlugin.PngInfo()
    Image.new("RGB", (8, 8)).save(out, "PNG", pnginfo=info)
    data = out.getvalue()
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(length // 1024 // 1024)) + packer.flush()
    return data[:33] + _png_chunk(b"zTXt", b"Comment\0\0" + packed) + data[33:]


def _jpeg_saying(width: int, height: int) -> bytes:
    data = bytearray(picture("JPEG"))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def _tiff_saying(width: int, height: int) -> bytes:
    data = bytearray(picture("TIFF"))
    start = struct.unpack_from("<I", data, 4)[0]
    for row in range(struct.unpack_from("<H", data, start)[0]):
        at = start + 2 + 12 * row
        tag = struct.unpack_from("<H", data, at)[0]
        if tag in (256, 257):
            struct.pack_into("<HHII", data, at, tag, 4, 1, width if tag == 256 else height)
    return bytes(data)


def _looping_tiff() -> bytes:
    data = bytearray(picture("TIFF", size=(8, 8)))
    start = struct.unpack_from("<I", data, 4)[0]
    rows = struct.unpack_from("<H", data, start)[0]
    struct.pack_into("<I", data, start + 2 + 12 * rows, start)
    return bytes(data)


def _nested_boxes(depth: int) -> bytes:
    inner = b""
    for _ in range(depth):
        inner = box(b"moov", inner)
    return inner


def _lying_zip() -> bytes:
    """An entry that is bigger than both of its headers say."""
    data = bytearray(docx(word__media__big=bytes(2_000_000)))
    for place in _places(bytes(data), struct.pack("<I", 2_000_000)):
        data[place : place + 4] = struct.pack("<I", 50)
    return bytes(data)


def _places(data: bytes, what: bytes) -> Iterator[int]:
    at = data.find(what)
    while at >= 0:
        yield at
        at = data.find(what, at + 1)


def _laughs() -> str:
    lines = ["<!ENTITY lol 'lol'>", "<!ENTITY lol1 '&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;'>"]
    lines += [f"<!ENTITY lol{n} '{f'&lol{n - 1};' * 10}'>" for n in range(2, 10)]
    return f"<!DOCTYPE svg [{''.join(lines)}]>"


def _relationship(kind: str, target: str) -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'
        f' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
        f' Target="{target}" TargetMode="External"/></Relationships>'
    )


__all__ = ["BASES", "bad", "either", "good", "makers"]
