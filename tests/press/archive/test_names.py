"""Names that every computer can unpack, and those that are refused."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.archive.names import MAX_FILE_NAME_BYTES, PathRefused, PathRegister, file_name

LAO = "ພາບຖ່າຍຂອງແຂວງກວາງນິງ" * 12
VIETNAMESE = "Vịnh Hạ Long nhìn từ đỉnh núi Bài Thơ lúc bình minh " * 6


@pytest.mark.parametrize("path", ["a", "pictures/a.jpg", f"{LAO}.jpg", f"{VIETNAMESE}.jpg", "..a/b..c", ".hidden"])
def test_good_names(path: str) -> None:
    assert PathRegister().add(path) == path.encode()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../up.jpg",
        "a/../../up.jpg",
        "a/./b",
        "a//b",
        "a/",
        ".",
        "..",
        "a\\b.jpg",
        "..\\up.jpg",
        "C:/windows",
        "C:evil",
        "a:stream.jpg",
        "a\0.jpg",
        "a\n.jpg",
        "a\x85.jpg",
        'a".jpg',
        "a?.jpg",
        "a*.jpg",
        "a|b",
        "a<b>",
        "photo\u202egpj.exe",
        "a\u2066b",
        "folder /a.jpg",
        " a.jpg",
        "a.jpg ",
        "a.jpg.",
        "nul",
        "NUL.txt",
        "pictures/Con.jpg",
        "com1.jpg",
        "lpt¹",
        "a\ud800.jpg",
        "x" * 65_536,
    ],
)
def test_hostile_names(path: str) -> None:
    with pytest.raises(PathRefused):
        PathRegister().add(path)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a.jpg", "a.jpg"),
        ("a.jpg", "A.JPG"),
        ("Huế.jpg", unicodedata.normalize("NFD", "Huế.jpg")),
        ("HUẾ.jpg", unicodedata.normalize("NFD", "huế.jpg")),
        ("straße.jpg", "STRASSE.jpg"),
        ("a", "a/b"),
        ("a/b", "a"),
        ("a/b/c", "A/B"),
    ],
)
def test_names_that_would_land_on_one_another(first: str, second: str) -> None:
    register = PathRegister()
    register.add(first)
    with pytest.raises(PathRefused) as refused:
        register.add(second)
    assert refused.value.path == second


def test_files_may_share_a_folder() -> None:
    register = PathRegister()
    for path in ("a/b/1", "a/b/2", "a/c", "ab"):
        register.add(path)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Vịnh Hạ Long", "Vịnh Hạ Long.jpg"),
        ("Vi\u0323nh", "Vịnh.jpg"),
        ("Bến cảng: sáng/chiều?", "Bến cảng_ sáng_chiều_.jpg"),
        ("  a \n b  ", "a b.jpg"),
        ("...", "_.jpg"),
        ("", "_.jpg"),
        ("con", "_con.jpg"),
        ("ວຽງ\u200bຈັນ", "ວຽງຈັນ.jpg"),
        ("a\u202egpj", "agpj.jpg"),
    ],
)
def test_a_title_becomes_a_name(title: str, expected: str) -> None:
    assert file_name(title, "jpg") == expected


def test_a_long_lao_title_is_cut_between_letters() -> None:
    name = file_name("ທ" + "ທີ່" * 100, "jpg")

    assert len(name.encode()) <= MAX_FILE_NAME_BYTES
    assert len(name.encode()) > MAX_FILE_NAME_BYTES - 12
    assert name.removesuffix(".jpg").removeprefix("ທ").replace("ທີ່", "") == ""


@given(st.text(max_size=300))
def test_every_title_gives_a_name_that_is_taken(title: str) -> None:
    name = file_name(title, "jpeg")

    PathRegister().add(name)
    assert len(name.encode()) <= MAX_FILE_NAME_BYTES
