"""On the edit page: on which pages and in which kits the picture is used."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from media_library import uses
from media_library.lightboxes.services import seen_by


class UsesPanel(Panel):
    """The uses that the user may know of, how many there are besides, and the lightboxes it lies in."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "media_library/uses_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            pk = self.instance.pk
            known = uses.uses_of(pk, self.request.user)
            number = uses.counts([pk]).get(pk, 0)
            return context | {
                "uses": known,
                "hidden": max(0, number - len(known)),
                "boxes": list(seen_by(self.request.user).filter(items__asset=pk)[:50]),
            }
