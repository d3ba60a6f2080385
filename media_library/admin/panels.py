"""Panels of the photo's edit form that aren't plain fields."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel

from media_library.explain.matrix import PURPOSE_WORDS
from media_library.explain.shown import shown_to
from media_library.services import missing_for_approval


class PicturePanel(Panel):
    """The picture itself, whether the public may see it, why not, and what mends it."""

    def clone_kwargs(self) -> dict[str, Any]:
        return super().clone_kwargs()

    class BoundPanel(Panel.BoundPanel):
        template_name = "media_library/picture_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            why = shown_to(self.request.user, self.instance)
            is_open = self.instance.approved_at is None and self.instance.withdrawn_at is None
            missing = missing_for_approval(self.instance) if is_open else []
            return context | {
                "missing": missing,
                "is_complete": is_open and not missing,
                "here": reverse(f"{self.instance.admin_namespace}:edit", args=[self.instance.pk]),
                "photo": self.instance,
                "public": why.is_public,
                "why": why,
                "purposes": list(PURPOSE_WORDS.values()),
            }


class FilePanel(PicturePanel):
    """The same for what has no pixels: the film itself, the drawing itself, or a sign of what kind it is."""

    class BoundPanel(PicturePanel.BoundPanel):
        template_name = "media_library/file_panel.html"
