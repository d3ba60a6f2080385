from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.search.index import FoldedIndex
from locales.search.spelling import distance, errors_allowed, kept_parts, nearest, sought_parts, swapped

LETTERS = "abcdeng"
words = st.text(LETTERS, min_size=4, max_size=14)


@pytest.mark.parametrize(
    ("one", "other", "errors"),
    [
        ("coffee", "coffee", 0), ("cofee", "coffee", 1), ("coffeee", "coffee", 1), ("coffae", "coffee", 1),
        ("cofeef", "coffee", 2), ("ocffee", "coffee", 1), ("", "ab", 2), ("abc", "cba", 2), ("harvset", "harvest", 1),
    ],
)  # fmt: skip
def test_distance(one: str, other: str, errors: int) -> None:
    assert distance(one, other, 3) == distance(other, one, 3) == errors


def test_distance_stops_where_it_no_longer_matters() -> None:
    assert distance("abcdefgh", "zzzzzzzz", 2) == 3
    assert distance("a", "abcdefgh", 2) == 3


def test_short_words_are_never_corrected() -> None:
    assert [errors_allowed(word) for word in ("abc", "abcd", "abcdefg", "abcdefgh")] == [0, 1, 1, 2]
    assert sought_parts("abc") == set()


@given(word=words, data=st.data())
def test_every_word_with_few_errors_is_found_by_its_parts(word: str, data: st.DataObject) -> None:
    """Any letter left out, put in or changed: the mistyped word leads to the right one."""
    typed = word
    for _ in range(errors_allowed(word)):
        place = data.draw(st.integers(0, len(typed) - 1))
        letter = data.draw(st.sampled_from(LETTERS))
        kind = data.draw(st.sampled_from(["out", "in", "other"]))
        typed = typed[:place] + ("" if kind == "out" else letter) + typed[place + (kind != "in") :]
    if distance(typed, word, 2) <= errors_allowed(typed):
        assert typed == word or sought_parts(typed) & set(kept_parts(word))


@given(word=words, data=st.data())
def test_swapped_letters_are_found(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 2))
    typed = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    assert typed == word or word in swapped(typed)


def test_fewest_errors_first() -> None:
    assert nearest("festivel", {"festival", "festive", "festivals", "harvest"}, 9)[0] == (1, "festival")


@pytest.mark.django_db
def test_the_index_knows_the_words_it_was_given(index: FoldedIndex) -> None:
    index.put(1, [("Coffee harvest 2024, lễ hội", "A", "en"), ("下龙湾", "A")])
    index.put(1, [("Coffee", "A", "en")])
    index.put(2, [("Coffees, coast", "A", "en")])
    vocabulary = index.vocabulary
    assert vocabulary.completions("co") == ["coast", "coffee", "coffees"]
    assert vocabulary.completions("lễ") == []
    assert vocabulary.completions("le") == ["le"]
    assert vocabulary.neighbours(["cofee", "hravest", "abc"]) == {
        "cofee": [(1, "coffee")],
        "hravest": [(1, "harvest")],
        "abc": [],
    }
    index.clear()
    assert vocabulary.completions("co") == []


@pytest.mark.django_db
def test_a_word_being_typed_is_completed(index: FoldedIndex) -> None:
    index.put(1, [("Terraces at dawn", "A", "en")])
    index.put(2, [("terracotta", "B", "vi")])
    index.put(3, [("下龙湾", "A", "zh-hans")])
    assert [pk for pk, _ in index.completing("ter", 9)] == [1, 2]
    assert [pk for pk, _ in index.completing("terraces", 9)] == [1]
    assert [pk for pk, _ in index.completing("dawn ter", 9)] == [1]
    assert [pk for pk, _ in index.completing("下", 9)] == [3]
    assert index.completing("zzz", 9) == []
    assert index.completing("…", 9) == []


@pytest.mark.django_db
def test_counts_many_queries_at_once(index: FoldedIndex) -> None:
    index.put_many((number, [("đèn lồng", "A")]) for number in range(1, 4))
    assert index.counts(["den long", "…", "long den xa", '"đèn lồng"']) == [3, 0, 0, 3]
    assert index.counts([]) == []
