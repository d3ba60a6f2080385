"""Panels of the photo's edit form that aren't plain fields."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from media_library.explain.matrix import PURPOSE_WORDS
from media_library.explain.shown import shown_to


class PicturePanel(Panel):
    """The picture itself, whether the public may see it, why not, and what mends it."""

    def clone_kwargs(self) -> dict[str, Any]:
        return super().clone_kwargs()

    class BoundPanel(Panel.BoundPanel):
        template_name = "media_library/picture_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            why = shown_to(self.request.user, self.instance)
            return context | {
                "photo": self.instance,
                "public": why.is_public,
                "why": why,
                "purposes": list(PURPOSE_WORDS.values()),
            }


class FilePanel(PicturePanel):
    """The same for what has no pixels: the film itself, the drawing itself, or a sign of what kind it is."""

    class BoundPanel(PicturePanel.BoundPanel):
        template_name = "media_library/file_panel.html"
