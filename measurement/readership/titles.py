"""What the counted things are called, for the people who work here. A constant number of queries for any number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from locales.registry import INTERNATIONAL, WORKING
from measurement.models import ReadKind
from measurement.readership.sections import SECTIONS
from media_library.models import KINDS
from press.kit_drafts import prefetch_drafts, shown_content
from press.models import Kit

Named = tuple[str, str]
"""Kind and key."""

_KIND_OF = {
    ReadKind.PAGE: "page",
    ReadKind.ASSET: "asset",
    ReadKind.FILE: "asset",
    ReadKind.KIT: "kit",
    ReadKind.ARCHIVE: "kit",
}


def titles_of(named: Iterable[Named]) -> dict[Named, str]:
    """The present title of each; a word saying that it is gone where nothing has that key any more."""
    wanted = set(named)
    by_key = {"page": _pages, "asset": _assets, "kit": _kits}
    found: dict[str, dict[str, str]] = {}
    for what, read in by_key.items():
        keys = {key for kind, key in wanted if _KIND_OF.get(ReadKind(kind)) == what and _is_uuid(key)}
        found[what] = read(keys) if keys else {}
    return {(kind, key): _title(ReadKind(kind), key, found) for kind, key in wanted}


def _title(kind: ReadKind, key: str, found: dict[str, dict[str, str]]) -> str:
    if kind is ReadKind.SECTION:
        return str(SECTIONS.get(key, key))
    return found[_KIND_OF[kind]].get(key) or _("deleted since")


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _pages(keys: set[str]) -> dict[str, str]:
    """In the user's language where there is such a version, else the working one, else any."""
    order = {WORKING: 1, INTERNATIONAL: 2} | {get_language() or WORKING: 0}
    rows = Page.objects.filter(translation_key__in=keys).values_list(
        "translation_key", "locale__language_code", "title"
    )
    ranked = sorted(rows, key=lambda row: (-order.get(row[1], 3), row[1]))
    return {str(key): title for key, _language, title in ranked}


def _assets(keys: set[str]) -> dict[str, str]:
    """One query for each kind of asset."""
    found: dict[str, str] = {}
    for model in KINDS.values():
        records: Any = model._default_manager
        rows = records.filter(uuid__in=keys).values_list("uuid", "title_vi", "title_en")
        found |= {str(uuid): _own(vi, en) for uuid, vi, en in rows}
    return found


def _kits(keys: set[str]) -> dict[str, str]:
    """As readers met them: of a published kit not its draft."""
    kits = list(Kit.objects.filter(uuid__in=keys).select_related("version"))
    prefetch_drafts(kits)
    titles = {str(kit.uuid): shown_content(kit).texts["title"] for kit in kits}
    return {uuid: _own(title.get(WORKING), title.get(INTERNATIONAL)) for uuid, title in titles.items()}


def _own(vi: str | None, en: str | None) -> str:
    texts = (en, vi) if get_language() == INTERNATIONAL else (vi, en)
    return next((text for text in texts if text), "")
