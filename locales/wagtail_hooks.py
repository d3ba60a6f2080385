"""Languages on the site, in the admin's settings."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet

from locales.models import LanguageSwitch


class LanguageSwitchViewSet(ModelViewSet):
    model = LanguageSwitch
    icon = "globe"
    menu_label = _("Languages on the site")
    add_to_settings_menu = True
    list_display = ["locale", "is_on"]
    panels = [FieldPanel("locale"), FieldPanel("is_on")]
    copy_view_enabled = False


@hooks.register("register_admin_viewset")
def language_switches() -> LanguageSwitchViewSet:
    return LanguageSwitchViewSet("language_switches", url_prefix="languages-on-the-site")


@hooks.register("construct_help_menu")
def without_release_notes(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Of no use to an editor, in English, and its label stays in the language of whoever came first."""
    menu_items[:] = [item for item in menu_items if not item.name.startswith("whats-new-in-wagtail")]
