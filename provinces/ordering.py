"""Provinces in the order in which people look for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from locales.collation import sort_key
from locales.text import read

if TYPE_CHECKING:
    from provinces.models import Province


def by_name(provinces: Iterable[Province], lang: str) -> list[Province]:
    """The provinces in the order of their names as a reader of `lang` sees them."""
    return sorted(provinces, key=lambda province: (sort_key(str(read(province, "name", lang)), lang), province.code))
