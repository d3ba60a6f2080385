"""What the public site adds to Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from promotion.admin.contact import ContactViewSet
from promotion.admin.newsletter import NewsletterViewSet
from promotion.locator import admin as locator

register_snippet(ContactViewSet)
register_snippet(NewsletterViewSet)


@hooks.register("register_admin_urls")
def locator_urls() -> list[URLPattern]:
    return [path("locator/<slug:province_slug>/", locator.compare, name="promotion_locator")]


@hooks.register("register_log_actions")
def locator_log(actions: Any) -> None:
    actions.register_action(
        "promotion.locator_check", _("Tick the locator map"), _("Locator map compared with the official map")
    )
