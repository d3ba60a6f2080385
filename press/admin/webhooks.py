"""The webhooks of all partners and how they fare; a press officer can stop one."""

from __future__ import annotations

from typing import Any

import django_filters  # type: ignore[import-untyped]
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from press.admin.reports import ListViewSet, OnlyPress
from press.models import Organisation, PauseReason, WebhookEndpoint
from press.permissions import works_for_press
from press.selectors.webhooks import chosen_events, log_of, messages_of, with_health
from press.webhooks import endpoints

SHOWN = 20
"""Messages on an endpoint's page."""


class WebhookFilters(WagtailFilterSet):
    organisation = django_filters.ModelChoiceFilter(queryset=Organisation.objects.all())
    failing = django_filters.BooleanFilter(
        field_name="failing_since", lookup_expr="isnull", exclude=True, label=gettext_lazy("Failing")
    )

    class Meta:
        model = WebhookEndpoint
        fields = ["organisation", "state", "pause_reason"]


class WebhooksView(OnlyPress, ReportView):
    page_title = gettext_lazy("Webhooks")
    header_icon = "link-external"
    index_url_name = "press_webhooks:index"
    index_results_url_name = "press_webhooks:index_results"
    filterset_class = WebhookFilters
    list_export = ["organisation.name", "url", "state", "pause_reason", "failing_since", "succeeded_at", "created_at"]
    columns = [
        TitleColumn(
            "url", label=gettext_lazy("Address"), get_url=lambda row: reverse("press_webhooks:one", args=[row.pk])
        ),
        Column("organisation", label=gettext_lazy("Organisation")),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
        DateColumn("failing_since", label=gettext_lazy("Failing since")),
        DateColumn("succeeded_at", label=gettext_lazy("Last success")),
        Column("waiting", label=gettext_lazy("Waiting")),
        Column("failed", label=gettext_lazy("Failed")),
    ]

    def get_queryset(self) -> QuerySet[WebhookEndpoint]:
        found = WebhookEndpoint.objects.select_related("organisation").order_by("organisation__name", "pk")
        return with_health(found)


class WebhooksViewSet(ListViewSet):
    name = "press_webhooks"
    url_prefix = "press/webhooks"
    icon = "link-external"
    menu_label = gettext_lazy("Webhooks")
    view_class = WebhooksView

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("<int:pk>/", one, name="one")]


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """An endpoint's state and its newest messages; `act` in a POST pauses it or lets it go on."""
    if not works_for_press(request.user):
        raise PermissionDenied
    endpoint = get_object_or_404(WebhookEndpoint.objects.select_related("organisation"), pk=pk)
    if request.method == "POST":
        try:
            _act(request, endpoint)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("press_webhooks:one", pk)
    context = {
        "endpoint": endpoint,
        "events": chosen_events(endpoint),
        "entries": log_of(messages_of(endpoint)[:SHOWN]),
        "may_pause": endpoint.pause_reason != PauseReason.BY_OFFICER,
        "page_title": _("Webhook"),
        "page_subtitle": str(endpoint.organisation),
        "ask_icon": "link-external",
    }
    return render(request, "press/admin/webhook.html", context)


def _act(request: HttpRequest, endpoint: WebhookEndpoint) -> None:
    actor: Any = request.user
    match request.POST.get("act"):
        case "pause":
            endpoints.pause(endpoint, PauseReason.BY_OFFICER, actor=actor)
            messages.success(request, _("The webhook is paused; only a press officer can let it go on."))
        case "resume":
            endpoints.resume(endpoint, actor=actor, by_officer=True)
            messages.success(request, _("The webhook is active. It gets now what it missed."))
        case _:
            raise ValidationError(_("Nothing was done: the form was incomplete."))
