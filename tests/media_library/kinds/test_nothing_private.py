"""Whatever a file of any format carried of its makers, exiftool finds none of it in the file that leaves.

The private words are put in by exiftool, by programs' own ways or octet by octet; then the file goes the whole way of
the product: taken in, approved texts built, the kept file read back from storage.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject

from media_library import outgoing
from media_library.documents import cleaning, office
from media_library.ingest import Accepted, ingest
from media_library.metadata import Outgoing, packet, stripped
from media_library.published import build_document
from tests.media_library import factories
from tests.media_library.ingest import makers, odd_documents, odd_films
from tests.media_library.metadata.camera_files import camera_jpeg

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(shutil.which("exiftool") is None, reason="needs exiftool (Debian: libimage-exiftool-perl)"),
]

SECRETS = (b"SERIAL-4711", b"Van An", "Văn An".encode(), b"Users\\an", b"/home/an", b"20.95", b"PRINTER-4711")
PRIVATE_NAMES = ("GPS", "Serial", "Owner", "MakerNote", "Thumbnail", "Preview", "LastModifiedBy", "Company", "Printer")
WORDS = "Nguyen Van An, SERIAL-4711"
SAID = packet(Outgoing(working="vi", title={"vi": "Vịnh Hạ Long"}))


def by_exiftool(data: bytes, suffix: str, folder: Path) -> bytes:
    path = folder / f"private.{suffix}"
    path.write_bytes(data)
    options = ["-GPSLatitude=20.95", "-GPSLatitudeRef=N", "-GPSLongitude=107.07", "-GPSLongitudeRef=E"]
    options += [f"-EXIF:{tag}={WORDS}" for tag in ("OwnerName", "SerialNumber", "LensSerialNumber", "UserComment")]
    options += [f"-EXIF:{tag}={WORDS}" for tag in ("HostComputer", "XPAuthor", "CameraOwnerName", "ImageUniqueID")]
    options += ["-XMP-exif:GPSLatitude=20.95", "-XMP-exif:GPSLongitude=107.07", f"-XMP-aux:SerialNumber={WORDS}"]
    options += [f"-XMP-xmp:CreatorTool={WORDS}", f"-XMP-photoshop:History={WORDS}", "-XMP-dc:Source=/home/an/a.psd"]
    options += [f"-XMP-xmpMM:DerivedFrom={{filePath=/home/an/{WORDS}}}"]
    subprocess.run(["exiftool", "-overwrite_original", "-q", "-m", *options, str(path)], check=True)
    return path.read_bytes()


def office_document() -> bytes:
    properties = (
        f"<p><creator>{WORDS}</creator><Company>{WORDS}</Company><Template>C:\\Users\\an\\x.dotm</Template></p>"
    )
    return makers.docx(
        "thông cáo",
        docProps__core_dot_xml=properties,
        docProps__app_dot_xml=properties,
        docProps__custom_dot_xml=properties,
        docProps__thumbnail_dot_jpeg=camera_jpeg(32, 24, artist=WORDS),
        word__comments_dot_xml=f'<w:c xmlns:w="u"><w:comment w:id="1" w:author="{WORDS}" w:initials="Van An"/></w:c>',
        word__people_dot_xml=f'<p xmlns:w15="u"><w15:person w15:author="{WORDS}"/></p>',
        word__media__image1_dot_jpeg=camera_jpeg(64, 48, gps=(20.95, 107.07), artist=WORDS, serial="SERIAL-4711"),
    )


def workbook() -> bytes:
    main = makers.MAIN.replace("wordprocessingml.document", "spreadsheetml.sheet")
    workbook = f'<workbook xmlns:x="u"><fileSharing userName="{WORDS}"/><x:absPath url="C:\\Users\\an\\"/></workbook>'
    comments = f"<comments><authors><author>{WORDS}</author></authors></comments>"
    return makers.zipped(makers.docx_entries(main=main) | {"xl/workbook.xml": workbook, "xl/comments1.xml": comments})


def open_document() -> bytes:
    settings = (
        '<s xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0">'
        '<config:config-item config:name="PrinterName">PRINTER-4711</config:config-item></s>'
    )
    with zipfile.ZipFile(io.BytesIO(odd_documents.odt_with_preview())) as archive:
        entries: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    entries |= {"settings.xml": settings, "Pictures/a.png": _png_with_text()}
    entries["content.xml"] = f'<o:c xmlns:o="{makers.OFFICE}" xmlns:dc="d"><dc:creator>{WORDS}</dc:creator></o:c>'
    return makers.zipped(entries, stored=("mimetype",))


def _png_with_text() -> bytes:
    from PIL import PngImagePlugin

    info = PngImagePlugin.PngInfo()
    info.add_text("Author", WORDS)
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def pdf_document() -> bytes:
    """A photograph on a page, and its makers in every place that a PDF has for them."""
    photograph = io.BytesIO()
    Image.open(io.BytesIO(camera_jpeg(64, 48))).save(photograph, "PDF")
    writer = PdfWriter(clone_from=PdfReader(photograph))
    writer.add_metadata({"/Author": WORDS, "/Title": WORDS, "/Producer": WORDS, "/Keywords": "/home/an"})
    note = StreamObject()
    note._data = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{WORDS} /home/an/a.indd</x:xmpmeta>".encode()
    note.update({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
    place = writer._add_object(note)
    writer._root_object[NameObject("/Metadata")] = place
    page = writer.pages[0]
    page[NameObject("/PieceInfo")] = DictionaryObject({NameObject("/App"): TextStringObject(WORDS)})
    for one in writer._objects:
        if isinstance(one, dict) and one.get("/Subtype") == "/Image":
            one[NameObject("/Metadata")] = place
            one._data = camera_jpeg(64, 48, gps=(20.95, 107.07), artist=WORDS, serial="SERIAL-4711")  # type: ignore[attr-defined]
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def film(folder: Path) -> bytes:
    return makers.mp4(notes=b"+20.9500+107.0700/ SERIAL-4711", data_track=b"GPS 20.95 SERIAL-4711") + makers.box(
        b"mdat", b"left behind: SERIAL-4711"
    )


MADE: dict[str, Callable[[Path], bytes]] = {
    "jpg": lambda folder: by_exiftool(camera_jpeg(64, 48, serial="SERIAL-4711", artist=WORDS), "jpg", folder),
    "png": lambda folder: by_exiftool(makers.picture("PNG", seed=401), "png", folder),
    "webp": lambda folder: by_exiftool(makers.picture("WEBP", seed=402), "webp", folder),
    "tif": lambda folder: by_exiftool(makers.picture("TIFF", seed=403), "tif", folder),
    "avif": lambda folder: by_exiftool(makers.picture("AVIF", seed=404), "avif", folder),
    "heic": lambda folder: by_exiftool(makers.HEIC, "heic", folder),
    "mp4": film,
    "webm": lambda folder: odd_films.webm_said(405),
    "svg": lambda folder: makers.svg(
        f"<!-- {WORDS} --><metadata><a xmlns='u'>{WORDS}</a></metadata><g i:d='/home/an' xmlns:i='http://www.i.org'/>"
    ),
    "docx": lambda folder: office_document(),
    "xlsx": lambda folder: workbook(),
    "odt": lambda folder: open_document(),
    "pdf": lambda folder: pdf_document(),
}


def left(data: bytes, name: str) -> bytes:
    """The file that leaves for one that came in."""
    outcome = ingest(io.BytesIO(data), name, province=factories.province(), actor=None)
    assert isinstance(outcome, Accepted), outcome
    record: Any = outcome.record
    record.creator, record.latitude, record.longitude = "Báo Quảng Ninh", None, None
    record.source_metadata = {}
    document = build_document(record, ["vi"])
    with storages["private"].open(document.deliverable) as file:
        return bytes(file.read())


def unpacked(data: bytes) -> bytes:
    """All of a file's octets, with those of a ZIP's parts and a PDF's streams unpacked."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return data + b"".join(archive.read(name) for name in archive.namelist())
    if data.startswith(b"%PDF"):
        return data + PdfWriter(clone_from=PdfReader(io.BytesIO(data)))._info.__repr__().encode()
    return data


@pytest.mark.parametrize("suffix", MADE)
def test_nothing_private_leaves(suffix: str, tmp_path: Path) -> None:
    before = MADE[suffix](tmp_path)
    assert any(secret in unpacked(before) for secret in SECRETS), "the file shows nothing"
    after = left(before, f"a.{suffix}")
    for secret in SECRETS:
        assert secret not in unpacked(after), secret
    path = tmp_path / f"after.{suffix}"
    path.write_bytes(after)
    told = subprocess.run(["exiftool", "-j", "-a", "-u", "-ee", "-G1", str(path)], capture_output=True, check=True)
    (tags,) = json.loads(told.stdout)
    assert "ExifTool:Error" not in tags
    for name, value in tags.items():
        if name.startswith(("System:", "SourceFile", "ExifTool:", "QuickTime:Preview")):  # the last: always 0
            continue
        assert not any(word in name for word in PRIVATE_NAMES), (name, value)
        assert "Van An" not in str(value) and "4711" not in str(value), (name, value)


def test_a_document_still_says_and_shows_the_same(tmp_path: Path) -> None:
    before, after = office_document(), io.BytesIO()
    cleaning.write_cleaned(io.BytesIO(before), after, SAID)
    again = io.BytesIO()
    cleaning.write_cleaned(io.BytesIO(before), again, SAID)
    assert after.getvalue() == again.getvalue()
    assert office.extension_of(after, 10_000_000) == "docx"
    with zipfile.ZipFile(io.BytesIO(before)) as one, zipfile.ZipFile(after) as other:
        assert other.read("word/document.xml") == one.read("word/document.xml")
        assert "Vịnh Hạ Long".encode() in other.read("docProps/core.xml")
        assert set(one.namelist()) - set(other.namelist()) == {"docProps/thumbnail.jpeg"}
        pictures = (Image.open(io.BytesIO(each.read("word/media/image1.jpeg"))) for each in (one, other))
        first, second = (picture.tobytes() for picture in pictures)
        assert first == second


def test_a_pdf_still_shows_the_same() -> None:
    before = makers.pdf("Quảng Ninh", pages=3)
    after = PdfReader(io.BytesIO(left(before, "a.pdf")))
    whole = PdfReader(io.BytesIO(before))
    assert len(after.pages) == 3
    for one, other in zip(whole.pages, after.pages, strict=True):
        assert one.get_contents().get_data() == other.get_contents().get_data()  # type: ignore[union-attr]
        assert one.mediabox == other.mediabox


def test_a_pdf_says_the_approved_texts_in_all_their_languages(tmp_path: Path) -> None:
    """In its XMP, found by exiftool; and in its properties, in which there is room for one language."""
    titles = {
        "vi": "Vịnh Hạ Long",
        "lo": "ອ່າວຮາລອງ",
        "ar": "خليج هالونغ",
        "zh-Hans": "下龙湾",
        "en": 'A "bay" (of 1,969 islands)',
    }
    said = packet(Outgoing(working="vi", title=titles, creator=("Báo Quảng Ninh", "Lê Hà"), keywords=("vịnh", "đảo")))
    kept = [outgoing.keep_prepared(io.BytesIO(pdf_document()), "originals/aa/b.pdf", "pdf", said) for _ in range(2)]
    assert kept[0] == kept[1], "equal input gives equal bytes"
    path = tmp_path / "left.pdf"
    with storages["private"].open(kept[0].name) as file:
        path.write_bytes(file.read())
    told = subprocess.run(["exiftool", "-j", "-a", "-G1", str(path)], capture_output=True, check=True)
    (tags,) = json.loads(told.stdout)
    told_titles = {name.casefold(): title for name, title in tags.items() if name.startswith("XMP-dc:Title")}
    assert told_titles.pop("xmp-dc:title") == told_titles.pop("xmp-dc:title-vi") == titles["vi"]
    assert told_titles == {f"xmp-dc:title-{code}".casefold(): titles[code] for code in titles if code != "vi"}
    assert tags["PDF:Title"] == "Vịnh Hạ Long" and tags["PDF:Author"] == "Báo Quảng Ninh; Lê Hà"
    assert tags["PDF:Keywords"] == ["vịnh", "đảo"]
    assert not any(name.startswith("PDF:") and name[4:] in ("Producer", "Creator", "CreateDate") for name in tags)
    assert said in path.read_bytes(), "not compressed, so that any program finds it"


def test_an_earlier_version_does_not_leave_with_a_pdf() -> None:
    data = makers.pdf(extra="/Old (SERIAL-4711)")
    place = data.rindex(b"startxref\n") + 10
    before, added = int(data[place : data.index(b"\n", place)]), len(data)
    update = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    table = f"xref\n1 1\n{added:010} 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev {before} >>\nstartxref\n"
    changed = data + update + table.encode() + f"{added + len(update)}\n%%EOF\n".encode()
    assert b"SERIAL-4711" not in left(changed, "a.pdf")


SIGNED = {
    "docx": makers.docx(_xmlsignatures__sig1_dot_xml="<a/>"),
    "pdf": makers.pdf(extra="/V << /ByteRange [0 9] >>"),
}


@pytest.mark.parametrize("made", SIGNED.values(), ids=SIGNED)
def test_what_is_signed_leaves_as_it_is(made: bytes) -> None:
    assert left(made, "a") == made


def test_a_pdf_that_cannot_be_written_anew_leaves_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("media_library.ingest.apart.MEMORY_BYTES", 1024)
    file = io.BytesIO(makers.pdf())
    kept = outgoing.keep_prepared(file, "originals/aa/b.pdf", "pdf", SAID)
    assert kept.name == "originals/aa/b.pdf" and kept.bytes == len(file.getvalue())


def test_pictures_in_documents_keep_what_shows_them() -> None:
    turned = camera_jpeg(64, 48, orientation=6, gps=(20.95, 107.07))
    with Image.open(io.BytesIO(stripped(turned))) as picture:
        assert picture.getexif()[0x0112] == 6 and not picture.getexif().get_ifd(0x8825)
