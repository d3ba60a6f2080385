"""Pick-ups in the admin: lists with CSV, recording one, and the page on which one is confirmed."""

from __future__ import annotations

from typing import Any

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.images.widgets import AdminImageChooser

from locales.countries import country_name
from locales.tables.cells import guarded
from media_library.models import Photo
from media_library.rights.audiences import audience_of
from media_library.selectors import visible
from press import attachments
from press.admin.reports import ListViewSet, OnlyPress, title_of_asset
from press.admin.requests import provinces_of
from press.kit_drafts import shown_title
from press.models import Kit, Organisation, Pickup, PickupMatch, PickupState
from press.permissions import works_for_press
from press.pickups import services
from press.pickups.selectors import counted, pickups_for, seen_matches, shown_in
from press.views.pickups import PickupForm
from promotion.languages.reader import reader_language


def _country(found: Pickup) -> str:
    return country_name(found.country, reader_language())


def kits_of(request: HttpRequest | None) -> QuerySet[Any]:
    return Kit.objects.filter(province__in=provinces_of(request)).order_by("-pk")


def kit_title(kit: Kit | None) -> str:
    """As readers know it: the kit may be another province's, whose draft isn't for the officer."""
    return shown_title(kit, reader_language()).text if kit else ""


class PickupFilters(WagtailFilterSet):
    published_on = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("published on"), widget=DateRangePickerWidget
    )
    outlet = django_filters.CharFilter(lookup_expr="icontains", label=gettext_lazy("outlet"))
    kit = django_filters.ModelChoiceFilter(queryset=kits_of, label=gettext_lazy("press kit"))
    organisation = django_filters.ModelChoiceFilter(queryset=Organisation.objects.all())
    asset = django_filters.UUIDFilter(method="of_asset", label=gettext_lazy("Identifier of the asset"))

    class Meta:
        model = Pickup
        fields = ["state", "credit", "outlet", "country", "language", "organisation", "kit", "asset", "published_on"]

    def of_asset(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Publications that may show it; those that a person said don't are left out."""
        shown = PickupMatch.objects.filter(asset__uuid=value).exclude(is_right=False)
        return rows.filter(pk__in=shown.values("pickup"))


class PickupsView(OnlyPress, ReportView):
    page_title = gettext_lazy("Pick-ups")
    header_icon = "openquote"
    index_url_name = "press_pickups:index"
    index_results_url_name = "press_pickups:index_results"
    filterset_class = PickupFilters
    list_export = [
        "published_on", "outlet", "country", "language", "title", "url", "organisation", "kit", "state", "credit",
        "pictures", "recorded_at",
    ]  # fmt: skip
    export_headings = {"pictures": gettext_lazy("Pictures")}
    custom_value_preprocess = ReportView.custom_value_preprocess | {
        str: {ReportView.FORMAT_CSV: guarded, ReportView.FORMAT_XLSX: guarded}
    }
    custom_field_preprocess = {
        "kit": dict.fromkeys((ReportView.FORMAT_CSV, ReportView.FORMAT_XLSX), lambda kit: guarded(kit_title(kit)))
    }
    columns = [
        TitleColumn("title", label=gettext_lazy("Title"), url_name="press_pickup"),
        Column("outlet", label=gettext_lazy("Outlet")),
        Column("country", label=gettext_lazy("Country"), accessor=_country),
        Column("language", label=gettext_lazy("Language"), accessor="get_language_display"),
        DateColumn("published_on", label=gettext_lazy("Published on")),
        Column("pictures", label=gettext_lazy("Pictures")),
        Column("credit", label=gettext_lazy("Credit line"), accessor="get_credit_display"),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
    ]

    @property
    def header_buttons(self) -> list[Any]:
        return [HeaderButton(_("Record a publication"), reverse("press_record_pickup"), icon_name="plus")]

    def get_queryset(self) -> QuerySet[Any]:
        mine = pickups_for(self.request.user).select_related("organisation", "kit__version")
        return counted(mine).order_by("-published_on", "-pk")


class PickupsViewSet(ListViewSet):
    name = "press_pickups"
    url_prefix = "press/pickups"
    icon = "openquote"
    menu_label = gettext_lazy("Pick-ups")
    view_class = PickupsView


class OfficersPickupForm(PickupForm):
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.all(), required=False, label=gettext_lazy("Partner organisation")
    )
    twins = forms.BooleanField(
        required=False, label=gettext_lazy("Record it even if this publication is recorded already")
    )

    class Meta(PickupForm.Meta):
        fields = ["organisation", *PickupForm.Meta.fields]


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """A publication that a press officer found."""
    if not works_for_press(request.user):
        raise Http404
    posted = request.method == "POST"
    form = OfficersPickupForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        kits=kits_of(request),
        lang="vi",
    )
    own = {one.slug for one in provinces_of(request)}
    field: Any = form.fields["province"]
    field.choices = [(slug, name) for slug, name in field.choices if not slug or slug in own]
    if posted and form.is_valid():
        pickup = form.save(commit=False)
        pickup.organisation = form.cleaned_data["organisation"]
        try:
            data: dict[str, Any] = form.cleaned_data
            actor: Any = request.user
            services.record(pickup, file=data["evidence"], actor=actor, twins=data["twins"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Recorded. Its pictures are being compared with the library."))
            return redirect("press_pickup", pickup.pk)
    return render(
        request,
        "press/admin/record_pickup.html",
        {"form": form, "page_title": _("Record a publication"), "ask_icon": "openquote"},
    )


class NameForm(forms.Form):
    photo = forms.ModelChoiceField(
        queryset=Photo.objects.filter(approved_at__isnull=False),
        widget=AdminImageChooser,
        label=gettext_lazy("A picture that it shows"),
    )


def found_for(user: Any, pk: int) -> Pickup:
    found: Pickup = get_object_or_404(
        pickups_for(user).select_related("organisation", "kit__version", "province"), pk=pk
    )
    return found


@require_http_methods(["GET", "POST"])
def one_pickup(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found in it, with receipts; `act` in a POST says what to do."""
    found = found_for(request.user, pk)
    if request.method == "POST":
        try:
            _act(request, found)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("press_pickup", pk)
    shown = shown_in(seen_matches(found, request.user, audience_of(request)), found.organisation_id)
    context = {
        "found": found,
        "kit_title": kit_title(found.kit),
        "shown": [(entry, title_of_asset(entry.match)) for entry in shown],
        "twin": services.twin_of(found),
        "name": NameForm(),
        "country": _country(found),
        "page_title": found.title,
        "page_subtitle": found.outlet,
        "ask_icon": "openquote",
    }
    return render(request, "press/admin/pickup.html", context)


def _act(request: HttpRequest, found: Pickup) -> None:
    actor: Any = request.user
    seen = seen_matches(found, actor, audience_of(request))
    match request.POST.get("act"):
        case "confirm":
            services.settle(found, right=_keys(request), state=PickupState.CONFIRMED, actor=actor, seen=seen)
            messages.success(request, _("Confirmed."))
        case "refuse":
            services.settle(found, right=set(), state=PickupState.REFUSED, actor=actor, seen=seen)
        case "name":
            form = NameForm(request.POST)
            known = visible(audience_of(request))
            if not form.is_valid() or not known.filter(pk=form.cleaned_data["photo"].pk).exists():
                raise ValidationError(_("Choose a picture."))
            services.name_asset(found, form.cleaned_data["photo"])
        case _:
            raise ValidationError(_("Nothing was done: the form was incomplete."))


def _keys(request: HttpRequest) -> set[int]:
    return {int(text) for text in request.POST.getlist("right") if text.isascii() and text.isdigit() and len(text) < 19}


@require_safe
def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The PDF or screenshot, for press officers of the province."""
    found = found_for(request.user, pk)
    if not found.file:
        raise Http404
    return attachments.download(found.file, found.file_name, found.media_type)
