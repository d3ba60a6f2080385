from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.search.dialect import Field
from locales.search.excerpts import EXCERPT_LENGTH, Marked, _located, excerpt, spans, words_in
from locales.search.folding import tokens
from locales.search.hits import shown
from locales.search.query import match_query
from locales.text import LocalText


def marks(text: str, words: str, lang: str = "") -> list[str]:
    return [text[span.start : span.end] for span in spans(text, match_query(words), lang)]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Bình minh trên vịnh Hạ Long", "ha long", ["Hạ Long"]),
        ("Long trên vịnh Hạ", "ha long", ["Long", "Hạ"]),
        ("Đà Nẵng và đá", "ĐA", ["Đà", "đá"]),
        ("Hoà bình", "hòa", ["Hoà"]),
        ("H\u006f\u0061\u0300 bình", "hoà", ["Ho\u0061\u0300"]),
        ("越南下龙湾风景", "下龙湾", ["下龙湾"]),
        ("越南下龙湾风景", "湾", ["湾"]),
        ("ハロン湾の日の出", "ﾊﾛﾝ湾", ["ハロン湾"]),
        ("ﾊﾞｲｸﾊﾞｸ", "バイク", ["ﾊﾞｲｸ"]),
        ("ອ່າວຮາລອງ", "ຮາລອງ", ["ຮາລອງ"]),
        ("ឈូងសមុទ្រហាឡុង", "ហាឡុង", ["ហាឡុង"]),
        ("하롱베이의 일출", "하롱", ["하롱"]),
        ("l’été à Huế", "été hue", ["été", "Huế"]),
        ("straße", "strasse", ["straße"]),
        ("ha\u200blong", "halong", ["ha\u200blong"]),
    ],
)
def test_marks_the_original_words(text: str, words: str, found: list[str]) -> None:
    assert marks(text, words) == found


def test_marks_plurals_in_english_text_alone() -> None:
    assert marks("Terraces and a terrace", "terraces", "en") == ["Terraces", "terrace"]
    assert marks("Terraces and a terrace", "terrace", "fr") == ["terrace"]


LETTERS = st.sampled_from("Hạ Lonđ12下龙湾のカ゛롱ຮາິហុกะ-’\u200b\u0301, ")


@given(
    text=st.text(alphabet=LETTERS, max_size=40),
    lang=st.sampled_from(["", "en"]),
)
def test_places_are_those_of_the_index(text: str, lang: str) -> None:
    assert [token.text for token in _located(text, lang)] == tokens(text, lang)


@given(text=st.text(max_size=300), words=st.text(max_size=20))
def test_no_text_breaks_it(text: str, words: str) -> None:
    found = spans(text, match_query(words))
    piece = excerpt(text, found)
    assert len(piece.text) <= max(EXCERPT_LENGTH + 2, len(words) + 40)
    for span in piece.spans:
        assert 0 <= span.start < span.end <= len(piece.text)
    assert "<script" not in piece.html


def test_html_is_escaped() -> None:
    text = "<b>cà phê</b> & <script>"
    piece = Marked(text, tuple(spans(text, match_query("ca phe"))))
    assert piece.html == "&lt;b&gt;<mark>cà phê</mark>&lt;/b&gt; &amp; &lt;script&gt;"


def test_the_right_passage_is_cut_between_words() -> None:
    text = "Một hai ba. " * 30 + "Lễ hội đèn lồng bên vịnh. " + "Bốn năm sáu. " * 30
    piece = excerpt(text, spans(text, match_query("den long")))
    assert piece.text.startswith("…")
    assert piece.text.endswith("…")
    assert "Lễ hội đèn lồng bên vịnh" in piece.text
    assert len(piece.text) <= EXCERPT_LENGTH + 2
    assert [piece.text[span.start : span.end] for span in piece.spans] == ["đèn lồng"]
    assert all(word in text.split() for word in piece.text.strip("…").split())


def test_scripts_without_spaces_are_never_cut_within_a_cluster() -> None:
    text = "ຮຸ່ງອາລຸນ" * 40 + "ຮາລອງ" + "ຮຸ່ງອາລຸນ" * 40
    piece = excerpt(text, spans(text, match_query("ຮາລອງ")))
    assert "ຮາລອງ" in piece.text
    assert piece.text.strip("…")[0] not in "ຸ່ັາ"


FIELDS = [
    Field("Dawn over the bay", "A", "en"), Field("Bình minh", "A", "vi"), Field("Một buổi sáng có sương", "B", "vi"),
    Field("The first boats leave in the mist of the morning, while lanterns still burn on the quay.", "B", "en"),
    Field("pilgrimage", "B", "en"), Field("Bình Định", "C"),
]  # fmt: skip


def show(words: str, lang: str = "en") -> tuple[str, str, str, str]:
    title = LocalText("Dawn over the bay", "en") if lang == "en" else LocalText("Bình minh", "vi")
    hit = shown(FIELDS, match_query(words), lang, title=title, summary=LocalText("A summary.", "en"))
    return hit.title.html, hit.reason.html, hit.excerpt.html, hit.excerpt.lang


def test_a_title_needs_no_reason() -> None:
    assert show("dawn") == ("<mark>Dawn</mark> over the bay", "", "A summary.", "en")


def test_a_keyword_or_former_name_is_the_reason() -> None:
    assert show("pilgrimage")[1:3] == ("<mark>pilgrimage</mark>", "A summary.")
    assert show("binh dinh")[1:3] == ("<mark>Bình Định</mark>", "A summary.")


def test_a_passage_in_another_language_says_so() -> None:
    title, reason, _excerpt, _lang = show("sương")
    assert (title, reason) == ("Dawn over the bay", "Một buổi sáng có <mark>sương</mark>")
    assert show("boats")[2:] == (
        "The first <mark>boats</mark> leave in the mist of the morning, while lanterns still burn on the quay.",
        "en",
    )


def test_words_of_a_query_know_their_place() -> None:
    assert [(word.folded, word.start, word.end) for word in words_in('Hạ "Long" 下龙')] == [
        ("ha", 0, 2),
        ("long", 4, 8),
    ]
