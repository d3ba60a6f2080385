"""Languages in the admin: which are on the site, how much of everything is there in each, and translating it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet

from locales.coverage.views import may_see_grid
from locales.exchange import hooks as _desk_hooks  # noqa: F401  (registers itself)
from locales.glossary.viewsets import GlossaryViewSet
from locales.models import LanguageSwitch
from locales.registry import LANGUAGES


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


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("languages/coverage/", include("locales.coverage.urls"))]


class CoverageMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_grid(request.user)


class TotalsMenuItem(CoverageMenuItem):
    pass


languages_menu = Menu(register_hook_name="register_languages_menu_item")
"""Other rooms put their pages about languages here (`register_languages_menu_item`)."""


@hooks.register("register_languages_menu_item")
def coverage_menu_item() -> MenuItem:
    return CoverageMenuItem(_("Coverage"), reverse("locales_coverage"), name="coverage", icon_name="table", order=10)


@hooks.register("register_languages_menu_item")
def totals_menu_item() -> MenuItem:
    return TotalsMenuItem(_("Totals"), reverse("locales_totals"), name="totals", icon_name="list-ul", order=20)


@hooks.register("register_admin_menu_item")
def languages_menu_item() -> MenuItem:
    return SubmenuMenuItem(_("Languages"), languages_menu, name="languages", icon_name="globe", order=180)


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("locales/coverage.css"))


@hooks.register("insert_global_admin_js")
def admin_js() -> str:
    """Leads from a cell of the grid to the language's heading, also in a tab that isn't open."""
    return format_html('<script src="{}" defer></script>', static("locales/language-anchor.js"))


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Our acts in Wagtail's history, in words."""
    for name, words in (
        ("locales.approve_text", _("Approve a language")),
        ("locales.return_text", _("Return a language")),
    ):
        actions.register_action(name)(_formatter(words))


def _formatter(words: Any) -> type[LogFormatter]:
    class Formatter(LogFormatter):
        label = words

        def format_message(self, log_entry: Any) -> str:
            data = log_entry.data or {}
            language = LANGUAGES.get(data.get("language", ""))
            told = [str(words), language.name_native if language else "", data.get("reason", "")]
            return ": ".join(part for part in told if part)

    return Formatter


register_snippet(GlossaryViewSet)
