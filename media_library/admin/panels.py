"""Panels of the photo's edit form that aren't plain fields."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from media_library.rights import PUBLIC_AUDIENCE, Purpose
from media_library.rights.ask import decision_on
from media_library.rights.decision import REASON_WORDS


class PicturePanel(Panel):
    """The picture itself, and in words whether the public may see it and why not."""

    def clone_kwargs(self) -> dict[str, Any]:
        return super().clone_kwargs()

    class BoundPanel(Panel.BoundPanel):
        template_name = "media_library/picture_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            photo = self.instance
            decision = decision_on(photo, PUBLIC_AUDIENCE, Purpose.PREVIEW)
            context["photo"] = photo
            context["public"] = decision.allowed
            context["reasons"] = [REASON_WORDS[reason] for reason in decision.reasons]
            return context
