"""What the admin gets from this room: the view of the content framework."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from promotion.framework.views import may_see


@hooks.register("register_admin_urls")
def framework_urls() -> list[URLResolver]:
    return [path("framework/", include("promotion.framework.urls"))]


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
