"""The panel at the head of a kit's form: its state, and the acts that lie beyond saving."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.panels import Panel

from press.kit_drafts import unpublished
from press.models import Kit, KitState
from press.pickups.selectors import uses_of_kit
from press.policy import has_ended
from press.selectors.versions import words_of


def page_url(kit: Kit) -> str:
    """The kit in the press room, in the reader's language."""
    return reverse("press:kit", args=[kit.slug])


class KitStatePanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "press/admin/kit_state.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            # As it is kept, not as a form that was refused has changed it.
            kit = Kit.objects.select_related("version").get(pk=self.instance.pk)
            return context | {
                "kit": self.instance,
                "page_url": page_url(self.instance),
                "former": self.instance.former_addresses,
                "changes": words_of(unpublished(kit)) if kit.state == KitState.PUBLISHED else [],
                "versions": kit.versions.select_related("by").defer("content", "changes")[:10],
                "has_ended": has_ended(kit.expires_at, timezone.now()),
                "picked_up": uses_of_kit(self.instance, self.request.user),
            }
