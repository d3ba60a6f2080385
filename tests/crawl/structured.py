"""Structured data held against shapes: what schema.org defines, and what search engines ask of each type.

Required and recommended properties follow Google's search gallery for the types it shows (Article, Dataset, Event,
Image metadata, Breadcrumb, Video); the others have what makes them meaningful. A property that a type doesn't know
here is a finding, so that a misspelt one can't pass.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

Check = Callable[[Any], bool]

DAY_OR_MOMENT = re.compile(r"^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?)?)?$")
TAG = re.compile(r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?(-t-[a-z0-9-]+)?$")
LENGTH = re.compile(r"^P(T(\d+H)?(\d+M)?(\d+S)?)$")
SPAN = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?$")
ADDRESS = re.compile(r"^https?://[^\s]+$")


def is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and "<" not in value


def is_address(value: Any) -> bool:
    return isinstance(value, str) and ADDRESS.match(value) is not None


def matches(pattern: re.Pattern[str]) -> Check:
    return lambda value: isinstance(value, str) and pattern.match(value) is not None


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def one_or_more(check: Check) -> Check:
    return lambda value: all(map(check, value)) and bool(value) if isinstance(value, list) else check(value)


def a(*names: str) -> Check:
    return lambda value: isinstance(value, dict) and value.get("@type") in names


PROPERTIES: dict[str, Check] = {
    "@id": is_address,
    "about": a("Project"),
    "acquireLicensePage": is_address,
    "address": a("PostalAddress"),
    "alternateName": one_or_more(is_text),
    "areaServed": a("AdministrativeArea"),
    "author": a("Person", "Organization"),
    "caption": is_text,
    "containedInPlace": a("Country", "AdministrativeArea", "Place"),
    "contentLocation": a("Place", "AdministrativeArea"),
    "contentUrl": is_address,
    "copyrightNotice": is_text,
    "creator": a("Person", "Organization"),
    "creditText": is_text,
    "dateCreated": matches(DAY_OR_MOMENT),
    "dateModified": matches(DAY_OR_MOMENT),
    "datePublished": matches(DAY_OR_MOMENT),
    "description": is_text,
    "digitalSourceType": is_address,
    "distribution": one_or_more(a("DataDownload")),
    "duration": matches(LENGTH),
    "encodingFormat": matches(re.compile(r"^[a-z]+/[a-z0-9.+-]+$")),
    "endDate": matches(DAY_OR_MOMENT),
    "eventStatus": is_address,
    "expires": matches(DAY_OR_MOMENT),
    "geo": a("GeoCoordinates"),
    "headline": is_text,
    "height": is_number,
    "identifier": is_text,
    "image": one_or_more(is_address),
    "inLanguage": matches(TAG),
    "isAccessibleForFree": is_flag,
    "item": is_address,
    "itemListElement": one_or_more(a("ListItem")),
    "latitude": lambda value: is_number(value) and -90 <= value <= 90,
    "license": is_address,
    "location": a("Place", "AdministrativeArea"),
    "longitude": lambda value: is_number(value) and -180 <= value <= 180,
    "mainEntityOfPage": is_address,
    "name": is_text,
    "organizer": a("Organization"),
    "position": is_number,
    "potentialAction": a("SearchAction"),
    "primaryImageOfPage": is_address,
    "publisher": a("Organization"),
    "spatialCoverage": a("AdministrativeArea", "Country"),
    "startDate": matches(DAY_OR_MOMENT),
    "subEvent": one_or_more(a("Event")),
    "temporalCoverage": matches(SPAN),
    "thumbnailUrl": is_address,
    "unitText": is_text,
    "uploadDate": matches(DAY_OR_MOMENT),
    "url": is_address,
    "variableMeasured": one_or_more(a("PropertyValue")),
    "width": is_number,
}


@dataclass(frozen=True, slots=True)
class Shape:
    required: frozenset[str]
    allowed: frozenset[str]


def shape(required: str, further: str = "") -> Shape:
    must = frozenset(required.split())
    return Shape(must, must | frozenset(further.split()) | {"@id", "@type", "@context", "url"})


_PICTURE = (
    "thumbnailUrl name caption description inLanguage width height encodingFormat copyrightNotice"
    " digitalSourceType contentLocation dateCreated datePublished creator"
)
SHAPES: dict[str, Shape] = {
    "AdministrativeArea": shape("name", "alternateName description containedInPlace image geo"),
    "BreadcrumbList": shape("itemListElement"),
    "Country": shape("name", "identifier"),
    "DataDownload": shape("encodingFormat contentUrl"),
    "Dataset": shape(
        "name description creator distribution spatialCoverage variableMeasured",
        "inLanguage isAccessibleForFree temporalCoverage license",
    ),
    "DigitalDocument": shape(
        "name encodingFormat inLanguage",
        "contentUrl description creditText contentLocation license acquireLicensePage datePublished",
    ),
    "Event": shape("name startDate location", "endDate description inLanguage eventStatus organizer image subEvent"),
    "GeoCoordinates": shape("latitude longitude"),
    "ImageObject": shape("contentUrl license acquireLicensePage creditText", _PICTURE),
    "ListItem": shape("position name item"),
    "NewsArticle": shape(
        "headline datePublished inLanguage publisher mainEntityOfPage", "description dateModified author image"
    ),
    "Organization": shape("name"),
    "Person": shape("name"),
    "Place": shape("name", "containedInPlace address geo"),
    "Project": shape("name", "description areaServed"),
    "PropertyValue": shape("name", "unitText"),
    "VideoObject": shape(
        "name uploadDate description",
        "contentUrl thumbnailUrl inLanguage encodingFormat creditText contentLocation license"
        " acquireLicensePage datePublished duration width height",
    ),
    "WebPage": shape("name inLanguage", "description primaryImageOfPage about expires"),
    "WebSite": shape("name", "inLanguage potentialAction"),
}


def findings(blocks: Iterable[str]) -> list[str]:
    """What is wrong with the JSON-LD of one page."""
    found: list[str] = []
    for block in blocks:
        try:
            data = json.loads(block)
        except ValueError as error:
            found.append(f"not JSON: {error}")
            continue
        for entry in data if isinstance(data, list) else [data]:
            if entry.get("@context") != "https://schema.org":
                found.append(f"no @context in {entry.get('@type')}")
            found += _of(entry)
    return found


def types(blocks: Iterable[str]) -> set[str]:
    return {str(entry["@type"]) for block in blocks for entry in _typed(json.loads(block))}


def _typed(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for part in value:
            yield from _typed(part)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for part in value.values():
            yield from _typed(part)


def _of(entry: dict[str, Any]) -> Iterator[str]:
    for node in _typed(entry):
        kind = str(node["@type"])
        known = SHAPES.get(kind)
        if known is None:
            yield f"unknown type {kind}"
            continue
        yield from (f"{kind} lacks {name}" for name in sorted(known.required - set(node)))
        yield from (f"{kind} has no {name}" for name in sorted(set(node) - known.allowed))
        for name, value in node.items():
            check = PROPERTIES.get(name)
            if check is not None and not check(value):
                yield f"{kind}.{name} is {value!r}"
        if kind == "BreadcrumbList":
            places = [item.get("position") for item in node.get("itemListElement", [])]
            if places != list(range(1, len(places) + 1)):
                yield f"positions are {places}"
