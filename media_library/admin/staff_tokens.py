"""Tokens for programs that bring files in: listed, issued (shown once) and revoked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from media_library import staff_tokens
from media_library.admin.upload import provinces_for
from media_library.models import StaffToken
from provinces.models import Province
from provinces.teams import Role, province_ids_of


class TokenForm(forms.Form):
    name = forms.CharField(
        max_length=100,
        label=gettext_lazy("Where the token is used"),
        help_text=gettext_lazy("Such as the agency's name, so that you know later which one to revoke."),
    )
    province = forms.ModelChoiceField(queryset=Province.objects.none(), label=gettext_lazy("Province"))
    days = forms.IntegerField(
        min_value=1,
        max_value=2 * staff_tokens.VALID_DAYS,
        initial=staff_tokens.VALID_DAYS,
        label=gettext_lazy("Valid for (days)"),
    )

    def __init__(self, provinces: list[Province], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["province"]
        field.queryset = Province.objects.filter(pk__in=[province.pk for province in provinces])
        field.label_from_instance = lambda province: province.name_vi
        if len(provinces) == 1:
            field.initial = provinces[0].pk
            field.empty_label = None


def tokens_of(user: Any) -> QuerySet[StaffToken]:
    """One's own tokens, and all of a province to its approvers: they answer for what comes in."""
    listed = StaffToken.objects.select_related("user", "province")
    if user.is_superuser:
        return listed
    return listed.filter(Q(user=user) | Q(province__in=province_ids_of(user, Role.APPROVER)))


def may_see_tokens(user: Any) -> bool:
    return bool(user.is_superuser or provinces_for(user) or province_ids_of(user, Role.APPROVER))


@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The list; a POST issues a token (`act` issue) or revokes the one named by `pk`."""
    if not may_see_tokens(request.user):
        raise PermissionDenied
    provinces = provinces_for(request.user)
    form, secret = TokenForm(provinces), ""
    if request.method == "POST":
        if request.POST.get("act") == "revoke":
            _revoke(request)
            return redirect("media_library_tokens")
        form = TokenForm(provinces, request.POST)
        secret = _issue(request, form)
        if secret:
            form = TokenForm(provinces)
    context = {
        "tokens": tokens_of(request.user)[:500],
        "form": form if provinces else None,
        "secret": secret,
    }
    response = render(request, "media_library/staff_tokens.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _issue(request: HttpRequest, form: TokenForm) -> str:
    """The new token's secret; "" where the form says what is wrong."""
    if not form.is_valid():
        return ""
    values = form.cleaned_data
    user: Any = request.user
    try:
        return staff_tokens.issue(user, values["province"], values["name"], days=values["days"], actor=user)[1]
    except ValidationError as error:
        form.add_error(None, error)
        return ""


def _revoke(request: HttpRequest) -> None:
    text = request.POST.get("pk", "")
    pk = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    staff_tokens.revoke(get_object_or_404(tokens_of(request.user), pk=pk), actor=request.user)
    messages.success(request, _("The token doesn't work any more."))
