from __future__ import annotations

import pytest

from locales.search.folding import tokens
from locales.search.index import FoldedIndex
from locales.search.stemming import stem
from tests.locales.search.test_index import hits


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("bays", "bay"), ("terraces", "terrace"), ("beaches", "beach"), ("dishes", "dish"), ("boxes", "box"),
        ("glasses", "glass"), ("stories", "story"), ("movies", "movie"), ("potatoes", "potato"), ("shoes", "shoe"),
        ("waves", "wave"), ("leaves", "leaf"), ("fishermen", "fisherman"), ("women", "woman"), ("houses", "house"),
    ],
)  # fmt: skip
def test_plurals(plural: str, singular: str) -> None:
    assert stem(plural) == singular
    assert stem(singular) == singular


@pytest.mark.parametrize("word", ["bus", "glass", "series", "news", "paris", "this", "was", "status", "tennis", "gas"])
def test_what_only_ends_like_a_plural_stays(word: str) -> None:
    assert stem(word) == word


@pytest.mark.django_db
def test_only_english_text_is_stemmed(index: FoldedIndex) -> None:
    index.put(1, [("Dams and lakes", "A", "en"), ("Đập", "A", "vi")])
    index.put(2, [("Đầm Thị Nại", "A", "vi")])
    index.put(3, [("Les lacs", "A", "fr"), ("lạc rang", "B", "vi")])
    assert hits(index, "dam") == [1, 2]
    assert hits(index, "dams") == [1]  # a plural is English, so the lagoon isn't meant
    assert hits(index, "lake") == hits(index, "lakes") == [1]
    assert hits(index, "lac") == hits(index, "lacs") == [3]
    assert hits(index, '"dam and lake"') == [1]
    assert hits(index, "lak", prefix=True) == hits(index, "lakes", prefix=True) == [1]


def test_words_of_other_languages_are_left_alone() -> None:
    assert tokens("les plages", "fr") == ["les", "plages"]
    assert tokens("plages") == ["plages"]


@pytest.mark.django_db
def test_the_readers_language_stands_first(index: FoldedIndex) -> None:
    index.put(1, [("Coffee", "A", "en"), ("Cà phê", "A", "vi")])
    index.put(2, [("Cà phê", "A", "en")])
    index.put(3, [("Nông nghiệp", "A", "vi"), ("cà phê", "B", "vi")])
    index.put(4, [("Agriculture", "A", "en"), ("cà phê", "B", "en")])
    assert [pk for pk, _ in index.ranked("ca phe", 9, lang="vi")] == [1, 2, 3, 4]
    assert [pk for pk, _ in index.ranked("ca phe", 9, lang="en")] == [2, 1, 4, 3]
    assert index.ranked("ca phe", 9, lang="vi")[0] == (1, 16)
