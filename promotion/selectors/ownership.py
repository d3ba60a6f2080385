"""Which province a page belongs to: that of the nearest profile above it (or itself)."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page


def lineage(path: str) -> list[str]:
    """Tree paths of a page and its ancestors, root first."""
    step = Page.steplen
    return [path[:end] for end in range(step, len(path) + 1, step)]


def nearest_province_id(page: Any) -> int | None:
    """Province of the nearest profile, from the page upwards; the page's own while it has no place."""
    from promotion.models import ProvincePage

    if isinstance(page, ProvincePage):
        return page.province_id
    if not page.path:
        return getattr(page, "province_id", None)
    profiles = ProvincePage.objects.filter(path__in=lineage(page.path)).order_by("-depth")
    return profiles.values_list("province_id", flat=True).first()
