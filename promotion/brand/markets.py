"""Which of a page's messages concern its reader. Fitting ones come first; none is kept from anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from locales.registry import LANGUAGES
from media_library.licences import countries


@dataclass(frozen=True, slots=True)
class Market:
    """A message with the names of its countries and languages as the reader's language has them."""

    value: Mapping[str, Any]
    countries: tuple[str, ...]
    languages: tuple[tuple[str, str], ...]
    """(BCP 47 tag, the language's own name)"""
    own_country: str
    """Name of the reader's country, where it is among this market's; else empty."""
    own_language: bool

    @property
    def fits(self) -> bool:
        return bool(self.own_country) or self.own_language


def markets_for(values: Iterable[Mapping[str, Any]], lang: str, country: str) -> list[Market]:
    """The messages of a page for a reader: of the own country, then of the own language, then the others.

    `country`: ISO 3166-1 alpha-2 of a partner's organisation; empty for everybody else, who is never located.
    Within each the editors' order stays.
    """
    told = [_market(value, lang, country) for value in values]
    return sorted(told, key=lambda market: (not market.own_country, not market.own_language))


def _market(value: Mapping[str, Any], lang: str, country: str) -> Market:
    wanted = [code for code in value.get("countries") or () if isinstance(code, str)]
    spoken = [LANGUAGES[code] for code in value.get("languages") or () if code in LANGUAGES]
    own = countries.spelt([country], lang)[0] if country and country in wanted else ""
    return Market(
        value=value,
        countries=tuple(countries.spelt(wanted, lang)),
        languages=tuple((language.tag, language.name_native) for language in spoken),
        own_country=own,
        own_language=any(language.code == lang for language in spoken),
    )
