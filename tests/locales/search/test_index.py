from __future__ import annotations

import sys
import unicodedata

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction

from locales.search.dialect import LANGUAGE_MARK, MAX_DOCUMENT_TOKENS, MAX_REPETITIONS
from locales.search.folding import FIELD_BREAK, tokens
from locales.search.index import RANKING_CANDIDATES, FoldedIndex

HA_LONG = 1
DA_NANG = 2
OTHER = 3


def hits(index: FoldedIndex, query: str, *, prefix: bool = False) -> list[int]:
    """The ids found, through the expression that querysets use."""
    expression = index.matching(query, prefix=prefix)
    with connection.cursor() as cursor:
        cursor.execute(f"{expression.sql} ORDER BY 1", expression.params)
        return [id for (id,) in cursor.fetchall()]


@pytest.fixture
def library(index: FoldedIndex) -> FoldedIndex:
    index.put_many(
        [
            (
                HA_LONG,
                [
                    ("Vịnh Hạ Long", "A"),
                    ("Đêm trên vịnh, ảnh chụp năm 2024", "B"),
                    ("越南下龙湾风景", "A"),
                    ("ハロン湾の日の出 ひらがな", "A"),
                    ("ອ່າວຮາລອງ", "A"),
                    ("ឈូងសមុទ្រហាឡុង", "A"),
                    ("하롱베이의 일출", "A"),
                    ("L’été à la baie d’Along", "B"),
                    ("Бухта Халонг", "A"),
                ],
            ),
            (DA_NANG, [("Cầu Rồng, Đà Nẵng", "A"), ("Hoà bình", "B"), ("Bình Định", "C"), ("חוף הים", "B")]),
            (OTHER, [("Hà Nội", "A"), ("Thăng Long", "B"), ("hòa nhạc", "B"), ("đồng lúa", "C")]),
        ]
    )
    return index


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ha long", [HA_LONG, OTHER]),  # words, wherever they are
        ('"ha long"', [HA_LONG]),
        ("“HẠ LONG”", [HA_LONG]),
        ("da nang", [DA_NANG]),
        ("Đà Nẵng", [DA_NANG]),
        ("đa năng", [DA_NANG]),
        ("dem", [HA_LONG]),
        ("đêm", [HA_LONG]),
        ("hoa", [DA_NANG, OTHER]),
        ("Hòa bình", [DA_NANG]),
        ("Hoà bình", [DA_NANG]),
        ("hoa\u0300 binh", [DA_NANG]),
        ("Bình Định", [DA_NANG]),
        ("dong", [OTHER]),
        ("下龙湾", [HA_LONG]),
        ("越南", [HA_LONG]),
        ("景", [HA_LONG]),
        ("龙", [HA_LONG]),
        ("湾龙", []),
        ("越南 风景", [HA_LONG]),
        ("日の出", [HA_LONG]),
        ("ﾊﾛﾝ湾", [HA_LONG]),
        ("がな", [HA_LONG]),
        ("かな", []),  # the marks of kana make other letters
        ("ຮາລອງ", [HA_LONG]),
        ("ຮາລອ", [HA_LONG]),
        ("ລາຮອງ", []),
        ("ហាឡុង", [HA_LONG]),
        ("ហាឡង", []),  # a vowel sign is part of the word
        ("하롱", [HA_LONG]),
        ("하롱베이", [HA_LONG]),
        ("халонг", [HA_LONG]),
        ("2024", [HA_LONG]),
        ("２０２４", [HA_LONG]),
        ("໒໐໒໔", [HA_LONG]),
        ("202", []),
        ("l'ete", [HA_LONG]),
        ("été", [HA_LONG]),
        ("d’along", [HA_LONG]),
        ("חוף", [DA_NANG]),
        ("cau rong 2024", []),
        ('"rong da"', [DA_NANG]),
        ('"nang hoa"', []),  # no phrase leads from one field into the next
        ('"noi thang"', []),
        ("khong co", []),
    ],
)
def test_finds(library: FoldedIndex, query: str, found: list[int]) -> None:
    assert hits(library, query) == found
    assert sorted(id for id, _ in library.ranked(query, 10)) == found


@pytest.mark.parametrize(("query", "found"), [("202", [HA_LONG]), ("ha lo", [HA_LONG, OTHER]), ("da nan", [DA_NANG])])
def test_a_last_word_may_be_unfinished(library: FoldedIndex, query: str, found: list[int]) -> None:
    assert hits(library, query, prefix=True) == found
    assert sorted(id for id, _ in library.ranked(query, 10, prefix=True)) == found


@pytest.mark.parametrize(
    "query",
    [
        '"',
        '"" "',
        "*",
        "long*",
        '"ha long" *',
        "NEAR(ha long)",
        "ha OR",
        "AND",
        "NOT ha",
        "^ha",
        "a:ha",
        "{a b} : ha",
        "- + | & ! <-> :* ()",
        "'; DROP TABLE tests_search; --",
        "\\' \\\" %s %% %(x)s",
        "\0",
        "ha\0long",
        "\ud800",
        "\ue000",
        "🏝️",
        "👩‍👩‍👧",
        "\u0301\u0302",
        "ັິ",
        "\u202eha\u202c",
        "x" * 10_000,
        " ".join(f"w{number}" for number in range(5_000)),
        "湾" * 10_000,
        '"' * 10_001,
        "?!…",
    ],
)
def test_hostile_queries_are_only_words(library: FoldedIndex, query: str) -> None:
    expected = query in ("\u202eha\u202c", "^ha", "ha\0long", '"ha long" *', "long*")
    assert bool(hits(library, query)) is expected
    assert bool(library.ranked(query, 10)) is expected
    hits(library, query, prefix=True)
    library.ranked(query, 10, prefix=True)


def test_serves_querysets(index: FoldedIndex) -> None:
    groups = [Group.objects.create(name=name) for name in ("Đà Nẵng", "Hạ Long", "Đà Lạt")]
    index.put_many((group.pk, [(group.name, "A")]) for group in groups)
    found = Group.objects.filter(pk__in=index.matching("da")).exclude(name="Đà Lạt")
    assert list(found) == [groups[0]]
    assert not Group.objects.filter(pk__in=index.matching("…")).exists()
    allowed = Group.objects.exclude(name="Đà Nẵng").values("pk")
    assert [id for id, _ in index.ranked("da", 10, among=allowed)] == [groups[2].pk]
    assert index.ranked("da", 10, among=Group.objects.none().values("pk")) == []
    newest = Group.objects.order_by("-pk").values("pk")[:1]
    assert [id for id, _ in index.ranked("da", 10, among=newest)] == [groups[2].pk]


def test_putting_again_replaces_and_removing_forgets(index: FoldedIndex) -> None:
    index.put(7, [("đêm hội", "A")])
    index.put(7, [("bình minh", "A")])
    assert hits(index, "dem") == []
    assert hits(index, "binh minh") == [7]
    index.put(7, [("…", "A"), ("", "B")])
    assert hits(index, "binh") == []
    index.put(7, [("đêm", "B")])
    index.remove(7)
    index.remove(8)
    assert hits(index, "dem") == []
    index.put_many([(1, [("đêm", "A")]), (2, [("đêm", "A")])])
    index.clear()
    assert hits(index, "dem") == []


def test_writes_belong_to_the_callers_transaction(index: FoldedIndex) -> None:
    index.put(1, [("trước", "A")])
    with pytest.raises(RuntimeError), transaction.atomic():
        index.put(1, [("sau", "A")])
        index.put(2, [("sau", "A")])
        assert hits(index, "sau") == [1, 2]
        raise RuntimeError
    assert hits(index, "sau") == []
    assert hits(index, "truoc") == [1]


def test_many_are_all_put_or_none(index: FoldedIndex) -> None:
    with pytest.raises(ValueError, match="weight"):
        index.put_many([(id, [("lúa", "A" if id < 700 else "E")]) for id in range(1, 701)])
    assert hits(index, "lua") == []


def test_ranks_phrases_first_then_weights_then_the_newest(index: FoldedIndex) -> None:
    index.put_many(
        [
            (1, [("Vịnh Hạ Long", "A")]),
            (2, [("Hạ Long", "B")]),
            (3, [("Long Hạ", "A")]),
            (4, [("hạ", "A"), ("long", "D")]),
            (5, [("hạ", "D"), ("long", "D")]),
            (6, [("Hạ Long", "A")]),
            (7, [("Hạ Long", "D")]),
        ]
    )
    assert index.ranked("hạ long", 10) == [(6, 15), (1, 15), (2, 13), (7, 9), (3, 7), (5, 1), (4, 0)]
    assert index.ranked("hạ long", 2) == [(6, 15), (1, 15)]
    assert index.ranked("hạ long", 0) == []


def test_ranking_weighs_a_bounded_number_of_candidates(index: FoldedIndex) -> None:
    index.put(1, [("biển", "A")])
    index.put(2, [("biển sớm", "C")])
    index.put_many((id, [("biển", "D")]) for id in range(3, RANKING_CANDIDATES + 4))
    ranked = index.ranked("biển", RANKING_CANDIDATES)
    assert len(ranked) == RANKING_CANDIDATES
    # What has the word in its title however old it is; of the others the newest.
    assert ranked[0] == (1, 15)
    assert 2 not in dict(ranked)
    # Who asks for more gets more: a list of everything that was found is complete.
    assert len(index.ranked("biển", RANKING_CANDIDATES * 2)) == RANKING_CANDIDATES + 3
    assert index.ranked("biển", RANKING_CANDIDATES * 2)[1] == (2, 11)


def test_counting_stops_where_it_is_told(index: FoldedIndex) -> None:
    index.put_many((id, [("biển xanh", "C")]) for id in range(1, RANKING_CANDIDATES + 11))
    index.put(1, [("xanh và biển", "C")])
    assert index.ranked_and_counted("biển", 3, RANKING_CANDIDATES + 5)[1] == RANKING_CANDIDATES + 5
    best, counted = index.ranked_and_counted("biển xanh", 3, 1000)
    assert (len(best), counted) == (3, RANKING_CANDIDATES + 10)
    assert index.ranked_and_counted("xanh và", 0, 0) == ([], 1)
    assert index.ranked_and_counted("…", 3, 50) == ([], 0)
    assert index.ranked_and_counted("biển", 3, 50, among=Group.objects.none().values("pk")) == ([], 0)


def test_big_ids(index: FoldedIndex) -> None:
    index.put(2**53, [("xa", "A")])
    assert hits(index, "xa") == [2**53]


def test_long_documents_are_cut_where_they_say(index: FoldedIndex) -> None:
    index.put(1, [("cuối cùng", "B"), ("x " * (MAX_DOCUMENT_TOKENS + 10) + "xa", "C"), ("đầu tiên", "A")])
    assert hits(index, "dau tien cuoi") == [1]
    assert hits(index, "xa") == []
    words = (f"w{number:060}" for number in range(20_000))
    index.put(2, [(" ".join(words), "A")])  # a megabyte of different words
    assert hits(index, f"w{0:060}") == [2]
    index.put(3, [("\U00020000" * 300_000, "A")])
    assert hits(index, "\U00020000\U00020000") == [3]


def test_a_word_counts_as_often_as_said(index: FoldedIndex) -> None:
    index.put(1, [("vịnh sóng " * MAX_REPETITIONS + "vịnh xanh", "A")])
    assert hits(index, '"song vinh"') == [1]
    assert hits(index, '"vinh xanh"') == []
    assert hits(index, "vinh xanh") == [1]


def test_every_letter_digit_and_mark_of_unicode_is_kept_as_it_is(index: FoldedIndex) -> None:
    letters = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code))[0] in "LMN"]
    for start in range(0, len(letters), 5_000):
        text = " ".join(f"q{letter}" for letter in letters[start : start + 5_000])
        index.put(1, [(text, "A")])
        assert _stored_words(index) - {LANGUAGE_MARK, FIELD_BREAK} == set(tokens(text))


def _stored_words(index: FoldedIndex) -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, {index.name}, row)")
            cursor.execute("SELECT term FROM temp.words")
        else:
            cursor.execute(f"SELECT unnest(tsvector_to_array(words)) FROM {index.name}")  # noqa: S608
        words = {word for (word,) in cursor.fetchall()}
        if connection.vendor == "sqlite":
            cursor.execute("DROP TABLE temp.words")
    return words


@pytest.mark.parametrize("name", ["", "Search", "a-b", 'a"b', "1a", "a" * 41, "đ"])
def test_a_name_is_a_plain_identifier(name: str) -> None:
    with pytest.raises(ValueError, match="named"):
        FoldedIndex(name)
