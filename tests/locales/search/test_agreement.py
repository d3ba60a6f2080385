"""The database in use finds and ranks exactly what the reference says."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from locales.search.folding import fold, tokens
from locales.search.index import FoldedIndex
from locales.search.query import MAX_QUERY_TOKENS
from tests.locales.search.reference import matches, runs, score
from tests.locales.search.test_index import hits

# Few words and many joins of them, so that phrases, near misses and parts of longer runs really come about.
PIECES = [
    "hạ",
    "Ha",
    "long",
    "lon",
    "đ",
    "d",
    "12",
    "1",
    "下",
    "龙",
    "湾",
    "の",
    "カ゛",
    "롱",
    "ຮ",
    "າ",
    "ິ",
    "ហ",
    "ុ",
    "ก",
    "ะ",
]
JOINTS = ["", "", " ", " ", "-", "’", ", ", "\u200b", "\u0301"]
texts = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(JOINTS)), max_size=8).map(
    lambda parts: "".join(piece + joint for piece, joint in parts)
)
fields = st.lists(st.tuples(texts, st.sampled_from("ABCD")), max_size=4)
words = texts.filter(lambda text: len(fold(text).split()) <= 1)
groups = st.lists(st.tuples(texts, st.just(True)) | st.tuples(words, st.just(False)), min_size=1, max_size=3)


def _typed(parts: list[tuple[str, bool]]) -> str:
    return " ".join(f'"{text}"' if quoted else text for text, quoted in parts)


@pytest.mark.django_db
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents=st.lists(fields, min_size=1, max_size=4), parts=groups)
def test_finds_and_ranks_what_the_reference_does(
    index: FoldedIndex, documents: list[list[tuple[str, str]]], parts: list[tuple[str, bool]]
) -> None:
    index.clear()
    index.put_many(enumerate(documents, start=1))
    query, wanted = _typed(parts), [text for text, _ in parts]
    expected = [id for id, document in enumerate(documents, start=1) if matches(wanted, [text for text, _ in document])]
    assert hits(index, query) == expected
    scores = {id: score(wanted, documents[id - 1]) for id in expected}
    assert index.ranked(query, 10) == sorted(scores.items(), key=lambda hit: (hit[1], hit[0]), reverse=True)


@pytest.mark.django_db
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents=st.lists(fields, min_size=1, max_size=4), parts=st.lists(words, min_size=1, max_size=3))
def test_finds_unfinished_words_like_the_reference(
    index: FoldedIndex, documents: list[list[tuple[str, str]]], parts: list[str]
) -> None:
    index.clear()
    index.put_many(enumerate(documents, start=1))
    found = hits(index, " ".join(parts), prefix=True)
    typed = [part for part in parts if fold(part).strip()]
    unfinished = bool(typed and runs(typed[-1]))
    expected = [
        id
        for id, document in enumerate(documents, start=1)
        if matches(parts, [text for text, _ in document], prefix=unfinished)
    ]
    assert found == expected


@pytest.mark.django_db
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200), query=st.text(max_size=40))
def test_any_text_can_be_put_and_asked_for(index: FoldedIndex, text: str, query: str) -> None:
    index.put(1, [(text, "A")])
    asked, quoted = fold(query).replace('"', " "), fold(text).replace('"', " ")
    assert bool(hits(index, query)) is bool(index.ranked(query, 1))
    assert bool(hits(index, asked)) is matches(asked.split(), [text])
    if len(tokens(quoted)) < MAX_QUERY_TOKENS:
        assert bool(hits(index, f'"{quoted}"')) is matches([quoted], [text])
