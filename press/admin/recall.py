"""Withdrawing an asset, and seeing who has it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.images.widgets import AdminImageChooser

from media_library.models import Asset, Photo
from media_library.services import withdraw as withdraw_asset
from press.admin.reason_form import RecallForm
from press.mail import title_of
from press.permissions import works_for_press
from press.pickups.selectors import uses_of_asset
from press.selectors.ledger import holders
from press.services.corrections import holders_of_earlier, tell_of_correction
from press.services.notices import one_act
from promotion.languages.reader import reader_language


class WithdrawForm(RecallForm):
    """Why, and what is to be used instead."""

    successor = forms.ModelChoiceField(
        queryset=Photo.objects.none(),
        required=False,
        widget=AdminImageChooser,
        label=gettext_lazy("To be used instead"),
    )

    def __init__(self, *args: Any, asset: Asset, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        valid = Photo.objects.filter(
            province=asset.province_id, approved_at__isnull=False, withdrawn_at__isnull=True
        ).exclude(pk=asset.pk)
        self.fields["successor"].queryset = valid  # type: ignore[attr-defined]


def asset_for(user: Any, pk: int) -> Asset:
    """The asset, for a press officer of its province. Raises Http404 for everybody else."""
    asset = Asset.objects.select_related("province", "published", "successor").filter(pk=pk).first()
    if asset is None or not works_for_press(user, asset.province_id):
        raise Http404
    return asset


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    asset = asset_for(request.user, pk)
    form = WithdrawForm(request.POST or None, asset=asset)
    if request.method == "POST" and form.is_valid():
        successor = form.cleaned_data["successor"]
        try:
            with one_act(form.answer_within):
                withdraw_asset(
                    asset,
                    actor=request.user,  # type: ignore[arg-type]
                    successor=successor and successor.asset_ptr,
                    **form.told,
                )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            _confirm(request, len(holders(asset.pk)))
            return redirect("press_holders", pk)
    return _page(request, "press/admin/withdraw.html", asset, _("Withdraw"), {"form": form})


class CorrectionForm(RecallForm):
    about = gettext_lazy("Those who hold the earlier version are told this, so write it for them.")


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the holders of an earlier version what is right now. The correction itself was approved before."""
    asset = asset_for(request.user, pk)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with one_act(form.answer_within):
                number = tell_of_correction(asset, actor=request.user, **form.told)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error)
        else:
            words = ngettext(
                "%(number)d organisation is being told of the correction.",
                "%(number)d organisations are being told of the correction.",
                number,
            )
            messages.success(request, words % {"number": number})
            return redirect("press_holders", pk)
    return _page(
        request,
        "press/admin/correct.html",
        asset,
        _("Tell of a correction"),
        {"form": form, "concerned": len(holders_of_earlier(asset))},
    )


def _confirm(request: HttpRequest, number: int) -> None:
    words = ngettext(
        "Withdrawn. %(number)d organisation that has the file is being told.",
        "Withdrawn. %(number)d organisations that have the file are being told.",
        number,
    )
    messages.success(request, words % {"number": number} if number else _("Withdrawn. Nobody has taken the file."))


@require_safe
def who_has_it(request: HttpRequest, pk: int) -> HttpResponse:
    asset = asset_for(request.user, pk)
    return _page(
        request,
        "press/admin/holders.html",
        asset,
        _("Who has it"),
        {"concerned": len(holders_of_earlier(asset)), "picked_up": uses_of_asset(asset.pk, request.user)},
    )


def _page(request: HttpRequest, template: str, asset: Asset, title: str, context: dict[str, Any]) -> HttpResponse:
    name = title_of(asset, reader_language()).text or str(asset.uuid)
    shared = {"asset": asset, "holders": holders(asset.pk), "page_title": title, "page_subtitle": name}
    return render(request, template, shared | context)
