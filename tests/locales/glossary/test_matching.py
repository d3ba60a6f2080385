"""Terms found at their exact places: the longest, whole words, and with the right marks in Vietnamese."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from locales.glossary.matching import Matcher, folded

TERMS = ["Hà Nội", "Huế", "Hòa Bình", "Vịnh Hạ Long", "Hạ Long", "Đắk Lắk", "du lịch", "Ủy ban nhân dân tỉnh", "Ủy ban"]


def found(text: str, terms: list[str] = TERMS, *, marks: bool = True) -> list[tuple[str, str]]:
    matcher = Matcher([(term, term) for term in terms], marks_matter=marks)
    return [(text[find.start : find.end], find.value) for find in matcher.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Từ Hà Nội đến Huế.", [("Hà Nội", "Hà Nội"), ("Huế", "Huế")]),
        ("vịnh hạ long và Hạ Long", [("vịnh hạ long", "Vịnh Hạ Long"), ("Hạ Long", "Hạ Long")]),
        ("Hoà Bình", [("Hoà Bình", "Hòa Bình")]),
        ("HÒA BÌNH", [("HÒA BÌNH", "Hòa Bình")]),
        ("Hoa huệ nở, hóa bình", []),
        ("Ha Noi, Dak Lak", [("Ha Noi", "Hà Nội"), ("Dak Lak", "Đắk Lắk")]),
        ("Hạ Longa, xHuế, Huế2", []),
        ("“Huế”—(Huế)", [("Huế", "Huế"), ("Huế", "Huế")]),
        ("Hà\u00a0 \nNội", [("Hà\u00a0 \nNội", "Hà Nội")]),
        ("Ủy ban nhân dân tỉnh họp", [("Ủy ban nhân dân tỉnh", "Ủy ban nhân dân tỉnh")]),
        ("Ủy ban nhân dân", [("Ủy ban", "Ủy ban")]),
        ("", []),
    ],
)
def test_in_vietnamese(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected
    apart = unicodedata.normalize("NFD", text)
    wanted = [unicodedata.normalize("NFD", piece) for piece, _term in expected]
    assert [unicodedata.normalize("NFD", piece) for piece, _term in found(apart)] == wanted


@pytest.mark.parametrize(
    ("text", "terms", "expected"),
    [
        ("越南下龙湾风景", ["下龙湾", "下龙"], ["下龙湾"]),
        ("ハノイの日の出", ["ハノイ"], ["ハノイ"]),
        ("ເມືອງຮາລອງງາມ", ["ຮາລອງ"], ["ຮາລອງ"]),
        ("ទៅហាឡុងថ្ងៃ", ["ហាឡុង"], ["ហាឡុង"]),
        ("하롱베이에서", ["하롱베이"], ["하롱베이"]),
        ("Straße 12", ["STRASSE"], ["Straße"]),
        ("ＨＡＮＯＩ", ["Hanoi"], ["ＨＡＮＯＩ"]),
    ],
)
def test_in_other_scripts(text: str, terms: list[str], expected: list[str]) -> None:
    assert [piece for piece, _term in found(text, terms, marks=False)] == expected


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40), st.sampled_from(TERMS), st.text(max_size=40))
def test_a_term_between_spaces_is_always_found_where_it_stands(before: str, term: str, after: str) -> None:
    text = f"{before} {term} {after}"
    pieces = [piece for piece, _term in found(text)]
    assert any(term in piece or unicodedata.normalize("NFC", term) in piece for piece in pieces)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_positions_are_within_the_text_and_in_order(text: str) -> None:
    line = folded(text)
    assert len(line.text) == len(line.starts) == len(line.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(line.starts, line.ends, strict=True))
    assert list(line.starts) == sorted(line.starts)


def test_ten_thousand_terms_in_a_page_of_text() -> None:
    import time

    matcher = Matcher([(f"từ số {number}", number) for number in range(10_000)], marks_matter=True)
    text = "Đây là từ số 77 và từ số 9999 trong một trang dài. " * 100
    started = time.monotonic()
    assert len(matcher.find(text)) == 200
    assert time.monotonic() - started < 20
