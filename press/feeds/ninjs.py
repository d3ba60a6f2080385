"""IPTC ninjs 3.1. The feed is itself a ninjs document: a composite whose associations are the pictures.

So the whole answer validates against the schema, which knows no bare lists.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson

from media_library.asset_view import AssetView
from press.feeds.selection import Feed, Item, Tombstone
from press.feeds.words import language_of, machine_words, urn
from promotion.feeds.words import rfc3339

SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"
STANDARD = {"name": "ninjs", "version": "3.1", "schema": SCHEMA}
NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)
TYPES = {"photo": "picture", "video": "video", "graphic": "graphic", "document": "text"}
PRESETS = ("thumb", "small", "medium", "large")


def render(feed: Feed) -> bytes:
    return orjson.dumps(
        {
            "uri": feed.url,
            "standard": STANDARD,
            "type": "composite",
            "profile": "picture-feed",
            "language": feed.tag,
            "title": feed.title,
            "versionCreated": rfc3339(feed.updated or NOTHING_YET),
            "pubStatus": "usable",
            "associations": [
                {"name": f"item-{number}", **(item(feed, entry) if isinstance(entry, Item) else canceled(entry))}
                for number, entry in enumerate(feed.entries, start=1)
            ],
        }
    )


def item(feed: Feed, entry: Item) -> dict[str, Any]:
    """One picture as a ninjs object. Before the end of its embargo it is `withheld`."""
    view = entry.view
    until = view.embargo_until
    optional = {
        "embargoedUntil": rfc3339(until) if entry.embargoed and until else None,
        "contentCreated": rfc3339(view.taken_at) if view.taken_at else None,
        "expires": rfc3339(view.expires_at) if view.expires_at else None,
        "by": view.creator,
        "copyrightNotice": view.credit_line,
        "usageTerms": view.licence.usage_terms.text if view.licence else "",
        "rightsInfo": _rights(view),
        "located": view.place.text,
    }
    return {
        "uri": urn(entry),
        "type": TYPES[view.kind],
        "representationType": "full",
        "version": rfc3339(entry.updated),
        "firstCreated": rfc3339(view.approved_at or entry.updated),
        "versionCreated": rfc3339(entry.updated),
        "pubStatus": "withheld" if entry.embargoed else "usable",
        "language": language_of(view) or feed.tag,
        **{name: value for name, value in optional.items() if value},
        **_texts(view),
        **_subjects(feed, view),
        **_translation(view),
        "renditions": _renditions(feed, view),
        "digitalSourceType": {"name": str(view.digital_source_type.label), "uri": view.digital_source_type.uri},
        "altIds": [{"role": "uuid", "value": view.uuid}, {"role": "sha256", "value": view.sha256}],
    }


def canceled(entry: Tombstone) -> dict[str, Any]:
    """A picture that was withdrawn: its identity, the time and the reason, and nothing of it."""
    data: dict[str, Any] = {
        "uri": urn(entry),
        "type": TYPES[entry.kind],
        "versionCreated": rfc3339(entry.updated),
        "pubStatus": "canceled",
        "altIds": [{"role": "uuid", "value": str(entry.uuid)}],
    }
    if entry.reason:
        data["edNote"] = entry.reason.text
    if entry.successor:
        data["altIds"].append({"role": "successor", "value": f"urn:uuid:{entry.successor}"})
    return data


def _texts(view: AssetView) -> dict[str, Any]:
    descriptions = [("caption", view.caption), ("alt", view.alt_text)]
    return {
        "headlines": [{"role": "main", "value": view.title.text}],
        "descriptions": [{"role": role, "value": text.text} for role, text in descriptions if text],
    }


def _subjects(feed: Feed, view: AssetView) -> dict[str, Any]:
    province = {"name": view.province_name.text, "rel": "province", "literal": view.province_code}
    if view.province_code.isdigit():
        province["uri"] = f"{feed.base}/api/v1/provinces/{view.province_code}"
    subjects = [{"name": sector.name.text, "rel": "sector", "literal": sector.slug} for sector in view.sectors]
    keywords = [{"name": word, "rel": "keyword"} for word in view.keywords]
    return {"places": [province], "subjects": [*subjects, *keywords]}


def _translation(view: AssetView) -> dict[str, Any]:
    """Of texts by a machine: a genre for programs and a note for the desk; ninjs has no field of its own for it."""
    if not (words := machine_words(view)):
        return {}
    return {"genres": [{"name": words, "literal": "machine-translation"}], "edNote": f"{words}."}


def _rights(view: AssetView) -> dict[str, str] | None:
    return {"linkedRights": view.licence.url} if view.licence and view.licence.url else None


def _renditions(feed: Feed, view: AssetView) -> list[dict[str, Any]]:
    """Sizes to look at; the original only for those who may take it."""
    made = [
        {
            "name": name,
            "href": f"{feed.base}{view.renditions[name].url}",
            "contentType": view.renditions[name].type,
            "width": view.renditions[name].width,
            "height": view.renditions[name].height,
        }
        for name in PRESETS
        if name in view.renditions
    ]
    if view.downloadable:
        measures = {"width": view.width, "height": view.height, "duration": view.duration}
        made.append(
            {
                "name": "original",
                "href": f"{feed.base}{view.original_url}",
                "contentType": view.media_type,
                **{name: value for name, value in measures.items() if value},
                "sizeInBytes": view.bytes,
            }
        )
    return made
