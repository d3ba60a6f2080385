"""What people type finds what they mean, in eleven languages, in the same order on every database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from locales.registry import LANGUAGES
from locales.search.folding import fold
from locales.search.index import FoldedIndex
from promotion.search.spelling import did_you_mean
from provinces.models import Province
from provinces.selectors import owners_of
from tests.locales.search.corpus import build
from tests.locales.search.quality import CorpusSource, Row, found, rows, summary

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def source(_search_table: None, django_db_blocker: Any) -> Iterator[CorpusSource]:
    """Indexed once for all queries, and rolled back at the end."""
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            corpus = build()
            index = FoldedIndex("tests_search")
            corpus.put_into(index)
            yield CorpusSource(index, corpus)
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


def test_the_table_is_worth_its_name() -> None:
    table = rows()
    assert len(table) >= 150
    assert {row.lang for row in table} == set(LANGUAGES)
    assert len({(row.lang, row.words) for row in table}) >= len(table) - 2


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.lang}-{row.words}")
def test_finds_what_is_meant(source: CorpusSource, row: Row) -> None:
    hits = found(source, row.words, row.lang)
    if row.meant:
        correction = did_you_mean(row.words, None, row.lang, [source], len(hits))  # type: ignore[arg-type]
        assert correction is not None
        assert correction.words == row.meant
        hits = found(source, correction.words, row.lang)
    assert set(hits[: len(row.expected)]) == set(row.expected)
    assert hits[: len(row.first)] == row.first


def test_recall_is_full_in_every_kind_of_query(source: CorpusSource) -> None:
    for kind, figures in summary(source).items():
        assert figures["recall"] == 1.0, kind
        assert figures["as_ranked"] == figures["queries"], kind


@pytest.mark.parametrize("words", ["zzzzzz", "q", "龙龙龙", "12345678", "…", "xyzzy plugh"])
def test_nothing_is_found_for_nothing(source: CorpusSource, words: str) -> None:
    assert found(source, words, "en") == []
    assert did_you_mean(words, None, "en", [source], 0) is None  # type: ignore[arg-type]


def test_every_former_province_leads_to_todays(source: CorpusSource) -> None:
    """All units of before July 2025, with and without marks."""
    former = Province.objects.filter(valid_to__isnull=False)
    assert former.count() >= 63
    for unit in former:
        today = {f"province-{owner.slug}" for owner in owners_of(unit)}
        for words in (unit.name_vi, fold(unit.name_vi), unit.name_en):
            provinces = [key for key in found(source, words, "vi") if key.startswith("province-")]
            assert today <= set(provinces[:3]), words
