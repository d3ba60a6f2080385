"""The photos list: a list to work through whose searches can be kept, and whose photos can be edited together."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from media_library.admin.work_list import FILTERS, WorkFilters, WorkIndexView
from media_library.batch.planning import AT_MOST
from media_library.models import Photo
from media_library.worklists.query import canonical
from media_library.worklists.views import WorkView


class PhotoFilters(WorkFilters):
    class Meta:
        model = Photo
        fields = FILTERS


class PhotoIndexView(WorkIndexView):
    def empty_words(self, view: WorkView) -> Any:
        return view.empty

    def acts(self, context: dict[str, Any]) -> dict[str, Any]:
        data = self.request.GET
        query = canonical(data) if len(data.urlencode()) < 2000 else ""
        return {
            "query": query,
            "is_a_search": bool(query),
            "all_words": _("All photos"),
            "together_url": self._together_url(query, int(context["items_count"] or 0)),
        }

    def _together_url(self, query: str, total: int) -> str:
        """Batch editing of all that the list finds; empty where that is more than one change may have."""
        if not 0 < total <= AT_MOST:
            return ""
        return f"{reverse('media_library_batch_edit')}?{urlencode({'list': query})}"
