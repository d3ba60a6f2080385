"""Share links in the admin: those of one kit with the form for a new one, and the list of all with their uses."""

from __future__ import annotations

from typing import Any

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from press.admin.kit_acts import kit_for
from press.admin.reports import ListViewSet, OnlyPress
from press.mail import language_for
from press.models import Kit, Organisation, ShareLink
from press.models.organisation import language_choices
from press.selectors.share_links import RECIPIENTS, with_uses
from press.services import share_links as service
from provinces.teams import Role, province_ids_of


class ShareForm(forms.Form):
    """For whom, for how long, and what. Either an organisation that is known, or the data of a new guest."""

    name = forms.CharField(
        max_length=100, label=gettext_lazy("Name of the link"), help_text=gettext_lazy("What it is for; you see it.")
    )
    recipient = forms.ModelChoiceField(
        queryset=Organisation.objects.filter(state__in=RECIPIENTS), required=False, label=gettext_lazy("Recipient"),
        empty_label=gettext_lazy("Somebody new, named below"),
    )  # fmt: skip
    new_name = forms.CharField(max_length=200, required=False, label=gettext_lazy("New recipient: name"))
    new_country = forms.RegexField(
        r"^[A-Za-z]{2}$", required=False, label=gettext_lazy("New recipient: country"),
        help_text=gettext_lazy("Two-letter code, such as FR."),
    )  # fmt: skip
    new_email = forms.EmailField(
        required=False, label=gettext_lazy("New recipient: e-mail address"),
        help_text=gettext_lazy("Withdrawals and corrections are told to this address."),
    )  # fmt: skip
    new_language = forms.ChoiceField(
        choices=language_choices, initial="en", required=False, label=gettext_lazy("New recipient: language")
    )
    days = forms.IntegerField(
        min_value=1, max_value=service.DAYS_AT_MOST, initial=service.DAYS, label=gettext_lazy("Valid for (days)")
    )
    download_limit = forms.IntegerField(
        min_value=1, max_value=10_000, required=False, label=gettext_lazy("Downloads at most"),
        help_text=gettext_lazy("A ZIP file counts once, and so does each single file. Empty: as many as are wanted."),
    )  # fmt: skip
    password = forms.CharField(
        min_length=service.PASSWORD_LENGTH, max_length=200, required=False, strip=False,
        label=gettext_lazy("Password, if wished"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("Tell it to the recipient on another way than the link."),
    )  # fmt: skip
    under_embargo = forms.BooleanField(
        required=False, label=gettext_lazy("Already under embargo"),
        help_text=gettext_lazy("Without it the link opens when the embargo ends."),
    )  # fmt: skip
    assets = forms.MultipleChoiceField(
        required=False, label=gettext_lazy("Only these files"), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Without a choice it shows the whole kit, also what is added to it later."),
    )  # fmt: skip

    def __init__(self, *args: Any, kit: Kit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = kit.items.select_related("asset__published")
        self.fields["assets"].choices = [(str(item.asset_id), _title(item.asset)) for item in items]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("recipient"):
            for name in ("new_name", "new_country", "new_email"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Choose a recipient above, or fill in all three."))
        return cleaned


def _title(asset: Any) -> str:
    document = getattr(asset, "published", None)
    texts = document.body["texts"]["title"] if document else {}
    return texts.get("vi") or next(iter(texts.values()), str(asset.uuid))


@require_http_methods(["GET", "POST"])
def links(request: HttpRequest, pk: int) -> HttpResponse:
    """`/admin/kits/<pk>/share/`: the kit's links, and a form for a new one, whose address is shown this once."""
    kit = kit_for(request.user, pk)
    if request.method == "POST" and request.POST.get("act") == "revoke":
        return _revoke(request, kit)
    form = ShareForm(request.POST or None, kit=kit)
    made: tuple[ShareLink, str] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = _make(request, kit, form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
        else:
            form = ShareForm(kit=kit)
    context = {
        "kit": kit,
        "links": with_uses(kit.share_links.all()),
        "form": form,
        "made": made[0] if made else None,
        "url": request.build_absolute_uri(_path(*made)) if made else "",
        "page_title": _("Share links"),
        "page_subtitle": str(kit),
    }
    response = render(request, "press/admin/share_links.html", context)
    if made:
        response["Cache-Control"] = "no-store"
    return response


@transaction.atomic
def _make(request: HttpRequest, kit: Kit, said: dict[str, Any]) -> tuple[ShareLink, str]:
    actor: Any = request.user
    recipient = said["recipient"] or service.make_guest(
        name=said["new_name"],
        country=said["new_country"],
        email=said["new_email"],
        language=said["new_language"] or "en",
        actor=actor,
    )
    return service.make(
        kit,
        recipient,
        name=said["name"],
        days=said["days"],
        password=said["password"],
        download_limit=said["download_limit"],
        under_embargo=said["under_embargo"],
        asset_ids=[int(pk) for pk in said["assets"]],
        actor=actor,
    )


def _path(link: ShareLink, secret: str) -> str:
    """The page in the recipient's language."""
    with translation.override(language_for(link.organisation)):
        return reverse("press:share", args=[secret])


def _revoke(request: HttpRequest, kit: Kit) -> HttpResponse:
    text = request.POST.get("pk", "")
    pk = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    service.revoke(get_object_or_404(ShareLink, pk=pk, kit=kit), actor=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The link opens nothing any more."))
    return redirect("kits:share", kit.pk)


class ShareLinkFilters(WagtailFilterSet):
    organisation = django_filters.ModelChoiceFilter(
        queryset=Organisation.objects.filter(share_links__isnull=False).distinct(), label=gettext_lazy("Recipient")
    )
    revoked = django_filters.BooleanFilter(
        field_name="revoked_at", lookup_expr="isnull", exclude=True, label=gettext_lazy("Revoked")
    )

    class Meta:
        model = ShareLink
        fields = ["organisation", "kit"]


def _last_moment(link: ShareLink) -> str:
    return date_format(localtime(link.expires_at), "DATETIME_FORMAT")


class ShareLinksView(OnlyPress, ReportView):
    """Links to kits of the provinces in which the user is a press officer."""

    page_title = gettext_lazy("Share links")
    header_icon = "link"
    index_url_name = "press_share_links:index"
    index_results_url_name = "press_share_links:index_results"
    filterset_class = ShareLinkFilters
    list_export = [
        "name",
        "kit",
        "organisation.name",
        "organisation.country",
        "state",
        "expires_at",
        "download_limit",
        "downloads",
        "files",
        "last_used_at",
        "created_at",
        "created_by",
        "revoked_at",
    ]
    export_headings = {"files": gettext_lazy("Files taken"), "state": gettext_lazy("State")}
    columns = [
        TitleColumn("name", label=gettext_lazy("Name"), get_url=lambda link: reverse("kits:share", args=[link.kit_id])),
        Column("organisation", label=gettext_lazy("Recipient")),
        Column("kit", label=gettext_lazy("Press kit")),
        Column("state", label=gettext_lazy("State"), accessor="state.label"),
        Column("expires_at", label=gettext_lazy("Valid until"), accessor=_last_moment),
        Column("downloads", label=gettext_lazy("Downloads")),
        Column("files", label=gettext_lazy("Files taken")),
        DateColumn("last_used_at", label=gettext_lazy("Last used")),
    ]

    def get_queryset(self) -> QuerySet[ShareLink]:
        user: Any = self.request.user
        mine = Q() if user.is_superuser else Q(kit__province__in=province_ids_of(user, Role.PRESS_OFFICER))
        return with_uses(ShareLink.objects.filter(mine))


class ShareLinksViewSet(ListViewSet):
    name = "press_share_links"
    url_prefix = "press/share-links"
    icon = "link"
    menu_label = gettext_lazy("Share links")
    view_class = ShareLinksView
