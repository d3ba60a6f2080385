"""The page with the tick, in the admin."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from locales.registry import WORKING
from promotion.locator.checking import check_of, may_tick, tick
from promotion.locator.drawing import locator_of
from promotion.locator.showing import shown
from provinces.models import Province
from provinces.selectors import in_force


class TickForm(forms.Form):
    follows = forms.BooleanField(
        label=gettext_lazy("I have compared it: it follows the official map of Viet Nam."),
        help_text=gettext_lazy(
            "The centre of the province lies where it belongs, and both archipelagos, Hoang Sa (Da Nang) and Truong Sa "
            "(Khanh Hoa), are there. Your name and the time are kept."
        ),
    )


@require_http_methods(["GET", "POST"])
def compare(request: HttpRequest, province_slug: str) -> HttpResponse:
    """The map as readers will see it, and the tick. Raises PermissionDenied for whoever doesn't approve for it."""
    province = get_object_or_404(Province.objects.filter(in_force()), slug=province_slug)
    if not may_tick(request.user, province):
        raise PermissionDenied
    form = TickForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            tick(province, actor=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Taken down: readers see the map from now on."))
            return redirect("promotion_locator", province_slug)
    units = list(Province.objects.filter(in_force()))
    drawn = locator_of(province, units, get_language() or WORKING)
    context = {
        "province": province,
        "form": form,
        "check": check_of(province),
        "locator": shown(drawn, {}) if drawn else None,
    }
    return render(request, "promotion_admin/locator/compare.html", context)
