"""Countries by their names in the language of the screen (Unicode CLDR through Babel)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.utils.translation import get_language

from locales.registry import INTERNATIONAL
from locales.units import locale_of

NOT_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Two-letter codes of CLDR that name groups, tests and the unknown."""


@lru_cache(maxsize=32)
def _names(code: str) -> dict[str, str]:
    known = ((str(key), str(name)) for key, name in locale_of(code).territories.items())
    return {key: name for key, name in known if len(key) == 2 and key.isalpha() and key not in NOT_COUNTRIES}


def names(language: str | None = None) -> dict[str, str]:
    """{ISO 3166-1 alpha-2: name} in a language, else in that of the screen."""
    return _names(language or get_language() or INTERNATIONAL)


def choices(language: str | None = None) -> list[tuple[str, str]]:
    """For a form, by name as a dictionary of that language would put them: marks don't send a name to the end."""
    from locales.search.folding import fold

    return sorted(names(language).items(), key=lambda pair: (fold(pair[1]), pair[1]))


def spelt(codes: Iterable[str], language: str | None = None) -> list[str]:
    """The names of countries; a code that nobody knows is shown as it is."""
    known = names(language)
    return [known.get(code, code) for code in codes]


def as_territory(codes: Iterable[str]) -> str:
    """Codes as the licence keeps them, so that one `LIKE` finds a country: ` LA VN `, or nothing for worldwide."""
    wanted = sorted({code.strip().upper() for code in codes if code.strip()})
    return f" {' '.join(wanted)} " if wanted else ""
