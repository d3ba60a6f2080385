"""Wagtail's generic views ask only whether a user may work on kits at all; these ask about the very kit."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.permissions import policy_registry

from press.models import Kit


def kit_for(user: Any, action: str, pk: int) -> Kit:
    """The kit, for a user who may take the action on it. Raises Http404 for everybody else."""
    kit = Kit.objects.select_related("province").filter(pk=pk).first()
    if kit is None or not policy_registry.get_by_type(Kit).user_has_permission_for_instance(user, action, kit):
        raise Http404
    return kit


class OwnKitMixin:
    """For Wagtail views whose address names a kit: another province's doesn't exist."""

    needed_action = "change"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kit_for(request.user, self.needed_action, int(kwargs["pk"]))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response
