"""What the public site adds to Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from promotion.admin.contact import ContactViewSet
from promotion.admin.newsletter import NewsletterViewSet
from promotion.framework.views import may_see
from promotion.locator import admin as locator

register_snippet(ContactViewSet)
register_snippet(NewsletterViewSet)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [
        path("framework/", include("promotion.framework.urls")),
        path("locator/<slug:province_slug>/", locator.compare, name="promotion_locator"),
    ]


@hooks.register("register_log_actions")
def locator_log(actions: Any) -> None:
    actions.register_action(
        "promotion.locator_check", _("Tick the locator map"), _("Locator map compared with the official map")
    )


class FrameworkMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


@hooks.register("register_admin_menu_item")
def framework_menu_item() -> MenuItem:
    return FrameworkMenuItem(
        _("What we tell"), reverse("promotion_framework"), name="framework", icon_name="list-ul", order=115
    )


@hooks.register("insert_global_admin_css")
def framework_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("promotion/framework.css"))
