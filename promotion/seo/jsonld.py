"""Structured data (schema.org) for search engines, as plain dictionaries."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.utils.html import strip_tags

from locales.registry import tag_of
from media_library.asset_view import AssetView
from promotion.blocks.events import moment_of
from promotion.selectors.breadcrumbs import Crumb

Absolute = Callable[[str], str]
"""Turns a path into an address with host."""

JsonLd = dict[str, Any]
CONTEXT = "https://schema.org"


TYPES = {"photo": "ImageObject", "graphic": "ImageObject", "video": "VideoObject", "document": "DigitalDocument"}


def media_object(view: AssetView, absolute: Absolute) -> JsonLd:
    """An asset of any kind; a photo with the licence properties that image search shows."""
    data = image_object(view, absolute) if view.has_pixels else _file_object(view, absolute)
    return data | {"@type": TYPES[view.kind]}


def _file_object(view: AssetView, absolute: Absolute) -> JsonLd:
    """What has no sized copies. Its file is named only to those who may take it."""
    page = absolute(view.html_url)
    data: JsonLd = {
        "@context": CONTEXT,
        "@id": page,
        "url": page,
        "contentUrl": absolute(view.original_url) if view.downloadable else None,
        "name": view.title.text,
        "description": view.caption.text,
        "inLanguage": (view.caption or view.title).lang,
        "encodingFormat": view.media_type,
        "creditText": view.credit_line,
        "contentLocation": _place(view),
        "license": (view.licence.url or f"{page}#licence") if view.licence else None,
        "acquireLicensePage": page,
        "datePublished": view.approved_at.isoformat() if view.approved_at else None,
    }
    if view.kind == "video":
        data |= {
            "uploadDate": data["datePublished"],
            "duration": f"PT{view.duration}S" if view.duration else None,
            "width": view.width,
            "height": view.height,
        }
    return _without_empty(data)


def image_object(view: AssetView, absolute: Absolute) -> JsonLd:
    """ImageObject with the licence properties that image search shows (license, acquireLicensePage, …)."""
    medium = view.renditions["medium"]
    page = absolute(view.html_url)
    data: JsonLd = {
        "@context": CONTEXT,
        "@type": "ImageObject",
        "@id": page,
        "url": page,
        "contentUrl": absolute(view.rendition("large").url),
        "thumbnailUrl": absolute(medium.url),
        "name": view.title.text,
        "caption": view.caption.text,
        "description": view.alt_text.text,
        "inLanguage": (view.caption or view.title).lang,
        "width": view.width,
        "height": view.height,
        "encodingFormat": view.media_type,
        "acquireLicensePage": page,
        "creditText": view.credit_line,
        "copyrightNotice": view.credit_line,
        "digitalSourceType": view.digital_source_type.uri,
        "contentLocation": _place(view),
    }
    if view.licence:
        # A licence without an address of its own is explained on the picture's page.
        data["license"] = view.licence.url or f"{page}#licence"
    if view.creator:
        data["creator"] = {"@type": "Person", "name": view.creator}
    if view.taken_at:
        data["dateCreated"] = view.taken_at.isoformat()
    if view.approved_at:
        data["datePublished"] = view.approved_at.isoformat()
    return _without_empty(data)


def _place(view: AssetView) -> JsonLd:
    area = {"@type": "AdministrativeArea", "name": view.province_name.text}
    return {"@type": "Place", "name": view.place.text, "containedInPlace": area} if view.place else area


def administrative_area(page: Any, context: dict[str, Any], hero: AssetView | None, absolute: Absolute) -> JsonLd:
    """A province profile."""
    province = page.province
    data: JsonLd = {
        "@context": CONTEXT,
        "@type": "AdministrativeArea",
        "@id": context["url"],
        "url": context["url"],
        "name": page.title,
        "alternateName": sorted({str(name) for name in context.get("former", [])} - {page.title}),
        "description": page.summary or strip_tags(page.introduction)[:300],
        "containedInPlace": {"@type": "Country", "name": "Viet Nam", "identifier": "VN"},
        "image": absolute(hero.renditions["medium"].url) if hero else None,
    }
    if province.latitude is not None and province.longitude is not None:
        data["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(province.latitude),
            "longitude": float(province.longitude),
        }
    return _without_empty(data)


def dataset(page: Any, context: dict[str, Any], absolute: Absolute) -> JsonLd | None:
    """The figures of a profile, with what they can be fetched as; None where there are none.

    `context`: `url` of the page, `publisher`, `name` and `description` in words, `charts` and `figures` as shown, and
    `downloads` {media type: path}.
    """
    shown = [*context["charts"], *context["figures"]]
    if not shown:
        return None
    measured = {str(figure.label): str(figure.unit) for figure in shown}
    spans = [part for figure in shown for part in re.findall(r"\d{4}", getattr(figure, "span", figure.period))]
    return _without_empty(
        {
            "@context": CONTEXT,
            "@type": "Dataset",
            "@id": f"{context['url']}#figures",
            "url": context["url"],
            "name": context["name"],
            "description": context["description"],
            "inLanguage": tag_of(page.locale.language_code),
            "isAccessibleForFree": True,
            "creator": {"@type": "Organization", "name": context["publisher"]},
            "spatialCoverage": {"@type": "AdministrativeArea", "name": page.title, "@id": context["url"]},
            "temporalCoverage": f"{min(spans)}/{max(spans)}" if spans else "",
            "variableMeasured": [
                {"@type": "PropertyValue", "name": name, "unitText": unit} for name, unit in measured.items()
            ],
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": media_type, "contentUrl": absolute(path)}
                for media_type, path in context["downloads"].items()
            ],
        }
    )


def article(page: Any, url: str, publisher: str, hero: AssetView | None, absolute: Absolute) -> JsonLd:
    """A story."""
    data: JsonLd = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "headline": page.title,
        "description": page.summary,
        "inLanguage": tag_of(page.locale.language_code),
        "datePublished": page.date.isoformat(),
        "dateModified": page.last_published_at.isoformat() if page.last_published_at else None,
        "author": {"@type": "Person", "name": page.author} if page.author else None,
        "publisher": {"@type": "Organization", "name": publisher},
        "image": [absolute(hero.renditions["medium"].url)] if hero else None,
    }
    return _without_empty(data)


def web_page(page: Any, url: str, hero: AssetView | None, absolute: Absolute) -> JsonLd:
    """Any other page."""
    return _without_empty(
        {
            "@context": CONTEXT,
            "@type": "WebPage",
            "@id": url,
            "url": url,
            "name": page.title,
            "description": page.summary,
            "inLanguage": tag_of(page.locale.language_code),
            "primaryImageOfPage": absolute(hero.renditions["medium"].url) if hero else None,
        }
    )


def project_page(page: Any, url: str, place: str, hero: AssetView | None, absolute: Absolute) -> JsonLd:
    """An investment opportunity: a page about a project, until its last day.

    Neither `Offer` nor `Demand`: nothing is for sale here, and a search engine would look for its price.
    """
    project: JsonLd = {
        "@type": "Project",
        "@id": f"{url}#project",
        "name": page.title,
        "description": page.summary,
        "areaServed": {"@type": "AdministrativeArea", "name": place} if place else None,
    }
    until = page.deadline.isoformat() if page.deadline else None
    return web_page(page, url, hero, absolute) | _without_empty({"about": _without_empty(project), "expires": until})


def campaign(page: Any, context: dict[str, Any], hero: AssetView | None, absolute: Absolute) -> JsonLd:
    """A campaign with its events. `context`: `url` of the page, `organizer`, and `place` in words."""
    place = {"@type": "Place", "name": context["place"]}
    parts = [
        _without_empty(
            {
                "@type": "Event",
                "name": value["what"],
                "startDate": moment_of(value).isoformat() if value.get("hour") else value["day"].isoformat(),
                "location": {"@type": "Place", "name": value["place"]} if value.get("place") else place,
                "url": value.get("url"),
            }
        )
        for value in (block.value for block in page.events)
    ]
    return _without_empty(
        {
            "@context": CONTEXT,
            "@type": "Event",
            "@id": context["url"],
            "url": context["url"],
            "name": page.title,
            "description": page.summary,
            "inLanguage": tag_of(page.locale.language_code),
            "startDate": page.first_day.isoformat(),
            "endDate": page.last_day.isoformat(),
            "eventStatus": f"{CONTEXT}/EventScheduled",
            "location": place,
            "organizer": {"@type": "Organization", "name": context["organizer"]},
            "image": [absolute(hero.renditions["medium"].url)] if hero else None,
            "subEvent": parts,
        }
    )


def breadcrumb_list(crumbs: list[Crumb], absolute: Absolute) -> JsonLd:
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": crumb.label, "item": absolute(crumb.url)}
            for position, crumb in enumerate(crumbs, start=1)
        ],
    }


def _without_empty(data: JsonLd) -> JsonLd:
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}
