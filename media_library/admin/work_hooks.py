"""What the work views, lightboxes and explanations add to Wagtail's admin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from media_library.models import Photo
from media_library.worklists import counting
from media_library.worklists.query import NotAQuery, canonical


def works_on_photos(user: Any) -> bool:
    return bool(policy_registry.get_by_type(Photo).user_has_any_permission(user, ["view", "change"]))


@hooks.register("register_admin_urls", order=-1)
def work_urls() -> list[URLResolver]:
    return [path("photos/", include("media_library.admin.work_urls"))]


@hooks.register("insert_global_admin_css")
def work_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("media_library/work.css"))


# --- the home page ----------------------------------------------------------------------------------------
class WorkPanel(Component):
    """The views that call for work and have something in them, in the user's provinces."""

    name = "media_library_work"
    template_name = "media_library/worklists/home.html"
    order = 90

    def __init__(self, user: Any) -> None:
        self.sections = counting.home_sections(user)

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"sections": self.sections}


@hooks.register("construct_homepage_panels")
def work_panel(request: HttpRequest, panels: list[Component]) -> None:
    if works_on_photos(request.user):
        panel = WorkPanel(request.user)
        if panel.sections:
            panels.append(panel)


# --- the menu ---------------------------------------------------------------------------------------------
class LightboxesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return works_on_photos(request.user)


@hooks.register("register_admin_menu_item")
def lightboxes_menu_item() -> MenuItem:
    return LightboxesMenuItem(
        _("Lightboxes"),
        reverse("media_library_lightboxes"),
        name="lightboxes",
        icon_name="folder-open-inverse",
        order=105,
    )


# --- from the ticks of the list ---------------------------------------------------------------------------
class LeadsOn(SnippetBulkAction):
    """Leads on to a page about the chosen photos, or about all that the list finds."""

    models = [Photo]
    template_name = "wagtailsnippets/bulk_actions/confirm_bulk_delete.html"
    goes_to: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        ids = request.GET.getlist("id")
        if "all" in ids:
            try:
                query = canonical(QueryDict(urlsplit(self.next_url).query[:5000]))
            except NotAQuery as error:
                raise Http404 from error
        else:
            query = urlencode({"ids": ",".join(pk for pk in ids if pk.isdecimal())}, safe=",")
        return redirect(f"{reverse(self.goes_to)}?{query}")


class LayIntoLightbox(LeadsOn):
    display_name = _("Lay into a lightbox")
    action_type = "lightbox"
    aria_label = _("Lay the chosen photos into a lightbox")
    action_priority = 10
    goes_to = "media_library_lightbox_add"


class ExplainTogether(LeadsOn):
    display_name = _("Why can't they be shared?")
    action_type = "why_not"
    aria_label = _("Why can't the chosen photos be shared?")
    action_priority = 15
    goes_to = "media_library_explain"


hooks.register("register_bulk_action", LayIntoLightbox)
hooks.register("register_bulk_action", ExplainTogether)
