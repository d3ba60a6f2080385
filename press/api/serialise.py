"""Kits as the API gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from locales.registry import tag_of
from media_library.asset_view import AssetView
from press.kit_content import Contact
from press.kit_view import KitView
from press.selectors.versions import VersionView


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
        "expires_at": _iso(kit.kit.expires_at),
        "updated_at": _iso(kit.changed_at),
        "version": kit.version,
        "cover": _cover(kit.cover, base) if kit.cover else None,
        "count": kit.count,
        "links": {
            "self": f"{base}/api/v1/kits/{kit.uuid}",
            "html": f"{base}/{kit.lang}/press/kits/{kit.slug}/",
            "download": f"{base}/api/v1/kits/{kit.uuid}/download",
        },
    }


def full(kit: KitView, versions: Sequence[VersionView], base: str) -> dict[str, Any]:
    """A kit with its release, every file the reader may see, and what changed from version to version."""
    return {
        **summary(kit, base),
        "release": {"title": kit.release_title.text, "body": "\n\n".join(kit.release_paragraphs)},
        "facts": kit.fact_lines,
        "quotes": [asdict(quote) for quote in kit.quotes],
        "contact": kit.contact,
        "contacts": [_contact(one) for one in kit.contacts],
        "credit_lines": kit.credit_lines,
        "assets": [_asset(view, base) for view in kit.assets],
        "versions": [_version(one) for one in versions],
    }


def _contact(one: Contact) -> dict[str, Any]:
    return {**asdict(one), "languages": [tag_of(code) for code in one.languages]}


def _version(one: VersionView) -> dict[str, Any]:
    changes = one.changes
    return {
        "number": one.number,
        "published_at": _iso(one.at),
        "note": one.note.text,
        "changes": {
            "languages": one.languages,
            "added": one.uuids(changes.added),
            "removed": one.uuids(changes.removed),
            "reordered": changes.reordered,
            "cover": changes.cover,
            "contacts": changes.contacts,
            "embargo": changes.embargo,
        },
    }
