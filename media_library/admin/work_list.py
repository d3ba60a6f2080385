"""Lists to work through, of every kind of asset: views with their counts, search without marks, few queries."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.models import WorkflowState
from wagtail.snippets.views.snippets import IndexView

from media_library import uses
from media_library.admin.selection import joined
from media_library.models import LibraryRecord
from media_library.worklists import counting, language_state
from media_library.worklists.conditions import Viewer
from media_library.worklists.query import VIEW, found_by
from media_library.worklists.views import WorkView, work_view, work_views

FILTERS = ["province", "sectors", "licence", "live", "shows_people"]

ASKED_TOGETHER = 500
"""Records of a list that "why can't these be shared?" looks at."""


class WorkFilters(WagtailFilterSet):
    """`view` is a work view; with it alone the list is a work list. Give the kind in `Meta.model`."""

    view = django_filters.ChoiceFilter(
        label=gettext_lazy("View"), method="by_view", choices=(), empty_label=gettext_lazy("All")
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        views = work_views(request.user, self._meta.model)
        self.filters[VIEW].extra["choices"] = [(view.slug, view.words) for view in views]

    def by_view(self, records: QuerySet[Any], name: str, slug: str) -> QuerySet[Any]:
        model = self._meta.model
        view = work_view(self.request.user, slug, model)
        viewer = Viewer(self.request.user, timezone.now(), model)
        return records.filter(view.condition(viewer)) if view else records.none()


class UsesColumn(Column):
    """How many pages and kits use the record now, with the way to their list."""

    cell_template_name = "media_library/worklists/uses_cell.html"

    def get_value(self, instance: Any) -> int:
        return int(getattr(instance, "uses_count", 0))

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"edit_url": reverse(f"{instance.admin_namespace}:edit", args=[instance.pk])}


class LanguageColumn(Column):
    """What is wrong with a record's text in the language of the view."""

    def get_value(self, instance: Any) -> str:
        return str(getattr(instance, "language_words", ""))


class WorkIndexView(IndexView):
    model: type[LibraryRecord]

    def get_base_queryset(self) -> QuerySet[Any]:
        records: QuerySet[Any] = super().get_base_queryset()
        # Wagtail asks for each record's workflow unless it finds it here.
        active = WorkflowState.objects.active().select_related("current_task_state__task")
        return records.prefetch_related(
            Prefetch("workflow_states", queryset=active, to_attr="_current_workflow_states")
        )

    @property
    def is_searchable(self) -> bool:
        """By our own index of the editors' texts, see `search_queryset`."""
        return True

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(found_by(self.search_query)) if self.is_searching else queryset

    @cached_property
    def work_view(self) -> WorkView | None:
        return work_view(self.request.user, self.request.GET.get(VIEW, ""), self.model)

    @cached_property
    def columns(self) -> list[Any]:
        columns = [*super().columns, UsesColumn("uses", label=_("Used in"))]
        view = self.work_view
        if view and view.language:
            columns.insert(-1, LanguageColumn("language", label=view.words))
        return columns

    @cached_property
    def no_results_message(self) -> Any:
        if self.work_view and not self.is_searching and set(self.filters.form.changed_data) <= {VIEW}:
            return self.empty_words(self.work_view)
        if not self.is_searching and not self.is_filtering:
            words = _("Nothing is here yet. What you upload comes into the list that its kind belongs to.")
            return format_html('{} <a href="{}">{}</a>', words, reverse("media_library_upload"), _("Upload"))
        return super().no_results_message

    def empty_words(self, view: WorkView) -> Any:
        """What is said when nothing is in a view."""
        return _("Nothing is in the view “%s”.") % view.words

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        self._complete(list(context["object_list"]))
        context["work"] = {
            "groups": counting.groups(self.request, self.request.GET, self.model),
            "view": self.work_view,
            "total": context["items_count"],
            "all_url": reverse(f"{self.model.admin_namespace}:list"),
            **self.acts(context),
        }
        return context

    def acts(self, context: dict[str, Any]) -> dict[str, Any]:
        """What the links under the views are about: `query` names the records, `is_a_search` can be kept."""
        found = self.get_queryset().values_list("pk", flat=True)[:ASKED_TOGETHER]
        return {"query": f"ids={joined(found)}", "is_a_search": False, "all_words": _("All")}

    def _complete(self, records: list[Any]) -> None:
        """What the page's columns need, in one query for each source."""
        numbers = uses.counts([record.pk for record in records])
        view = self.work_view
        words = language_state.of(records, view.language) if view and view.language else {}
        for record in records:
            record.uses_count = numbers.get(record.pk, 0)
            record.language_words = words.get(record.pk, "")
