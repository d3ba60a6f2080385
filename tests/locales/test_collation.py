from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

import provinces
from locales.collation import sort_key


def in_order(names: list[str], lang: str) -> list[str]:
    mixed = list(names)
    random.Random(1).shuffle(mixed)
    return sorted(mixed, key=lambda name: sort_key(name, lang))


@pytest.mark.parametrize(
    ("lang", "ordered"),
    [
        ("vi", ["Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Điện Biên", "Gia Lai"]),
        ("vi", ["Hà Nam", "Hà Nội", "Hải Phòng", "Hòa Bình", "Hồ Chí Minh", "Huế"]),
        ("vi", ["Quảng Nam", "Quảng Ngãi", "Quảng Ninh"]),
        ("vi", ["ba", "bà", "bả", "bã", "bá", "bạ", "bă"]),
        ("vi", ["Bà Rịa - Vũng Tàu", "Bình Định"]),
        ("vi", ["Zürich", "Ханой", "河内"]),
        ("vi", ["", "A"]),
        ("en", ["Cà Mau", "Cần Thơ", "Cao Bằng", "Da Nang", "Đà Nẵng", "Đắk Lắk", "Daklak", "Điện Biên", "Dublin"]),
        ("fr", ["cote", "côte", "coteau", "œuf", "ouest"]),
        ("de", ["Baden", "Bäder", "Bader See", "Strasse", "Straße 2"]),
        ("es", ["nata", "nube", "nzema", "ñame", "oro"]),
        ("ru", ["Ёлка", "Елки", "Ижевск", "Йошкар-Ола", "Киев"]),
        ("zh-hans", ["Zürich", "北宁", "广宁", "河内", "老街", "西宁", "岘港"]),
        ("ja", ["カオバン", "ガンザ", "キエンザン", "クアンニン", "ハノイ", "ひろしま", "フエ", "河内"]),
        ("ko", ["광닌", "다낭", "하노이", "하이퐁", "후에"]),
        ("lo", ["ກວາງນິງ", "ເກົາຫຼີ", "ຄຳ", "ດານັງ", "ເດຍບຽນ", "ຮ່າໂນ້ຍ"]),
        ("km", ["កាវបាំង", "ដាណាំង", "ហាណូយ"]),
        ("ar", ["أ", "ب", "دانانغ", "هانوي"]),
    ],
)
def test_each_language_has_its_order(lang: str, ordered: list[str]) -> None:
    assert in_order(ordered, lang) == ordered


def test_case_and_composition_dont_count() -> None:
    assert sort_key("ĐÀ NẴNG", "vi") == sort_key("đà nẵng", "vi") == sort_key("đa\u0300 nẵng", "vi")
    assert sort_key("Đà Nẵng", "vi") != sort_key("Da Nang", "vi")


def test_the_34_provinces_in_vietnamese() -> None:
    rows = csv.DictReader((Path(provinces.__file__).parent / "data" / "provinces.csv").open(encoding="utf-8"))
    names = in_order([row["name_vi"] for row in rows], "vi")
    assert len(names) == 34
    assert names[:9] == ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Điện Biên",
                         "Đồng Nai"]  # fmt: skip
    assert names[-3:] == ["Thanh Hóa", "Tuyên Quang", "Vĩnh Long"]


@pytest.mark.parametrize("text", ["\0", "\ud800", "ເ", "ัั", "\u0300", "👩‍🌾", "٣", "²", "İ"])
@pytest.mark.parametrize("lang", ["vi", "zh-hans", "es", "xx"])
def test_any_text_has_a_key(text: str, lang: str) -> None:
    assert sort_key(text, lang) == sort_key(text, lang)
    sorted([text, "a", "1", "-", "河"], key=lambda name: sort_key(name, lang))
