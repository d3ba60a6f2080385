"""Whether a text names the source as it should: compared folded, without guessing where nothing can be read."""

from __future__ import annotations

from collections.abc import Iterable

from locales.search.folding import fold
from press.models import Credit

READABLE = 40
"""Letters from which on a text counts as read: a scanned page yields a few by chance."""


def credit_in(text: str, credit_line: str) -> Credit:
    """Of one picture. Case, marks, width, dashes and spaces don't count; the words and their order do."""
    wanted, given = _letters(credit_line), _letters(text)
    if not wanted:
        return Credit.UNKNOWN
    if wanted in given:
        return Credit.FOUND
    return Credit.MISSING if len(given) >= READABLE else Credit.UNKNOWN


def credit_of_all(found: Iterable[Credit]) -> Credit:
    """Of a publication: as good as the worst of its pictures."""
    each = set(found)
    if not each or (Credit.UNKNOWN in each and Credit.MISSING not in each):
        return Credit.UNKNOWN
    return Credit.MISSING if Credit.MISSING in each else Credit.FOUND


def _letters(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())
