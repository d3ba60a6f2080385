"""How well a document that was found fits, from the words that the index keeps of it.

Deliberately without statistics over all documents (as in bm25): those would let a reader feel what lies in
documents he may not see. In Python rather than in SQL: one way for all databases, and looking for a text in a text
is several times faster here than in SQLite.
"""

from __future__ import annotations

from collections.abc import Sequence

from locales.search.dialect import LANGUAGE_MARK, language_token, sought_text
from locales.search.query import Choice, PhraseQuery

MOST_POINTS = 16

_Sought = Sequence[Sequence[str]]
"""Texts of which one of each must be there."""


class Scoring:
    """Points from 0 to 16 for a reader of `lang`.

    16 to 9: the words stand one after the other as typed, in a field of weight A (16 in the reader's language, 15 in
    any), B (14, 13), C, D; 8 to 1: all of them are in fields of that weight, in the same steps; 0: they are spread
    over weights.
    """

    def __init__(self, query: PhraseQuery, lang: str) -> None:
        self._whole = _sought([query.whole])
        self._apart = _sought(query.groups)
        self._mark = f" {language_token(lang)} " if lang else ""

    def points(self, texts: Sequence[str]) -> int:
        """`texts` are those of `kept_text`, weight by weight."""
        most = MOST_POINTS
        for sought in (self._whole, self._apart):
            for text in texts:
                if _stand_in(text, sought):
                    return most if self._mark and _stand_in(self._own(text), sought) else most - 1
                most -= 2
        return 0

    def _own(self, text: str) -> str:
        """The part in the reader's language; the next language's mark ends it, or the last one."""
        begins = text.find(self._mark)
        if begins < 0:
            return ""
        begins += len(self._mark) - 1
        return text[begins : text.index(LANGUAGE_MARK, begins)]


def _sought(groups: Sequence[Choice]) -> _Sought:
    return [[sought_text(phrase) for phrase in choice] for choice in groups]


def _stand_in(text: str, sought: _Sought) -> bool:
    return all(any(words in text for words in choice) for choice in sought)
