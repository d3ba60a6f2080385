"""Kits as the API gives them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from media_library.asset_view import AssetView
from press.kit_view import KitView


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def _asset(view: AssetView, base: str) -> dict[str, Any]:
    return {
        "id": view.uuid,
        "title": view.title.text,
        "links": {"self": f"{base}/api/v1/assets/{view.uuid}", "html": f"{base}{view.html_url}"},
    }


def _cover(view: AssetView, base: str) -> dict[str, Any]:
    return {**_asset(view, base), "url": f"{base}{view.renditions['medium'].url}"}


def summary(kit: KitView, base: str) -> dict[str, Any]:
    """A kit in a list; `base` is scheme and host."""
    return {
        "id": kit.uuid,
        "slug": kit.slug,
        "title": kit.title.text,
        "summary": kit.summary.text,
        "lang": kit.title.lang,
        "languages": list(kit.languages),
        "machine_languages": list(kit.machine_languages),
        "province": {"code": kit.kit.province.code, "name": kit.province_name.text},
        "audience": kit.kit.audience,
        "embargoed": kit.embargoed,
        "embargo_until": _iso(kit.embargo_utc),
        "embargo_timezone": kit.kit.embargo_timezone,
        "published_at": _iso(kit.kit.published_at),
        "updated_at": _iso(kit.kit.updated_at),
        "cover": _cover(kit.cover, base) if kit.cover else None,
        "count": kit.count,
        "links": {
            "self": f"{base}/api/v1/kits/{kit.uuid}",
            "html": f"{base}/{kit.lang}/press/kits/{kit.slug}/",
            "download": f"{base}/api/v1/kits/{kit.uuid}/download",
        },
    }


def full(kit: KitView, base: str) -> dict[str, Any]:
    """A kit with its release and every picture the reader may see."""
    return {
        **summary(kit, base),
        "release": {"title": kit.release_title.text, "body": "\n\n".join(kit.release_paragraphs)},
        "facts": kit.fact_lines,
        "contact": kit.kit.contact,
        "assets": [_asset(view, base) for view in kit.assets],
    }
