from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.search.dialect import language_token, words_by_weight
from locales.search.folding import ENGLISH_MARK, FIELD_BREAK, MAX_TOKEN_LENGTH, fold, tokens
from locales.search.query import MAX_QUERY_TOKENS, Phrase, match_query


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hạ Long", "ha long"),
        ("ĐÀ NẴNG", "da nang"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("Bình Định", "binh dinh"),
        ("Ðà Lạt", "da lat"),
        ("Ｈạ　Ｌｏｎｇ", "ha long"),
        ("Straße", "strasse"),
        ("cœur d’été", "coeur d'ete"),
        ("«Vịnh» — “bay”", '"vinh" - "bay"'),
        ("Ёлка", "елка"),
        ("ｶﾞ", "ガ"),
        ("が", "が"),
        ("ຕົ້ນ", "ຕົ້ນ"),
        ("ភ្នំ\u200bពេញ", "ភ្នំពេញ"),
        ("២០២៤ ໒໐໒໔ ٢٠٢٤", "2024 2024 2024"),
        ("soft\u00adhyphen", "softhyphen"),
        ("a\0b\ud800c", "a b c"),
        ("", ""),
    ],
)
def test_folds_what_readers_write_in_different_ways(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(st.characters(exclude_categories=())))
def test_folding_twice_changes_nothing_and_any_database_can_store_it(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert "\0" not in once.encode("utf-8").decode("utf-8")


@given(st.text())
def test_canonically_equal_texts_give_the_same_tokens(text: str) -> None:
    assert tokens(unicodedata.normalize("NFD", text)) == tokens(unicodedata.normalize("NFC", text))


@given(st.text(st.characters(exclude_categories=())))
def test_tokens_hold_letters_digits_and_marks_only(text: str) -> None:
    for token in tokens(text):
        assert 0 < len(token) <= MAX_TOKEN_LENGTH
        assert {unicodedata.category(character)[0] for character in token} <= set("LMN")
        assert FIELD_BREAK not in token


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vịnh Hạ Long, 2024.", ["vinh", "ha", "long", "2024"]),
        ("下龙湾", ["下龙", "龙湾", "湾"]),
        ("湾", ["湾"]),
        ("日の出", ["日の", "の出", "出"]),
        ("ハ・ロン湾", ["ハ", "ロン", "ン湾", "湾"]),
        ("하롱 베이", ["하롱", "롱", "베이", "이"]),
        ("ຮາລອງ", ["ຮາ", "າລ", "ລອ", "ອງ", "ງ"]),
        ("ហាឡុង", ["ហា", "ាឡ", "ឡុ", "ុង", "ង"]),
        ("UNESCO世界遗产1994年", ["unesco", "世界", "界遗", "遗产", "产", "1994", "年"]),
        ("l’île-de-beauté", ["l", "ile", "de", "beaute"]),
        ("ảnh@vi.gov.vn/2024-05", ["anh", "vi", "gov", "vn", "2024", "05"]),
        ("snake_case", ["snake", "case"]),
        ("\u0301 ◌ ັ ँ", []),
        ("👩‍👩‍👧 ✈️ 1️⃣", ["1"]),
        ("חוף מפרץ", ["חוף", "מפרץ"]),
        ("!?… —", []),
        ("a" * 100, ["a" * 64]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_a_document_keeps_its_fields_apart() -> None:
    words = words_by_weight([("Hạ Long", "A"), ("", "A"), ("…", "A"), ("Đêm", "A")])
    assert words["A"] == ["ha", "long", FIELD_BREAK, "dem"]


def test_a_document_keeps_its_languages_apart() -> None:
    fields = [
        ("coffee", "B"),
        ("Cầu", "B", "vi"),
        ("Bridges", "B", "en"),
        ("cầu tàu", "B", "vi"),
        ("桥", "B", "zh-hans"),
    ]
    vi, en, zh = (language_token(code) for code in ("vi", "en", "zh-hans"))
    expected = ["coffee", vi, "cau", FIELD_BREAK, "cau", "tau", en, f"{ENGLISH_MARK}bridge", zh, "桥"]
    assert words_by_weight(fields)["B"] == expected


@pytest.mark.parametrize(
    ("query", "phrases"),
    [
        ("hạ long", [("ha",), ("long",)]),
        ('"hạ long" đêm', [("ha", "long"), ("dem",)]),
        ("“Hạ Long” «Cát Bà»", [("ha", "long"), ("cat", "ba")]),
        ("l'été", [("l", "ete")]),
        ("下龙湾", [("下龙", "龙湾")]),
        ('"下龙湾 越南"', [("下龙", "龙湾", "湾", "越南")]),
        ('"hạ long', [("ha",), ("long",)]),
        ("hạ Hạ HẠ", [("ha",)]),
        ("-NEAR(* OR ^a:b", [("near",), ("or",), ("a", "b")]),
    ],
)
def test_a_query_is_phrases(query: str, phrases: list[tuple[str, ...]]) -> None:
    assert [choice[0].tokens for choice in match_query(query).groups] == phrases


def test_one_character_of_a_script_without_spaces_is_searched_as_a_beginning() -> None:
    assert match_query("湾").groups == ((Phrase(("湾",), prefix=True),),)


@pytest.mark.parametrize(
    ("query", "unfinished"), [("ha lon", True), ('"ha lon"', False), ("ha 下龙", False), ("lon -", False)]
)
def test_only_a_last_word_outside_quotes_may_be_unfinished(query: str, unfinished: bool) -> None:
    assert match_query(query, prefix=True).groups[-1][0].prefix is unfinished
    assert not match_query("ha lon").groups[-1][0].prefix


@pytest.mark.parametrize("query", ["", "   ", '"', '""', "*", "( ) AND".replace("AND", "-"), "\0", "\u0301", "🏝️", "ັ"])
def test_a_query_without_letters_is_falsy(query: str) -> None:
    assert not match_query(query)


@pytest.mark.parametrize("query", ["từ " * 5_000, "x" * 10_000, '"' + "a b " * 2_500 + '"', "下龙" * 5_000])
def test_a_query_is_bounded(query: str) -> None:
    wanted = match_query(query)
    assert 0 < sum(len(choice[0].tokens) for choice in wanted.groups) <= MAX_QUERY_TOKENS
    assert len(wanted.whole[0].tokens) <= MAX_QUERY_TOKENS
