"""XMP read into fields, tolerant of values that stand in another form than the standard says."""

from __future__ import annotations

import re

from media_library.metadata.candidates import (
    Candidate,
    Candidates,
    Value,
    coordinates,
    several,
    single,
)
from media_library.metadata.dates import Moment, parse_xmp
from media_library.metadata.errors import Journal
from media_library.metadata.mapping import BY_NAME, FIELDS, Field, Form
from media_library.metadata.text import X_DEFAULT, LangText, canonical_tag
from media_library.metadata.vocabulary import uri_of
from media_library.metadata.xmp.rdf import Listing, Node, Properties

LANGUAGE_LIMIT = 200

_DEGREES = re.compile(r"(\d{1,3}),(\d{1,2}(?:\.\d{1,15})?)(?:,(\d{1,2}(?:\.\d{1,15})?))?([NSEW])\Z", re.ASCII)
_DECIMAL = re.compile(r"[+-]?\d{1,3}(?:\.\d{1,15})?\Z", re.ASCII)


def candidates(properties: Properties, journal: Journal) -> Candidates:
    """What the packet offers for the fields."""
    found: Candidates = {}
    for field in FIELDS:
        if field.form is Form.DEGREES:
            continue
        for path in field.xmp:
            node = at_path(properties, path)
            value = _read(field, node, f"XMP {path}", journal) if node is not None else None
            if value:
                found[field.name] = Candidate(value, f"XMP {path}")
                break
    return found | _position(properties, journal)


def at_path(properties: Properties, path: str) -> Node | None:
    """The value at a path of the mapping table; of a list of structures the first is meant."""
    node: Node | None = properties
    for step in path.split("/"):
        if isinstance(node, Listing):
            node = node.items[0][1]
        node = node.get(step) if isinstance(node, dict) else None
    return node


def _read(field: Field, node: Node, where: str, journal: Journal) -> Value | None:
    match field.form:
        case Form.LANGUAGES:
            return _languages(node, where, journal)
        case Form.ORDERED | Form.UNORDERED:
            return several(_texts(node), where, journal)
        case Form.DATE:
            return _date(node, where, journal)
        case _:
            text = single(next(iter(_texts(node)), ""), where, journal)
            return uri_of(text, field.vocabulary) if field.vocabulary else text


def _texts(node: Node) -> list[str]:
    if isinstance(node, str):
        return [node]
    if isinstance(node, Listing):
        plain = [(lang, value) for lang, value in node.items if isinstance(value, str)]
        # a text that should be plain may come as alternatives: then the default is meant
        return [value for _, value in sorted(plain, key=lambda item: item[0].lower() != X_DEFAULT)]
    return []


def _languages(node: Node, where: str, journal: Journal) -> LangText:
    items = node.items if isinstance(node, Listing) else (("", node),)
    texts: dict[str, str] = {}
    for lang, value in items[:LANGUAGE_LIMIT]:
        tag = canonical_tag(lang) if lang else X_DEFAULT
        if tag is None:
            journal.skip(where, "not a language tag")
        elif isinstance(value, str) and (text := single(value, where, journal)):
            texts.setdefault(tag, text)
    return LangText(texts)


def _date(node: Node, where: str, journal: Journal) -> Moment | None:
    text = next(iter(_texts(node)), "").strip()
    moment = parse_xmp(text)
    if text and moment is None:
        journal.skip(where, "not a date")
    return moment


def _position(properties: Properties, journal: Journal) -> Candidates:
    latitude, longitude = BY_NAME["latitude"].xmp[0], BY_NAME["longitude"].xmp[0]
    return coordinates(
        _degrees(properties, latitude, "NS", journal),
        _degrees(properties, longitude, "EW", journal),
        (f"XMP {latitude}", f"XMP {longitude}"),
        journal,
    )


def _degrees(properties: Properties, path: str, letters: str, journal: Journal) -> float | None:
    """“21,1.70232N” or “21,1,42N” (ISO 16684-2, GPSCoordinate); plain decimals are let pass."""
    node = at_path(properties, path)
    text = node.strip().upper() if isinstance(node, str) else ""
    if _DECIMAL.match(text):
        return float(text)
    match = _DEGREES.match(text)
    if match and match[4] in letters:
        value = int(match[1]) + float(match[2]) / 60 + float(match[3] or 0) / 3600
        return round(-value if match[4] == letters[1] else value, 7)
    if text:
        journal.skip(f"XMP {path}", "not a coordinate")
    return None
