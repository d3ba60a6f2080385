"""Consents in the admin: what rests on each, which are running out, and taking down a revocation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from media_library import consents
from media_library.admin.consent_for import ConsentCreateView
from media_library.admin.consent_form import ConsentForm
from media_library.models import Consent
from provinces.scoped_admin import ProvinceScoped

SOON = timedelta(days=30)
SHOWN_AT_MOST = 60
"""Assets that the panel names; the number of all is said."""

STATES = {
    "in_force": _("in force"),
    "expiring": _("expires within 30 days"),
    "expired": _("expired"),
    "revoked": _("taken back"),
}


def state_of(consent: Consent) -> str:
    """The key of the state in `STATES`."""
    now = timezone.now()
    if consent.revoked_at is not None and consent.revoked_at <= now:
        return "revoked"
    if consent.expires_at is None or consent.expires_at > now + SOON:
        return "in_force"
    return "expired" if consent.expires_at <= now else "expiring"


def in_state(found: QuerySet[Consent], state: str) -> QuerySet[Consent]:
    now = timezone.now()
    standing = found.filter(Q(revoked_at__isnull=True) | Q(revoked_at__gt=now))
    match state:
        case "revoked":
            return found.filter(revoked_at__lte=now)
        case "expired":
            return standing.filter(expires_at__lte=now)
        case "expiring":
            return standing.filter(expires_at__gt=now, expires_at__lte=now + SOON)
    return standing.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now + SOON))


class ConsentFilters(WagtailFilterSet):
    state = ChoiceFilter(label=_("State"), choices=list(STATES.items()), method="by_state")

    class Meta:
        model = Consent
        fields = ["basis", "province"]

    def by_state(self, found: QuerySet[Consent], name: str, value: str) -> QuerySet[Consent]:
        return in_state(found, value)


class ConsentPanel(Panel):
    """How the consent stands, its document, and which assets rest on it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "media_library/consents/panel.html"

        def is_shown(self) -> bool:
            return super().is_shown() and self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            resting = consents.resting_on(self.instance).select_related("photo", "published")
            return context | {
                "consent": self.instance,
                "state": state_of(self.instance),
                "state_words": STATES[state_of(self.instance)],
                "lacks": consents.lacks(self.instance),
                "assets": resting[:SHOWN_AT_MOST],
                "number": resting.count(),
            }


class ConsentViewSet(ProvinceScoped, SnippetViewSet):
    model = Consent
    icon = "user"
    menu_label = _("Consents")
    url_prefix = "consents"
    url_namespace = "consents"
    add_view_class = ConsentCreateView
    copy_view_enabled = False
    list_display = [
        "subject",
        Column("basis", label=_("Basis"), accessor="get_basis_display", sort_key="basis"),
        "province",
        Column("assets", label=_("Assets"), accessor="asset_count", sort_key="asset_count"),
        DateColumn("expires_at", label=_("Expires"), sort_key="expires_at"),
        Column("state", label=_("State"), accessor=lambda consent: STATES[state_of(consent)]),
    ]
    list_per_page = 50
    search_fields = ["subject", "people__name", "note"]
    search_backend_name = None
    filterset_class = ConsentFilters
    edit_handler = ObjectList(
        [
            ConsentPanel(),
            FieldPanel("subject"),
            FieldPanel("province", widget=forms.Select),
            FieldPanel("basis"),
            InlinePanel(
                "people",
                panels=[FieldPanel("name"), FieldPanel("is_minor"), FieldPanel("guardian")],
                heading=_("People"),
                label=_("Person in the picture"),
            ),
            FieldPanel("new_document"),
            FieldRowPanel([FieldPanel("obtained_on"), FieldPanel("expires_at")], heading=_("Validity")),
            FieldPanel("note"),
        ],
        base_form_class=ConsentForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found = super().get_queryset(request).select_related("province")
        return found.annotate(asset_count=Count("assets", distinct=True))
