"""The photos list: work views with their counts, search without marks, a constant number of queries."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import django_filters
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.models import WorkflowState
from wagtail.snippets.views.snippets import IndexView

from media_library import uses
from media_library.batch.planning import AT_MOST
from media_library.models import Photo
from media_library.worklists import counting, language_state
from media_library.worklists.conditions import Viewer
from media_library.worklists.query import VIEW, canonical, found_by
from media_library.worklists.views import WorkView, work_view, work_views


class PhotoFilters(WagtailFilterSet):
    """`view` is a work view; with it alone the list is a work list."""

    view = django_filters.ChoiceFilter(
        label=gettext_lazy("View"), method="by_view", choices=(), empty_label=gettext_lazy("All photos")
    )

    class Meta:
        model = Photo
        fields = ["province", "sectors", "licence", "live", "shows_people"]

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        views = work_views(request.user)
        self.filters[VIEW].extra["choices"] = [(view.slug, view.words) for view in views]

    def by_view(self, photos: QuerySet[Photo], name: str, slug: str) -> QuerySet[Photo]:
        view = work_view(self.request.user, slug)
        return photos.filter(view.condition(Viewer(self.request.user, timezone.now()))) if view else photos.none()


class UsesColumn(Column):
    """How many pages and kits use the photo now, with the way to their list."""

    cell_template_name = "media_library/worklists/uses_cell.html"

    def get_value(self, instance: Any) -> int:
        return int(getattr(instance, "uses_count", 0))


class LanguageColumn(Column):
    """What is wrong with a photo's text in the language of the view."""

    def get_value(self, instance: Any) -> str:
        return str(getattr(instance, "language_words", ""))


class PhotoIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Photo]:
        photos: QuerySet[Photo] = super().get_base_queryset()
        # Wagtail asks for each photo's workflow unless it finds it here.
        active = WorkflowState.objects.active().select_related("current_task_state__task")
        return photos.prefetch_related(Prefetch("workflow_states", queryset=active, to_attr="_current_workflow_states"))

    def search_queryset(self, queryset: QuerySet[Photo]) -> QuerySet[Photo]:
        return queryset.filter(found_by(self.search_query)) if self.is_searching else queryset

    @cached_property
    def work_view(self) -> WorkView | None:
        return work_view(self.request.user, self.request.GET.get(VIEW, ""))

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
            return self.work_view.empty
        return super().no_results_message

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        self._complete(list(context["object_list"]))
        data = self.request.GET
        query = canonical(data) if len(data.urlencode()) < 2000 else ""
        context["work"] = {
            "groups": counting.groups(self.request, data),
            "view": self.work_view,
            "query": query,
            "is_a_search": bool(query),
            "total": context["items_count"],
            "all_url": reverse("photos:list"),
            "together_url": self._together_url(query, int(context["items_count"] or 0)),
        }
        return context

    def _together_url(self, query: str, total: int) -> str:
        """Batch editing of all that the list finds; empty where that is more than one change may have."""
        if not 0 < total <= AT_MOST:
            return ""
        return f"{reverse('media_library_batch_edit')}?{urlencode({'list': query})}"

    def _complete(self, photos: list[Any]) -> None:
        """What the page's columns need, in one query for each source."""
        numbers = uses.counts([photo.pk for photo in photos])
        view = self.work_view
        words = language_state.of(photos, view.language) if view and view.language else {}
        for photo in photos:
            photo.uses_count = numbers.get(photo.pk, 0)
            photo.language_words = words.get(photo.pk, "")
