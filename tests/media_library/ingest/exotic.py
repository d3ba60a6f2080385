"""More odd files for the corpus: what real programs write and few people meet, and what few people write at all.

Each dictionary is {name: bytes}: `good` files have to come in, `bad` ones to be refused. They are built when a test
asks for them, in some two seconds.
"""

from __future__ import annotations

import struct
import zlib
from functools import cache

from PIL import Image, ImageCms

from tests.media_library.ingest import makers
from tests.media_library.ingest.makers import box, docx, element, mp4, odt, pdf, picture, svg, webm, zipped
from tests.media_library.ingest.odd_documents import (
    odt_with_preview,
    pdf_bomb,
    pdf_changed_later,
    pdf_locked,
    pdf_of,
    relation,
    zip_damaged,
    zip_stored_as,
    zip_with_repetition,
)
from tests.media_library.ingest.odd_films import (
    fragmented,
    moov_first,
    scattered,
    webm_said,
    webm_with,
    webm_with_track,
    wide,
    with_edit_list,
    with_reference,
)
from tests.media_library.ingest.odd_pictures import (
    big_endian_tiff,
    empty_page,
    interlaced,
    jpeg_of_12_bits,
    jpeg_sized,
    jpeg_with_pdf,
    nef,
    png_16,
    png_header,
    png_with_profile_bomb,
    saved,
    tiff_with,
    with_bad_checksum,
    with_chunk,
    with_segments,
)

Files = dict[str, bytes]


@cache
def good() -> Files:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return {
        **_good_pictures(profile),
        "mp4 with sizes of 64 bits": wide(mp4(seed=201)),
        "mp4 in fragments": fragmented(202),
        "mp4 in 300 fragments": fragmented(203, 300),
        "mp4 with an edit list": with_edit_list(204),
        "mp4 with moov first": moov_first(205),
        "mp4 with media data that nothing names": mp4(seed=206) + box(b"mdat", b"+20.9500+107.0700/" * 9),
        "mp4 with boxes nobody knows": mp4(seed=207) + box(b"zzzz", bytes(40)) + box(b"uuid", bytes(30)),
        "mp4 of 4096 tables": mp4(seed=208) + box(b"free", bytes(8)) * 4096,
        "webm with a title, a date and a path": webm_said(209),
        "webm with chapters and voids": webm_with(element(0x1043A770, bytes(9)) + element(0xEC, bytes(9)), 210),
        "pdf of 300 pages": pdf("ba trăm", pages=300),
        "pdf with compressed objects": pdf_of(compress=True),
        "pdf with a link": pdf_of(link="https://example.org/"),
        "pdf changed later": pdf_changed_later(),
        "pdf with a form": pdf_of(form=True),
        "docx with comments": docx("nhận xét", word__comments_dot_xml=COMMENTS),
        "docx with a preview": docx("xem trước", docProps__thumbnail_dot_jpeg=picture("JPEG", size=(9, 9), seed=211)),
        "docx with five hundred parts": docx("nhiều", **{f"word__media__p{n}": bytes([n % 256]) for n in range(500)}),
        "docx of zeros within limits": docx("số không", word__media__zeros=bytes(900_000)),
        "docx with names in all scripts": docx("tên", **{f"word__media__{text}_dot_png": b"x" for text in NAMES}),
        "docx in an xlsx": zipped(
            makers.docx_entries(main=makers.MAIN.replace("wordprocessingml.document", "spreadsheetml.sheet"))
            | {"xl/embeddings/a.docx": docx("trong")}
        ),
        "odt with a preview": odt_with_preview(),
        "svg with comments": svg("<!-- " + "x" * 5000 + " -->"),
        "svg of many parts": svg("".join(f"<path d='M{n} 0h9'/>" for n in range(20_000))),
        "svg 150 deep": svg("<g>" * 150 + "</g>" * 150),
        "svg in all scripts": svg("".join(f"<text>{text}</text>" for text in NAMES)),
        "svg of an office program": svg(
            "<title>Bản đồ</title><desc>x</desc><g aria-label='x' data-x='C:\\Users\\an'/>"
        ),
        "svg with a plain document type": svg(
            before='<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
        ),
    }


def _good_pictures(profile: bytes) -> Files:
    frames = [Image.new("RGB", (48, 32), colour) for colour in ("navy", "teal", "gold", "white")]
    return {
        "jpeg of two pictures (MPO)": saved(frames[0], "MPO", save_all=True, append_images=frames[1:2]),
        "jpeg progressive cmyk": picture("JPEG", "CMYK", seed=212, progressive=True),
        "jpeg 4:4:4": picture("JPEG", seed=213, subsampling=0),
        "jpeg 4:1:1": picture("JPEG", seed=214, subsampling=2),
        "jpeg with restart markers": picture("JPEG", seed=215, restart_marker_rows=1),
        "jpeg of quality 1": picture("JPEG", seed=216, quality=1),
        "jpeg with a profile": picture("JPEG", seed=217, icc_profile=profile),
        "jpeg with a profile in many parts": picture("JPEG", seed=218, icc_profile=profile * 60),
        "jpeg with a page in its comment": picture("JPEG", seed=219, comment=b"<html><script>alert(1)</script></html>"),
        "jpeg with php in its comment": picture("JPEG", seed=220, comment=b"<?php system($_GET['c']); ?>"),
        "jpeg that is also a program (GIFAR)": picture("JPEG", seed=221) + zipped({"META-INF/MANIFEST.MF": "x"}),
        "jpeg that is also a pdf": jpeg_with_pdf(222),
        "jpeg with a pdf behind it": picture("JPEG", size=(9, 9)) + pdf(),
        "jpeg with a film behind it": picture("JPEG", seed=223) + mp4(seed=223),
        "jpeg with a vast comment": picture("JPEG", seed=224, comment=b"x" * 65_000),
        "jpeg with a thousand segments": with_segments(picture("JPEG", seed=225), 1000),
        "jpeg with fill bytes": picture("JPEG", seed=226).replace(b"\xff\xdb", b"\xff\xff\xff\xff\xdb", 1),
        "jpeg very tall": picture("JPEG", size=(1, 20_000), seed=227),
        "png interlaced": interlaced(),
        "png of 16 bits in colour": png_16(),
        "png of one pixel": picture("PNG", size=(1, 1), seed=228),
        "png with a vast chunk of its own": with_chunk(picture("PNG", seed=229), b"prVt", bytes(8_000_000)),
        "png with ten thousand texts": with_chunk(picture("PNG", seed=230), b"tEXt", b"a\0b", 10_000),
        "png with a script in a text": with_chunk(picture("PNG", seed=231), b"tEXt", b"a\0<script>alert(1)</script>"),
        "png with a zip behind it": picture("PNG", seed=232) + zipped({"a.exe": b"MZ"}),
        "png moving with pauses": saved(frames[0], "PNG", save_all=True, append_images=frames[1:], duration=900),
        "png grey with alpha": picture("PNG", "LA", seed=233),
        "png nothing but see-through": saved(Image.new("RGBA", (30, 20), (0, 0, 0, 0)), "PNG"),
        "webp moving, lossless": saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True),
        "webp with a profile": picture("WEBP", seed=234, icc_profile=profile),
        "webp of one pixel": picture("WEBP", size=(1, 1), seed=235),
        "webp with a zip behind it": picture("WEBP", seed=236) + zipped({"a.exe": b"MZ"}),
        "avif grey": picture("AVIF", "L", seed=237),
        "avif with a profile": picture("AVIF", seed=238, icc_profile=profile),
        "avif 4:4:4": picture("AVIF", seed=239, subsampling="4:4:4"),
        "tiff packbits": picture("TIFF", seed=240, compression="packbits"),
        "tiff deflated": picture("TIFF", seed=241, compression="tiff_adobe_deflate"),
        "tiff lzw of 16 bits": picture("TIFF", "I;16", seed=242, compression="tiff_lzw"),
        "tiff with alpha": picture("TIFF", "RGBA", seed=243),
        "tiff lab": picture("TIFF", "LAB", seed=244),
        "tiff palette": picture("TIFF", "P", seed=245),
        "tiff of other byte order": big_endian_tiff(),
        "tiff of 60 pages": saved(frames[0], "TIFF", save_all=True, append_images=[one.copy() for one in frames * 15]),
        "tiff jpeg in cmyk": picture("TIFF", "CMYK", seed=246, compression="jpeg"),
    }


@cache
def bad() -> Files:
    return {
        "jpeg of 12 bits": jpeg_of_12_bits(),
        "jpeg lossless": picture("JPEG", seed=260).replace(b"\xff\xc0", b"\xff\xc3", 1),
        "jpeg arithmetic without its data": picture("JPEG", seed=261).replace(b"\xff\xc0", b"\xff\xc9", 1)[:400],
        "jpeg without a frame": b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9",
        "jpeg without width": jpeg_sized(0, 80),
        "jpeg of thumbnails only": b"\xff\xd8\xff\xe1" + struct.pack(">H", 60_000) + bytes(100),
        "png of no width": png_header(0, 10, 8, 2),
        "png of 3 bits": png_header(10, 10, 3, 2),
        "png without data": png_header(10, 10, 8, 2),
        "png with a bad checksum": with_bad_checksum(),
        "png of vast sides, empty": png_header(2**31 - 1, 2**31 - 1, 8, 6),
        "png with a profile that is a bomb": png_with_profile_bomb(),
        "webp of a header": b"RIFF\x04\0\0\0WEBP",
        "webp of no frames": b"RIFF\x1a\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\x1d\0\0\x13\0\0" + b"\0\0",
        "tiff big": picture("TIFF", seed=262, big_tiff=True),
        "tiff of doubles": tiff_with(picture("TIFF", "F", seed=263), 258, 64),
        "tiff of whole numbers": picture("TIFF", "I", seed=264),
        "tiff of a strip elsewhere": tiff_with(picture("TIFF", seed=265), 273, 2**31),
        "tiff of an unknown coding": tiff_with(picture("TIFF", seed=266), 259, 34712),
        "tiff in the old jpeg way": tiff_with(picture("TIFF", seed=267), 259, 6),
        "tiff of endless pages": b"II*\0\x08\0\0\0" + b"".join(empty_page(8 + 18 * n) for n in range(6000)),
        "avif of nothing but a header": picture("AVIF")[:32],
        "avif whose items lie elsewhere": picture("AVIF", seed=268)[:-200],
        "heic whose picture is gone": makers.HEIC[: len(makers.HEIC) // 2],
        "a moving heic": box(b"ftyp", b"hevc\0\0\0\0msf1hevc") + box(b"moov", bytes(20)),
        "mp4 without moov": box(b"ftyp", b"isom\0\0\2\0isommp42") + box(b"mdat", bytes(500)),
        "mp4 without media data": mp4(seed=269).replace(b"mdat", b"free", 1),
        "mp4 with two films": mp4(seed=270) + mp4(seed=270)[mp4(seed=270).index(b"moov") - 4 :],
        "mp4 of impossible size": box(b"ftyp", b"isom\0\0\2\0isom") + b"\0\0\0\1mdat" + b"\xff" * 8,
        "mp4 with a box too long": mp4(seed=271)[:-1],
        "mp4 with a box too short": mp4(seed=272) + b"\0\0\0\4free",
        "mp4 whose samples lie in another file": with_reference(b"url ", b"\0\0\0\0file:///home/an/phim.mov\0"),
        "mp4 of a million chunks in a thousand places": scattered(),
        "mp4 of samples without sizes": mp4(seed=273).replace(b"stsz", b"stz9", 1),
        "mp4 of chunks of 2**31 samples": mp4(seed=274).replace(
            struct.pack(">I3I", 1, 1, 1, 1), struct.pack(">I3I", 1, 1, 2**31, 1)
        ),
        "mp4 locked for sound": mp4(seed=275, entry=b"enca"),
        "webm of tiny voids": webm_with(b"\xec\x80" * 210_000, 276),
        "webm of a vast width": webm(seed=277).replace(
            b"\xb0\x01\0\0\0\0\0\0\x02\x02\x80", b"\xb0\x01\0\0\0\0\0\0\x02\xff\xff"
        ),
        "webm locked": webm_with_track(element(0x6D80, bytes(4))),
        "webm in a webm": element(0x1A45DFA3, element(0x4282, b"webm")) + element(0x18538067, webm(seed=278)),
        "pdf really locked": pdf_locked(),
        "pdf with a real file inside": pdf_of(attachment=True),
        "pdf with a script by name": pdf_of(script=True),
        "pdf that opens a page": pdf(extra="/OpenAction << /S /SubmitForm /F (https://example.org) >>"),
        "pdf with a film": pdf(extra="/X << /Type /Annot /Subtype /RichMedia >>"),
        "pdf with a sound": pdf(extra="/X << /Type /Annot /Subtype /Sound >>"),
        "pdf that goes to another file": pdf(extra="/OpenAction << /S /GoToR /F (other.pdf) >>"),
        "pdf of a million pages": pdf().replace(b"/Count 1", b"/Count 1000000").replace(b"/Kids [4 0 R]", b"/Kids []"),
        "pdf of pages of pages of pages": pdf_bomb(),
        "pdf of deep lists": pdf(extra="/X " + "[" * 3000 + "]" * 3000),
        "pdf with a page behind it": pdf() + b"<html><script>alert(1)</script></html>",
        "pdf of a header": b"%PDF-1.7\n%%EOF",
        "docx of a bomb in a bomb": docx(word__embeddings__a=docx(word__media__z=bytes(40_000_000))),
        "docx with a hundred bombs": docx(**{f"word__media__{n}": bytes(2_000_000) for n in range(30)}),
        "docx with a bat": docx(word__media__a=b"#!/bin/sh\nrm -rf /"),
        "docx with an activex": docx(word__activeX__activeX1_dot_xml="<a/>"),
        "docx with a picture fetched": docx(
            word___rels__document_dot_xml_dot_rels=relation("image", "https://example.org/track.png")
        ),
        "docx with an object fetched": docx(
            word___rels__document_dot_xml_dot_rels=relation("oleObject", "file:///C:/x.bin")
        ),
        "docx with a frame fetched": docx(
            word___rels__webSettings_dot_xml_dot_rels=relation("frame", "\\\\server\\share")
        ),
        "docx with a way out on windows": zipped(makers.docx_entries() | {"word\\..\\..\\evil.xml": "x"}),
        "docx with an absolute name": zipped(makers.docx_entries() | {"/etc/cron.d/a": "x"}),
        "docx twice the same": zip_with_repetition(),
        "docx with a name of 2,000 letters": zipped(makers.docx_entries() | {"word/" + "a" * 2000: "x"}),
        "docx of 12,000 parts": docx("rất nhiều", **{f"word__media__p{n}": b"" for n in range(12_000)}),
        "docx with external entities": zipped(
            makers.docx_entries()
            | {
                "_rels/.rels": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><Relationships>&b;</Relationships>'
            }
        ),
        "docx with a broken part": zip_damaged(),
        "docx packed in another way": zip_stored_as(99),
        "xlsm": zipped(makers.docx_entries(main="application/vnd.ms-excel.sheet.macroEnabled.main+xml")),
        "pptm": zipped(makers.docx_entries(main="application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml")),
        "odt with scripts": odt(Scripts__python__a="print(1)"),
        "odt without content": zipped({"mimetype": "application/vnd.oasis.opendocument.text"}, stored=("mimetype",)),
        "odt of a drawing": zipped({"mimetype": "application/vnd.oasis.opendocument.graphics"}, stored=("mimetype",)),
        **_bad_drawings(),
        **_other_kinds(),
    }


def _bad_drawings() -> Files:
    laughs = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    return {
        "svg of laughs": svg("&a11;", before=f"<!DOCTYPE svg [<!ENTITY a0 'ha'>{laughs}]>"),
        "svg with a parameter entity": svg(before="<!DOCTYPE svg [<!ENTITY % p SYSTEM 'http://example.org/x'> %p;]>"),
        "svg with a cursor": svg("<cursor href='https://example.org/a.cur'/>"),
        "svg with a film": svg("<video src='https://example.org/a.mp4'/>"),
        "svg with a set": svg("<set attributeName='onmouseover' to='alert(1)'/>"),
        "svg with a script in a style": svg("<style>a{background:url(javascript:alert(1))}</style>"),
        "svg with a letter form from outside": svg(
            "<style>@font-face{font-family:a;src:url(https://example.org/a.woff)}</style>"
        ),
        "svg with a filter from outside": svg("<g filter='url(https://example.org/a.svg#b)'/>"),
        "svg with a picture by filter": svg("<filter id='f'><feImage href='https://example.org/a.png'/></filter>"),
        "svg with a handler in another letter case": svg("<g oNLoAd='alert(1)'/>"),
        "svg with spaces in a link": svg("<use href=' &#10;https://example.org/a#b'/>"),
        "svg of 250 levels": svg("<g>" * 250 + "</g>" * 250),
        "svg of 300,000 parts": svg("<g/>" * 300_000),
        "svg cut within a letter": svg("<text>Hạ</text>")[:-25],
        "svg packed": zlib.compress(svg()),
    }


def _other_kinds() -> Files:
    return {
        "ico": picture("ICO", size=(32, 32)),
        "tga": picture("TGA"),
        "pcx": picture("PCX"),
        "ppm": picture("PPM"),
        "psd": b"8BPS\0\1" + bytes(200),
        "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n",
        "rtf": rb"{\rtf1\ansi hello}",
        "gzip": b"\x1f\x8b\x08" + bytes(50),
        "rar": b"Rar!\x1a\x07\x01\0" + bytes(50),
        "7z": b"7z\xbc\xaf\x27\x1c" + bytes(50),
        "tar": b"a.txt".ljust(257, b"\0") + b"ustar\x0000" + bytes(300),
        "mp3": b"ID3\4\0\0" + bytes(300),
        "wav": b"RIFF\x24\0\0\0WAVEfmt " + bytes(30),
        "avi": b"RIFF\x24\0\0\0AVI LIST" + bytes(30),
        "flv": b"FLV\1\5" + bytes(30),
        "jpeg xl": b"\xff\x0a" + bytes(60),
        "jpeg xl boxed": b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(40),
        "nikon raw": b"MM\0*" + struct.pack(">I", 8) + nef(),
        "fuji raw": b"FUJIFILMCCD-RAW 0201" + bytes(200),
        "canon raw 3": box(b"ftyp", b"crx \0\0\0\1crx isom") + box(b"moov", bytes(20)),
        "emf": b"\1\0\0\0" + bytes(36) + b" EMF" + bytes(40),
        "csv": "tên,chú thích\na.jpg,Bình minh\n".encode(),
        "json": b'{"a": 1}',
        "java class": b"\xca\xfe\xba\xbe" + bytes(60),
        "sqlite": b"SQLite format 3\0" + bytes(500),
        "shortcut": b"L\0\0\0\1\x14\x02\0" + bytes(80),
        "mail": b"From: a@example.org\nContent-Type: image/jpeg\n\n/9j/4AAQ",
        "html named svg": b"<!-- <svg --><html><body onload='alert(1)'></html>",
        "xml that is no drawing": b"<?xml version='1.0'?><note><svg/></note>",
        "a web archive": b"\xff" * 100,
        "utf-16 words": "﻿Thông cáo báo chí".encode("utf-16"),
        "a byte order mark": b"\xef\xbb\xbf",
    }


NAMES = (
    "Vịnh Hạ Long",
    "ອ່າວຮາລອງ",
    "ឈូងហាឡុង",
    "下龙湾",
    "ハロン湾",
    "하롱베이",
    "Халонг",
    "خليج ها لونغ",
    "مفرץ",
    "อ่าวฮาลอง",
    "🌅",
)
COMMENTS = (
    '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:comment w:id="0" w:author="Nguyễn Văn An" w:initials="NVA"><w:p/></w:comment></w:comments>'
)
