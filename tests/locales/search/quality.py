"""The quality table: what is found of what is expected, and at which rank."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from locales.search.dialect import Field
from locales.search.index import FoldedIndex
from tests.locales.search.corpus import TABLE, Corpus

ALL = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """A line of `quality.toml`."""

    kind: str
    lang: str
    words: str
    expected: list[str]
    first: list[str]
    meant: str = ""


@dataclass(frozen=True, slots=True)
class CorpusSource:
    """The corpus as something that can be searched, all of it visible to everybody."""

    index: FoldedIndex
    corpus: Corpus

    def allowed(self, audience: Any) -> Any:
        return None

    def fields(self, ids: Iterable[int], audience: Any, lang: str) -> dict[int, list[Field]]:
        return {pk: self.corpus.documents[self.corpus.key_of(pk)] for pk in ids}

    def section(self, *args: Any) -> None:
        return None


def rows() -> list[Row]:
    return [Row(**row) for row in tomllib.loads(TABLE.read_text())["queries"]]


def found(source: CorpusSource, words: str, lang: str) -> list[str]:
    """Keys in the order of the hits."""
    return [source.corpus.key_of(pk) for pk, _score in source.index.ranked(words, ALL, lang=lang)]


def summary(source: CorpusSource) -> dict[str, Any]:
    """Recall and precision by kind of query, and how often the expected hit stands first."""
    kinds: dict[str, list[tuple[float, float, bool]]] = {}
    for row in rows():
        hits = found(source, row.meant or row.words, row.lang)
        right = len(set(hits) & set(row.expected))
        precise = right / len(hits) if hits else 0.0
        kinds.setdefault(row.kind, []).append((right / len(row.expected), precise, hits[: len(row.first)] == row.first))
    return {
        kind: {
            "queries": len(results),
            "recall": round(sum(recall for recall, _, _ in results) / len(results), 3),
            "precision": round(sum(precise for _, precise, _ in results) / len(results), 3),
            "as_ranked": sum(first for _, _, first in results),
        }
        for kind, results in kinds.items()
    }
