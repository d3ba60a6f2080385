"""ZIPs as they come: honest ones from every system, and those that were made to hurt."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from typing import Any

import pytest

from media_library.uploads.archives import Archive, BadArchive, NotUnpacked, is_archive
from media_library.uploads.opening import opened
from media_library.uploads.zip_names import clean_path, entry_path

MEGA = 1024 * 1024


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> io.BytesIO:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    buffer.seek(0)
    return buffer


def named(raw: bytes, data: bytes = b"x", extra: bytes = b"", flags: int = 0) -> io.BytesIO:
    """A ZIP with one stored entry whose name is exactly these bytes."""
    crc, size = zlib.crc32(data), len(data)
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, flags, 0, 0, 0x21, crc, size, size, len(raw), len(extra))
    central = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, flags, 0, 0, 0x21, crc, size, size, len(raw),
                          len(extra), 0, 0, 0, 0, 0)  # fmt: skip
    body = local + raw + extra + data
    directory = central + raw + extra
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(directory), len(body), 0)
    return io.BytesIO(body + directory + end)


def reasons(file: io.BytesIO) -> dict[str, str]:
    """Path → the reason why there are no bytes, "" where there are."""
    return {
        found.path: found.content if isinstance(found.content, str) else "" for found in opened(file, "a.zip").files
    }


# --- which files are opened ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("data", "name", "opens"),
    [
        (zipped(("a.jpg", b"x")).getvalue(), "a.zip", True),
        (zipped(("a.jpg", b"x")).getvalue(), "A.ZIP", True),
        (zipped(("a.jpg", b"x")).getvalue(), "a.jpg", False),
        (zipped(("a.jpg", b"x")).getvalue(), "a.docx", False),
        (b"\xff\xd8\xff\xe0" + zipped(("a.jpg", b"x")).getvalue(), "a.zip", False),
        (b"", "a.zip", False),
        (b"PK", "a.zip", False),
    ],
)
def test_what_is_opened(data: bytes, name: str, opens: bool) -> None:
    assert is_archive(io.BytesIO(data), name) is opens


def test_entries_come_one_by_one() -> None:
    found = [(each.number, each.path, each.content.read())  # type: ignore[union-attr]
             for each in opened(zipped(("b/a.jpg", b"one"), ("c.png", b"two")), "x/Tháng 5.zip").files]  # fmt: skip
    assert found == [(0, "x/Tháng 5.zip/b/a.jpg", b"one"), (1, "x/Tháng 5.zip/c.png", b"two")]


def test_what_systems_leave_isnt_sent() -> None:
    names = ("__MACOSX/._a.jpg", ".DS_Store", "b/.DS_Store", "Thumbs.db", "b/desktop.ini", "._a.jpg", "a.jpg", "b/")
    assert list(reasons(zipped(*((name, b"") for name in names)))) == ["a.zip/a.jpg"]


# --- names ------------------------------------------------------------------------------------------
NAME = "Ảnh/Vịnh Hạ Long – sáng.jpg"


def test_names_in_utf8_with_and_without_saying_so() -> None:
    raw = NAME.encode()
    assert list(reasons(named(raw, flags=0x800))) == [f"a.zip/{NAME}"]
    assert list(reasons(named(raw))) == [f"a.zip/{NAME}"]


def test_names_of_vietnamese_windows() -> None:
    """Code page 1258 writes a tone as a sign of its own after its vowel."""
    import unicodedata

    name = "Ảnh Vịnh Hạ Long buổi sớm.jpg"
    tones = "\u0300\u0301\u0303\u0309\u0323"
    spread = "".join(
        "".join(sign for sign in (unicodedata.normalize("NFC", "".join(
            part for part in unicodedata.normalize("NFD", letter) if part not in tones)),
            "".join(part for part in unicodedata.normalize("NFD", letter) if part in tones)))
        for letter in name
    )  # fmt: skip
    assert list(reasons(named(spread.encode("cp1258")))) == [f"a.zip/{name}"]


def test_names_of_dos() -> None:
    assert list(reasons(named("Café.jpg".encode("cp437")))) == ["a.zip/Café.jpg"]


def test_the_unicode_path_field_counts_where_it_fits() -> None:
    raw = b"Anh.jpg"
    field = b"\x01" + struct.pack("<I", zlib.crc32(raw)) + "Ảnh.jpg".encode()
    stale = b"\x01" + struct.pack("<I", 1) + "Khác.jpg".encode()
    assert list(reasons(named(raw, extra=struct.pack("<HH", 0x7075, len(field)) + field))) == ["a.zip/Ảnh.jpg"]
    assert list(reasons(named(raw, extra=struct.pack("<HH", 0x7075, len(stale)) + stale))) == ["a.zip/Anh.jpg"]


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Windows\\a.jpg", "Windows/a.jpg"),
        ("a/../../b.jpg", "a/b.jpg"),
        ("a\x00b\n.jpg", "ab.jpg"),
        ("\u202egpj.exe", "gpj.exe"),
        ("..", "?"),
        ("", "?"),
        ("///", "?"),
        ("e\u0301.jpg", "é.jpg"),
        ("x" * 5000, "x" * 200),
    ],
)
def test_names_lead_nowhere(raw: str, clean: str) -> None:
    assert clean_path(raw) == clean


# --- hostile ----------------------------------------------------------------------------------------
def test_a_bomb_by_ratio() -> None:
    bomb = zipped(("bomb.jpg", b"\0" * (32 * MEGA)), method=zipfile.ZIP_DEFLATED)
    assert len(bomb.getvalue()) < 100_000
    assert reasons(bomb)["a.zip/bomb.jpg"]


def test_a_bomb_that_lies_about_its_size() -> None:
    data = bytearray(zipped(("bomb.jpg", b"\0" * (32 * MEGA)), method=zipfile.ZIP_DEFLATED).getvalue())
    place = data.index(b"PK\1\2")
    data[place + 24 : place + 28] = struct.pack("<I", 1000)
    assert reasons(io.BytesIO(bytes(data)))["a.zip/bomb.jpg"]


def test_a_bomb_in_all(settings: Any) -> None:
    settings.ZIP_MAX_TOTAL_BYTES = 3 * MEGA
    noise = random.Random(1)
    files = [(f"{number}.jpg", noise.randbytes(MEGA)) for number in range(5)]
    assert [bool(reason) for reason in reasons(zipped(*files)).values()] == [False, False, False, True, True]


def test_overlapping_entries() -> None:
    """A hundred entries of the directory speak of the same bytes."""
    data = named(b"a.jpg", b"x" * 1000).getvalue()
    place = data.index(b"PK\1\2")
    end = data.index(b"PK\5\6")
    line = data[place:end]
    directory = line * 100
    tail = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 100, 100, len(directory), place, 0)
    found = list(opened(io.BytesIO(data[:place] + directory + tail), "a.zip").files)
    assert len(found) == 100


def test_too_many_entries(settings: Any) -> None:
    settings.ZIP_MAX_ENTRIES = 10
    with pytest.raises(BadArchive):
        Archive(zipped(*((f"{number}.jpg", b"") for number in range(11))))


def test_a_directory_that_would_fill_the_memory(settings: Any) -> None:
    settings.ZIP_MAX_ENTRIES = 10
    with pytest.raises(BadArchive):
        Archive(zipped(*((f"{'x' * 200}/{number}/", b"") for number in range(200))))


def test_too_big(settings: Any) -> None:
    settings.ZIP_MAX_BYTES = 100
    with pytest.raises(BadArchive):
        Archive(zipped(("a.jpg", b"x" * 100)))


def test_a_password() -> None:
    data = bytearray(zipped(("a.jpg", b"x" * 50)).getvalue())
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    assert reasons(io.BytesIO(bytes(data)))["a.zip/a.jpg"]


@pytest.mark.parametrize("name", ["inner.zip", "inner.ZIP", "photos.rar", "x.7z", "x.tar.gz"])
def test_archives_inside(name: str) -> None:
    assert reasons(zipped((name, zipped(("a.jpg", b"x")).getvalue()), ("b.jpg", b"x")))[f"a.zip/{name}"]


def test_an_office_document_called_zip() -> None:
    with pytest.raises(BadArchive):
        Archive(zipped(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")))


def test_links() -> None:
    info = zipfile.ZipInfo("a.jpg")
    info.external_attr = 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert reasons(buffer)["a.zip/a.jpg"]


def test_empty_ones() -> None:
    for file in (zipped(), zipped(("only a folder/", b"")), zipped((".DS_Store", b""))):
        with pytest.raises(BadArchive):
            Archive(file)


def test_a_wrong_checksum_keeps_the_others() -> None:
    data = bytearray(zipped(("a.jpg", b"x" * 100), ("b.jpg", b"y" * 100)).getvalue())
    data[data.index(b"x" * 100)] = 0
    assert [bool(reason) for reason in reasons(io.BytesIO(bytes(data))).values()] == [True, False]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damage_anywhere_is_an_outcome(method: int) -> None:
    """Every entry of a damaged ZIP has bytes or a reason, or the ZIP as a whole has one; nothing else happens."""
    whole = zipped(("a.jpg", b"some bytes " * 50), ("b.jpg", bytes(range(256)) * 4), method=method).getvalue()
    noise = random.Random(method)
    for _round in range(300):
        data = bytearray(whole)
        for _hit in range(noise.randint(1, 4)):
            data[noise.randrange(4, len(data))] = noise.randrange(256)
        data = data[: noise.randint(4, len(data))] if noise.random() < 0.3 else data
        inside = opened(io.BytesIO(bytes(data)), "a.zip")
        for found in inside.files:
            if not isinstance(found.content, str):
                found.content.read()


def test_unpacking_leaves_no_open_file() -> None:
    archive = Archive(zipped(("a.jpg", b"\0" * (32 * MEGA)), method=zipfile.ZIP_DEFLATED))
    with pytest.raises(NotUnpacked):
        archive.unpack(archive.entries[0])
    assert entry_path(archive.entries[0].info) == "a.jpg"
    archive.close()


def test_an_entry_without_a_name_is_a_file_like_any_other() -> None:
    """Its name is a NUL, which Python reads as no name at all."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("X", b"abc")
    (entry,) = Archive(io.BytesIO(out.getvalue().replace(b"X", b"\0"))).entries
    assert entry.path == "?"
