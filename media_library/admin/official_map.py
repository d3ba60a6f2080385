"""The tick that a map follows the official one: who decides about the asset compares, and is named for it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.permissions import policy_registry

from media_library.models import Asset, record_of
from media_library.services import tick_official_map
from provinces.scoped_admin import visible_to


class TickForm(forms.Form):
    follows = forms.BooleanField(
        label=gettext_lazy("I have compared it: it follows the official map of Viet Nam."),
        help_text=gettext_lazy(
            "Borders, the sea, and the archipelagos of Hoang Sa (Da Nang) and Truong Sa (Khanh Hoa) as on the map that "
            "the State has published. Your name and the time are kept."
        ),
    )


def _record(user: Any, pk: int) -> Any:
    """The record, for those who see it. Raises Http404 for everybody else."""
    asset = Asset.objects.filter(pk=pk).first()
    record = record_of(asset) if asset is not None else None
    if record is None or not visible_to(user, type(record)).filter(pk=pk).exists():
        raise Http404
    return record


@require_http_methods(["GET", "POST"])
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture, and the tick. Raises PermissionDenied for whoever may not approve it."""
    record = _record(request.user, pk)
    policy = policy_registry.get_by_type(type(record))
    if not policy.user_has_permission_for_instance(request.user, "publish", record):
        raise PermissionDenied
    back = reverse(f"{record.admin_namespace}:edit", args=[pk])
    form = TickForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            tick_official_map(record, actor=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Taken down: you compared it with the official map."))
            return redirect(back)
    return render(request, "media_library/official_map.html", {"record": record, "form": form, "back": back})
