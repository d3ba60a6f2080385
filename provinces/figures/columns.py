"""The columns of a table of figures: the same on the way in and on the way out."""

from __future__ import annotations

from locales.registry import INTERNATIONAL, LANGUAGES, WORKING, code_of, column
from locales.search.folding import fold

SOURCES = tuple(column("source", code) for code in LANGUAGES)
REQUIRED = ("province", "indicator", "period", "value", "unit", column("source", WORKING))
COLUMNS = (
    "province",
    "province_name",
    "unit_on",
    "indicator",
    "indicator_name",
    "period",
    "value",
    "unit",
    column("source", WORKING),
    column("source", INTERNATIONAL),
    "source_url",
    "published_on",
    "illustrative",
)
"""What an export has; further languages of the source follow where there are any."""

VIETNAMESE = {
    "ma tinh": "province",
    "ten tinh": "province_name",
    "ngay dia gioi": "unit_on",
    "chi tieu": "indicator",
    "ma chi tieu": "indicator",
    "ten chi tieu": "indicator_name",
    "ky": "period",
    "gia tri": "value",
    "don vi": "unit",
    "don vi tinh": "unit",
    "nguon": column("source", WORKING),
    "dia chi nguon": "source_url",
    "ngay cong bo": "published_on",
    "minh hoa": "illustrative",
}


def column_named(heading: str) -> str | None:
    """The column that a heading means, in English, in Vietnamese or with a language tag (`source_zh-Hans`)."""
    folded = fold(heading).strip()
    name = folded.replace("-", "_").replace(" ", "_")
    if name in COLUMNS or name in SOURCES:
        return name
    if name == "source":
        return column("source", WORKING)
    if name.startswith("source_") and (code := code_of(name.removeprefix("source_").replace("_", "-"))):
        return column("source", code)
    return VIETNAMESE.get(folded)
