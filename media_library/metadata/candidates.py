"""What one source (XMP, IIM or EXIF) offers for the fields, before the sources are weighed."""

from __future__ import annotations

from dataclasses import dataclass

from media_library.metadata.dates import Moment
from media_library.metadata.errors import Journal
from media_library.metadata.text import TEXT_LIMIT, X_DEFAULT, LangText, clean

LIST_LIMIT = 1000
"""Keywords or creators that are read of one file."""

Value = str | LangText | tuple[str, ...] | Moment | float | int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value with the place it was read from, such as “IIM 2:05”."""

    value: Value
    where: str


Candidates = dict[str, Candidate]


def single(text: str, where: str, journal: Journal) -> str:
    """One cleaned text; what passes the limit is cut and noted."""
    if len(text) > TEXT_LIMIT:
        journal.skip(where, f"cut to {TEXT_LIMIT} characters")
    return clean(text)


def several(texts: list[str], where: str, journal: Journal) -> tuple[str, ...]:
    """Cleaned texts without blanks and repetitions, in order."""
    if len(texts) > LIST_LIMIT:
        journal.skip(where, f"only the first {LIST_LIMIT} values are read")
    cleaned = (single(text, where, journal) for text in texts[:LIST_LIMIT])
    return tuple(dict.fromkeys(text for text in cleaned if text))


def monolingual(text: str) -> LangText:
    """A text whose language nobody named."""
    return LangText({X_DEFAULT: text})


def coordinates(
    latitude: float | None, longitude: float | None, where: tuple[str, str], journal: Journal
) -> Candidates:
    """A position, if both halves are there and mean a place on earth.

    0°, 0° is refused: it's what receivers without a fix write, and no province lies there.
    """
    if latitude is None or longitude is None:
        return {}
    sane = abs(latitude) <= 90 and abs(longitude) <= 180  # also refuses NaN
    if not sane or (latitude == 0 and longitude == 0):
        journal.skip(where[0], "not a position on earth" if not sane else "position 0, 0 means no fix")
        return {}
    return {"latitude": Candidate(latitude, where[0]), "longitude": Candidate(longitude, where[1])}
