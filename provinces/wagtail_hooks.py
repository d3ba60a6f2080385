"""The admin of the reference data, and of figures on their way in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet

from provinces.figures.ageing import old_figures
from provinces.figures.policy import areas_of, may_decide, may_send, visible_batches, works_with_figures
from provinces.models import BatchState
from provinces.viewsets import ReferenceDataGroup

register_snippet(ReferenceDataGroup)


@hooks.register("register_admin_urls")
def figure_urls() -> list[URLResolver]:
    return [path("figures/", include("provinces.admin.figure_urls"))]


class FiguresMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return works_with_figures(request.user)


@hooks.register("register_admin_menu_item")
def figures_menu_item() -> MenuItem:
    return FiguresMenuItem(_("Figures"), reverse("provinces_figures"), name="figures", icon_name="decimal", order=110)


class FiguresPanel(Component):
    """On the home page: files that wait for this person, and how many figures have grown old."""

    name = "provinces_figures"
    template_name = "provinces/figures/home.html"
    order = 95

    def __init__(self, user: Any) -> None:
        submitted = visible_batches(user).filter(state=BatchState.SUBMITTED)
        self.waiting = [batch for batch in submitted if may_decide(user, batch.province_id)]
        self.old = len(old_figures([area.pk for area in areas_of(user)], country=may_send(user, None)))

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"waiting": self.waiting, "old": self.old}


@hooks.register("insert_global_admin_css")
def figures_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("provinces/figures.css"))


@hooks.register("construct_homepage_panels")
def figures_panel(request: HttpRequest, panels: list[Component]) -> None:
    if works_with_figures(request.user):
        panel = FiguresPanel(request.user)
        if panel.waiting or panel.old:
            panels.append(panel)
