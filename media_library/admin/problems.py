"""What readers reported, as a list to work through. Each province sees its own."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from media_library import problems
from media_library.models import ProblemReport
from provinces.scoped_admin import ProvinceScoped


class ReportPanel(Panel):
    """The report itself, which nobody edits, beside the picture."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "media_library/problem_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"problem": self.instance, "photo": getattr(self.instance.asset, "photo", None)}


class ProblemEditView(EditView):
    def save_instance(self) -> Any:
        problems.settle(self.form.instance, actor=self.request.user)
        return super().save_instance()


class ProblemCreateView(CreateView):
    """Reports come from readers only."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        raise Http404


class ProblemFilters(WagtailFilterSet):
    class Meta:
        model = ProblemReport
        fields = ["handled", "kind"]


def state_of(problem: ProblemReport) -> str:
    return str(_("handled") if problem.handled else _("open"))


def picture_of(problem: ProblemReport) -> str:
    photo = getattr(problem.asset, "photo", None)
    return str(photo or problem.asset)


class ProblemViewSet(ProvinceScoped, SnippetViewSet):
    model = ProblemReport
    icon = "warning"
    menu_label = _("Reported problems")
    menu_name = "problems"
    menu_order = 120
    add_to_admin_menu = True
    url_prefix = "problems"
    url_namespace = "problems"
    add_view_class = ProblemCreateView
    edit_view_class = ProblemEditView
    copy_view_enabled = False
    list_display = [
        "__str__",
        Column("picture", label=_("Picture"), accessor=picture_of),
        Column("state", label=_("State"), accessor=state_of, sort_key="handled"),
        DateColumn("created_at", label=_("Sent"), sort_key="created_at"),
    ]
    filterset_class = ProblemFilters
    list_per_page = 50
    panels = [ReportPanel(), FieldPanel("handled"), FieldPanel("note")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("asset__photo", "province")
