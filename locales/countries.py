"""Countries and their names in a reader's language (Unicode CLDR through Babel)."""

from __future__ import annotations

from functools import lru_cache

from locales.collation import sort_key
from locales.units import locale_of

_NO_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
"""Two-letter codes of CLDR that ISO 3166-1 gives to no country."""


def country_name(code: str, lang: str) -> str:
    """The name, or the code itself where CLDR knows none."""
    return str(locale_of(lang).territories.get(code, code))


@lru_cache(maxsize=16)
def country_choices(lang: str) -> tuple[tuple[str, str], ...]:
    """(ISO 3166-1 alpha-2, name) of every country, in the order of the language."""
    codes = [code for code in map(str, locale_of("en").territories) if len(code) == 2 and code not in _NO_COUNTRIES]
    return tuple(sorted(((code, country_name(code, lang)) for code in codes), key=lambda pair: sort_key(pair[1], lang)))
