"""Whether this database is a demo, and a complete one. Kept in the site's history (see `cms.wagtail_hooks`)."""

from __future__ import annotations

from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Site

BEGUN, LOADED = "cms.demo_begun", "cms.demo_loaded"


def is_demo() -> bool:
    return ModelLogEntry.objects.filter(action=BEGUN).exists()


def is_complete() -> bool:
    return ModelLogEntry.objects.filter(action=LOADED).exists()


def mark(action: str) -> None:
    """Once: a second time changes nothing."""
    if not ModelLogEntry.objects.filter(action=action).exists():
        log(instance=Site.objects.get(is_default_site=True), action=action)
