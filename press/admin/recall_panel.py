"""On the admin's home page: recalls that wait for answers, the overdue ones first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from press.admin.reports import title_of_asset
from press.selectors.recalls import first_assets, recalls_for

AT_MOST = 10


class RecallsPanel(Component):
    name = "press_recalls"
    template_name = "press/admin/recalls_home.html"
    order = 80

    def __init__(self, user: Any) -> None:
        now = timezone.now()
        self.recalls: list[Any] = list(recalls_for(user).filter(closed_at__isnull=True).order_by("due_at")[:AT_MOST])
        first = first_assets(self.recalls)
        for recall in self.recalls:
            recall.late = recall.is_overdue(now)
            recall.subject = title_of_asset(first[recall.pk]) if recall.pk in first else str(recall)

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"recalls": self.recalls}
