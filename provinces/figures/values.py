"""What a figure says, apart from which figure it is: compared, kept as history, put into the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from locales.registry import LANGUAGES, column
from locales.text import texts_of
from provinces.models import Observation


@dataclass(frozen=True)
class Values:
    """`sources`: {language code: text}, without empty ones."""

    period_label: str
    value: Decimal
    sources: Mapping[str, str]
    source_url: str = ""
    published_on: date | None = None
    is_illustrative: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "period_label": self.period_label,
            "value": f"{self.value.normalize():f}",
            "sources": dict(self.sources),
            "source_url": self.source_url,
            "published_on": self.published_on.isoformat() if self.published_on else None,
            "is_illustrative": self.is_illustrative,
        }

    def put_into(self, observation: Observation) -> None:
        """Set the fields; the caller saves."""
        observation.period_label, observation.value = self.period_label, self.value
        observation.source_url, observation.published_on = self.source_url, self.published_on
        observation.is_illustrative = self.is_illustrative
        for code in LANGUAGES:
            setattr(observation, column("source", code), self.sources.get(code, ""))

    def with_sources(self, changed: Mapping[str, str]) -> Values:
        """With the sources of some languages replaced; an empty text takes one away."""
        merged = {**self.sources, **changed}
        return replace(self, sources={code: merged[code] for code in LANGUAGES if merged.get(code)})


def values_of(observation: Observation) -> Values:
    return Values(
        observation.period_label,
        observation.value,
        texts_of(observation, "source"),
        observation.source_url,
        observation.published_on,
        observation.is_illustrative,
    )


def from_json(kept: Mapping[str, Any]) -> Values:
    """What `Values.as_json` wrote."""
    published = kept["published_on"]
    return Values(
        kept["period_label"],
        Decimal(kept["value"]),
        kept["sources"],
        kept["source_url"],
        date.fromisoformat(published) if published else None,
        kept["is_illustrative"],
    )
