"""What this room adds to Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from promotion.locator import admin as locator


@hooks.register("register_admin_urls")
def locator_urls() -> list[URLPattern]:
    return [path("locator/<slug:province_slug>/", locator.compare, name="promotion_locator")]


@hooks.register("register_log_actions")
def locator_log(actions: Any) -> None:
    actions.register_action(
        "promotion.locator_check", _("Tick the locator map"), _("Locator map compared with the official map")
    )
