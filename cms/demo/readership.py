"""Weeks of invented readers for the report: the same in every demo, fewer on Saturdays and Sundays."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page

from measurement.models import DayViews, ReadKind
from measurement.readership.sections import SECTIONS
from media_library.models import Asset
from media_library.rights import PUBLIC_AUDIENCE
from media_library.selectors import visible
from press.selectors.kits import kits_for
from promotion.selectors.versions import public_pages

DAYS = 56
LANGUAGES = {"vi": 10, "en": 7, "ja": 3, "fr": 2, "lo": 1}
"""How many views for each other."""
ASSETS = 40
SEED = 2026

Thing = tuple[ReadKind, str, int | None, dict[str, str], int]
"""Kind, key, province, {language: address}, and how well it is liked."""


def ensure_views() -> int:
    """Rows of the last eight weeks until yesterday; how many there are. Nothing where there are some already."""
    if not DayViews.objects.exists():
        dice, today = Random(SEED), timezone.localdate()
        things = [*_pages(), *_assets(), *_kits(), *_sections()]
        rows = [
            row
            for back in range(DAYS, 0, -1)
            for thing in things
            for row in _of_day(dice, thing, today - timedelta(days=back))
        ]
        DayViews.objects.bulk_create(rows, batch_size=500)
    return DayViews.objects.count()


def _of_day(dice: Random, thing: Thing, day: date) -> list[DayViews]:
    kind, key, province_id, addresses, liked = thing
    rows = []
    for language, address in addresses.items():
        most = liked * LANGUAGES[language] * (2 if day.weekday() >= 5 else 3) / 30
        views = int(dice.uniform(0, most) + dice.random() * 0.6)
        if views:
            rows.append(
                DayViews(
                    day=day, kind=kind, key=key, language=language, province_id=province_id, address=address,
                    views=views,
                )
            )  # fmt: skip
    return rows


def _pages() -> list[Thing]:
    found: dict[Any, tuple[int | None, int, dict[str, str]]] = {}
    pages: Any = public_pages(Page.objects.filter(depth__gt=1, locale__language_code__in=LANGUAGES))
    for page in pages.order_by("path").select_related("locale").specific():
        province = getattr(page, "province_id", None)
        liked = max(2, 40 - 8 * page.depth)
        _province, _liked, addresses = found.setdefault(page.translation_key, (province, liked, {}))
        addresses[page.locale.language_code] = page.url
    return [
        (ReadKind.PAGE, str(key), province, addresses, liked)
        for key, (province, liked, addresses) in found.items()
    ]  # fmt: skip


def _assets() -> list[Thing]:
    assets = list(Asset.objects.filter(pk__in=visible(PUBLIC_AUDIENCE).values("pk")).order_by("-approved_at")[:ASSETS])
    seen = [(ReadKind.ASSET, one, _everywhere(f"images/{one.uuid}/"), 5) for one in assets]
    taken = [(ReadKind.FILE, one, {"vi": f"/media/{one.uuid}/original", "en": f"/media/{one.uuid}/original"}, 2)
             for one in assets[::2]]  # fmt: skip
    return [(kind, str(one.uuid), one.province_id, addresses, liked) for kind, one, addresses, liked in seen + taken]


def _kits() -> list[Thing]:
    found: list[Thing] = []
    for kit in kits_for(PUBLIC_AUDIENCE):
        path = f"press/kits/{kit.slug}/"
        found.append((ReadKind.KIT, str(kit.uuid), kit.province_id, _everywhere(path), 6))
        found.append((ReadKind.ARCHIVE, str(kit.uuid), kit.province_id, {"en": f"/en/{path}download/"}, 3))
    return found


def _sections() -> list[Thing]:
    found: list[Thing] = []
    for route in SECTIONS:
        addresses = {}
        for language in LANGUAGES:
            with translation.override(language):
                addresses[language] = reverse(route)
        found.append((ReadKind.SECTION, route, None, addresses, 12))
    return found


def _everywhere(path: str) -> dict[str, str]:
    return {language: f"/{language}/{path}" for language in LANGUAGES}
