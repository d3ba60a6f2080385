"""On the photo's edit page: what it resembles, what it replaces, and the way to replace it."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from media_library.models import Photo, Replacement


class LikenessPanel(Panel):
    """Nothing is shown where there is nothing to say."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "media_library/likeness_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | facts_about(self.request, self.instance)


def facts_about(request: Any, photo: Photo) -> dict[str, Any]:
    """What the panel's template needs; six small queries at most."""
    from media_library.admin.replacing import may_replace
    from media_library.likeness import policy
    from media_library.replacement import can_be_replaced

    replaces = Replacement.objects.filter(successor=photo.pk).select_related("predecessor").first()
    prepared = Replacement.objects.filter(predecessor=photo.pk, settled_at__isnull=True).select_related("successor")
    return {
        "photo": photo,
        "resemblances": list(policy.open_for(request).filter(photo=photo.pk).select_related("other")[:3]),
        "replaces": replaces,
        "prepared": prepared.first(),
        "may_replace": can_be_replaced(photo) and may_replace(request.user, photo),
        "replaced": photo.withdrawn_at is not None and photo.successor_id is not None,
    }
