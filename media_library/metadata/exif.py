"""EXIF read into fields."""

from __future__ import annotations

from media_library.metadata import charsets
from media_library.metadata.candidates import (
    Candidate,
    Candidates,
    Value,
    coordinates,
    monolingual,
    several,
    single,
)
from media_library.metadata.dates import parse_exif
from media_library.metadata.errors import Journal
from media_library.metadata.mapping import BY_NAME, FIELDS, Field, Form
from media_library.metadata.tiff import Entry, Tiff

COPYRIGHT, MAKER, MODEL, ORIENTATION = 0x8298, 0x010F, 0x0110, 0x0112
SUBSECONDS_ORIGINAL, OFFSET_ORIGINAL, OFFSET_HOURS = 0x9291, 0x9011, 0x882A
LATITUDE_REF, LONGITUDE_REF = 0x0001, 0x0003

_TEXTS = (Form.TEXT, Form.LANGUAGES, Form.ORDERED, Form.UNORDERED)

_WINDOWS = range(0x9C9B, 0x9CA0)
"""The tags that Windows Explorer writes, in UTF-16."""

_BOILERPLATE = frozenset(
    {
        "asus",
        "dcim",
        "default",
        "digital camera",
        "exif_jpeg_picture",
        "image description",
        "konica minolta digital camera",
        "kodak digital still camera",
        "lead technologies inc. v1.01",
        "minolta digital camera",
        "olympus digital camera",
        "samsung",
        "samsung camera pictures",
        "sony dsc",
        "untitled",
        "user comments",
    }
)
"""Descriptions that cameras write into every picture; a caption made of one is worse than none."""


def candidates(block: Tiff, journal: Journal) -> Candidates:
    """What the EXIF block offers for the fields."""
    found: Candidates = {}
    for field in FIELDS:
        for tag in field.exif if field.form in _TEXTS else ():
            value = _text_value(field, tag, block, journal)
            if value:
                found[field.name] = Candidate(value, f"EXIF 0x{tag:04X}")
                break
    return (
        found
        | _camera(block, journal)
        | _orientation(block, journal)
        | _moment(block, journal)
        | _position(block, journal)
    )


def _text_value(field: Field, tag: int, block: Tiff, journal: Journal) -> Value:
    where = f"EXIF 0x{tag:04X}"
    text = _text(block.main.get(tag), tag, journal)
    if field.name == "description" and text.strip("\0 ").lower() in _BOILERPLATE:
        return ""
    match field.form:
        case Form.LANGUAGES:
            cleaned = single(text, where, journal)
            return monolingual(cleaned) if cleaned else ""
        case Form.ORDERED | Form.UNORDERED:
            # MWG 2.0, 5.3: several names stand in one value, separated by semicolons
            return several([part.strip().strip('"') for part in text.split(";")], where, journal)
        case _:
            return single(text, where, journal)


def _text(entry: Entry | None, tag: int, journal: Journal) -> str:
    if entry is None:
        return ""
    raw = bytes(entry.raw[: 4 * 65_536])
    if tag in _WINDOWS:
        return raw.decode("utf-16-le", "ignore").split("\0", 1)[0]
    if entry.type not in (2, 7, 129):
        journal.skip(f"EXIF 0x{tag:04X}", "not text")
        return ""
    if tag == COPYRIGHT:
        return _copyright(raw)
    return charsets.decode(raw.split(b"\0", 1)[0])


def _copyright(raw: bytes) -> str:
    """Photographer's and editor's copyright, each ended by NUL (Exif 2.32, 4.6.5.4)."""
    parts = (charsets.decode(part).strip() for part in raw.split(b"\0")[:2])
    return "; ".join(part for part in parts if part)


def _camera(block: Tiff, journal: Journal) -> Candidates:
    texts = (_text(block.main.get(tag), tag, journal) for tag in (MAKER, MODEL))
    maker, model = (single(text, "EXIF", journal) for text in texts)
    repeated = maker and model.lower().startswith(maker.split()[0].lower())
    name = model if repeated else f"{maker} {model}".strip()
    return {"camera": Candidate(name[:200], "EXIF 0x0110")} if name else {}


def _orientation(block: Tiff, journal: Journal) -> Candidates:
    numbers = block.numbers(block.main.get(ORIENTATION))
    if not numbers:
        return {}
    if numbers[0] not in range(1, 9):
        journal.skip(f"EXIF 0x{ORIENTATION:04X}", "not an orientation")
        return {}
    return {"orientation": Candidate(int(numbers[0]), f"EXIF 0x{ORIENTATION:04X}")}


def _moment(block: Tiff, journal: Journal) -> Candidates:
    (tag,) = BY_NAME["taken_at"].exif
    text = _text(block.exif.get(tag), tag, journal)
    if not text.strip(" :0"):  # absent, blank or zeroed: the standard's way to say unknown
        return {}
    moment = parse_exif(
        text,
        _text(block.exif.get(SUBSECONDS_ORIGINAL), SUBSECONDS_ORIGINAL, journal),
        _text(block.exif.get(OFFSET_ORIGINAL), OFFSET_ORIGINAL, journal) or _whole_hours(block),
    )
    if moment is None:
        journal.skip(f"EXIF 0x{tag:04X}", "not a date")
        return {}
    return {"taken_at": Candidate(moment, f"EXIF 0x{tag:04X}")}


def _whole_hours(block: Tiff) -> str:
    """TimeZoneOffset of TIFF/EP, in hours, which some cameras write instead of OffsetTimeOriginal."""
    hours = block.numbers(block.exif.get(OFFSET_HOURS) or block.main.get(OFFSET_HOURS))
    if not hours or not -14 <= hours[0] <= 14:
        return ""
    return f"{'-' if hours[0] < 0 else '+'}{abs(int(hours[0])):02}:00"


def _position(block: Tiff, journal: Journal) -> Candidates:
    if not block.gps:
        return {}
    (latitude_tag,), (longitude_tag,) = BY_NAME["latitude"].exif, BY_NAME["longitude"].exif
    return coordinates(
        _degrees(block, latitude_tag, LATITUDE_REF, "NS", journal),
        _degrees(block, longitude_tag, LONGITUDE_REF, "EW", journal),
        (f"EXIF GPS 0x{latitude_tag:04X}", f"EXIF GPS 0x{longitude_tag:04X}"),
        journal,
    )


def _degrees(block: Tiff, tag: int, ref_tag: int, letters: str, journal: Journal) -> float | None:
    numbers = block.numbers(block.gps.get(tag))
    if not numbers:
        return None
    where = f"EXIF GPS 0x{tag:04X}"
    letter = _text(block.gps.get(ref_tag), ref_tag, journal).strip().upper()[:1]
    if not letter or letter not in letters:
        journal.skip(where, "hemisphere not said")
        return None
    degrees, minutes, seconds = (*numbers, 0.0, 0.0)[:3]
    if not (degrees >= 0 and 0 <= minutes < 61 and 0 <= seconds < 61):  # NaN fails every comparison
        journal.skip(where, "not degrees, minutes and seconds")
        return None
    value = degrees + minutes / 60 + seconds / 3600
    return round(-value if letter == letters[1] else value, 7)
