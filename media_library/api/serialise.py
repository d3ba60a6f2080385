"""An asset as the API gives it. Plain dictionaries straight to orjson: lists of hundreds stay quick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson
from django.utils import translation

from locales.machine.selectors import machine_codes
from locales.registry import chain, tag_of
from locales.text import pick
from media_library.asset_view import API_PRESETS
from media_library.disclosure import disclosure_of
from media_library.files import MEDIA_TYPES
from media_library.licences import attribution
from media_library.metadata.vocabulary import PLUS, uri_of
from media_library.models import AssetKind, DigitalSourceType
from media_library.renditions.presets import PRESETS, rendition_size

SOURCE_TYPE_URIS = {value: DigitalSourceType(value).uri for value in DigitalSourceType.values}


def _first(texts: Mapping[str, str], order: Sequence[str]) -> str:
    for code in order:
        if text := texts.get(code):
            return text
    return next(iter(texts.values()), "")


def delivered_language(texts: Mapping[str, Mapping[str, str]], order: Sequence[str]) -> str:
    """The language in which most of the asset's text really comes: that of its caption, else of its title."""
    for field in ("caption", "title"):
        for code in order:
            if texts[field].get(code):
                return code
    return order[-1]


@lru_cache(maxsize=4096)
def _sizes(width: int, height: int) -> tuple[tuple[str, int, int], ...]:
    """Name, width and height of every preset: cameras make pictures of few sizes."""
    return tuple((name, *rendition_size(PRESETS[name], width, height)) for name in API_PRESETS)


def _renditions(body: Mapping[str, Any], base: str) -> dict[str, dict[str, Any]]:
    root = f"{base}/media/{body['uuid']}"
    made: dict[str, dict[str, Any]] = {}
    if body["kind"] == AssetKind.PHOTO:
        made = {
            name: {"url": f"{root}/{name}.jpg", "width": width, "height": height, "type": "image/jpeg"}
            for name, width, height in _sizes(body["width"], body["height"])
        }
    made["original"] = {
        "url": f"{root}/original",
        "width": body["width"],
        "height": body["height"],
        "type": MEDIA_TYPES[body["extension"]],
    }
    return made


def _attribution(body: Mapping[str, Any], lang: str) -> str:
    templates = (body["licence"] or {}).get("attributions")
    template = pick(templates, lang).text if templates else ""
    return attribution.of_body(template, body, lang) or str(body["credit_line"])


@lru_cache(maxsize=256)
def disclosed(source_type: str, lang: str) -> str:
    """The label in the language of the answer; kept, because a list says the same few words again and again."""
    found = disclosure_of(source_type)
    if found is None:
        return ""
    with translation.override(lang):
        return str(found.label)


def _machine_languages(body: Mapping[str, Any]) -> list[str]:
    machine = body.get("machine")  # documents of before the labels have none
    if not machine:
        return []
    made = machine_codes(machine)
    return [tag_of(code) for code in body["languages"] if code in made]


def _releases(body: Mapping[str, Any]) -> dict[str, str]:
    releases = body.get("releases", {})
    return {
        "model_release": uri_of(releases.get("model", ""), PLUS),
        "property_release": uri_of(releases.get("property", ""), PLUS),
    }


def asset(row: Sequence[Any], lang: str, base: str) -> dict[str, Any]:
    """A row of `selectors.COLUMNS` as the API's asset, for a reader of `lang`; `base` is scheme and host."""
    body = orjson.loads(row[1])
    order = chain(lang)
    texts, licence, province = body["texts"], body["licence"], body["province"]
    delivered = delivered_language(texts, order)
    # Each field in the delivered language first, so that one answer doesn't mix languages without need.
    wanted = (delivered, *order)
    return {
        "id": body["uuid"],
        "kind": body["kind"],
        "title": _first(texts["title"], wanted),
        "caption": _first(texts["caption"], wanted),
        "alt_text": _first(texts["alt_text"], wanted),
        "lang": tag_of(delivered),
        "languages": [tag_of(code) for code in body["languages"]],
        "machine_languages": _machine_languages(body),
        "province": {"code": province["code"], "name": _first(province["names"], wanted)},
        "sectors": [{"code": item["slug"], "name": _first(item["names"], wanted)} for item in body["sectors"]],
        "keywords": body["keywords"],
        "place": _first(texts["place"], wanted),
        "taken_at": body["taken_at"],
        "creator": body["creator"],
        "credit_line": body["credit_line"],
        "attribution": _attribution(body, lang),
        "licence": licence
        and {
            "code": licence["code"],
            "name": _first(licence["names"], wanted),
            "url": licence["url"],
            "usage_terms": _first(licence["usage_terms"], wanted),
        },
        "terms": licence
        and {
            "uses": licence.get("uses", {}),
            "duties": licence.get("duties", []),
            "data_mining": PLUS + licence["data_mining"],
        },
        "digital_source_type": SOURCE_TYPE_URIS[body["digital_source_type"]],
        "disclosure": disclosed(body["digital_source_type"], delivered),
        **_releases(body),
        "width": body["width"],
        "height": body["height"],
        "duration": body.get("duration"),
        "pages": body.get("pages"),
        "bytes": row[3],
        "sha256": row[2],
        "approved_at": row[4],
        "embargo_until": row[5],
        "expires_at": min(filter(None, row[6:9]), default=None),
        "updated_at": row[9],
        "renditions": _renditions(body, base),
        "links": {
            "self": f"{base}/api/v1/assets/{body['uuid']}",
            "html": f"{base}/{lang}/images/{body['uuid']}/",
        },
    }
