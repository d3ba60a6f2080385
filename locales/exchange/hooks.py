"""What the translator's desk adds to Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from locales.exchange import views
from locales.exchange.kinds import kind_of
from locales.registry import WORKING
from locales.text_status.kinds import kind as text_kind
from locales.text_status.models import TextItem
from locales.text_status.work_links import register_work_link


def desk_link(item: TextItem, code: str, user: Any) -> str | None:
    """Translations are worked on at the desk; the source is written in the record's or page's own form."""
    found = text_kind(item.kind)
    if found is None or code == item.source_language or not found.scope(user, "edit").covers(item.province_id):
        return None
    return reverse("locales_text", args=[item.pk, code])


register_work_link(desk_link)

urlpatterns = [
    path("", views.index, name="locales_desk"),
    path("export/", views.export, name="locales_desk_export"),
    path("import/", views.load, name="locales_desk_import"),
    path("<str:kind_key>/<int:pk>/", views.item, name="locales_desk_item"),
    path("<str:kind_key>/<int:pk>/machine/", views.machine, name="locales_desk_machine"),
]


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLResolver]:
    return [path("translating/", include(urlpatterns))]


@hooks.register("insert_global_admin_css")
def desk_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("locales/desk.css"))


class DeskMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return views.may_use_desk(request.user)


@hooks.register("register_languages_menu_item")
def desk_menu_item() -> MenuItem:
    return DeskMenuItem(_("Translating"), reverse("locales_desk"), name="translating", icon_name="globe", order=30)


def desk_button(kind_key: str, pk: int, priority: int = 85) -> Button:
    """The way from an edit form to the item's desk."""
    url = reverse("locales_desk_item", args=[kind_key, pk])
    return Button(_("Translator's desk"), url=url, icon_name="globe", priority=priority)


@hooks.register("register_page_header_buttons")
def page_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """On the page in the working language, and from a translation back to it."""
    if kind_of("page") is None or page.is_root() or not views.may_use_desk(user):
        return
    if page.locale.language_code == WORKING:
        yield desk_button("page", page.pk)
        return
    original = page.get_translations().filter(locale__language_code=WORKING).first()
    if original is not None:
        button = desk_button("page", original.pk)
        button.url = f"{button.url}?target={page.locale.language_code}"
        yield button
