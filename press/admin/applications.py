"""Applications of newsrooms and correspondents: the list, one with all that was said, and the officer's acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.log_actions import log

from locales.countries import country_name
from locales.registry import LANGUAGES
from locales.text import read
from locales.units import lasting
from press.admin.reports import ListViewSet, OnlyPress
from press.models import Application, ApplicationState, Organisation
from press.permissions import works_for_press
from press.registration import checks, services
from promotion.languages.reader import reader_language

SEEN_STATES = [choice for choice in ApplicationState.choices if choice[0] != ApplicationState.UNCONFIRMED]


class ApplicationFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=SEEN_STATES)

    class Meta:
        model = Application
        fields = ["state", "kind"]


def confirmed() -> QuerySet[Application]:
    """What officers see: nothing before its sender confirmed the address."""
    return Application.objects.exclude(state=ApplicationState.UNCONFIRMED)


def age_of(application: Application) -> str:
    """How long it has been waiting; empty for a settled one."""
    since = application.confirmed_at or application.created_at
    return lasting(timezone.now() - since) if application.is_open else ""


class ApplicationsView(OnlyPress, ReportView):
    page_title = gettext_lazy("Applications")
    header_icon = "user"
    index_url_name = "press_applications:index"
    index_results_url_name = "press_applications:index_results"
    filterset_class = ApplicationFilters
    list_export = ["created_at", "kind", "name", "country", "state", "decided_at"]
    columns = [
        TitleColumn(
            "name",
            label=gettext_lazy("Name"),
            get_url=lambda row: reverse("press_applications:one", args=[row.pk]),
        ),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
        Column(
            "country",
            label=gettext_lazy("Country"),
            accessor=lambda row: country_name(row.country, reader_language()),
        ),
        Column("applicant_name", label=gettext_lazy("Applicant")),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
        Column("age", label=gettext_lazy("Waiting for"), accessor=lambda row: age_of(row) or "–"),
        DateColumn("confirmed_at", label=gettext_lazy("Came in")),
    ]

    def get_queryset(self) -> QuerySet[Application]:
        """Those that wait for an officer first, the oldest of them on top."""
        order = {ApplicationState.WAITING: 0, ApplicationState.ASKED: 1}
        urgency = Case(
            *(When(state=state, then=Value(place)) for state, place in order.items()),
            default=Value(2),
            output_field=IntegerField(),
        )
        return confirmed().order_by(urgency, "confirmed_at", "pk")


class AskForm(forms.Form):
    words = forms.CharField(
        max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), label=gettext_lazy("Your question to the applicant")
    )


class RefuseForm(forms.Form):
    words = forms.CharField(
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The applicant reads this, so write it in the language of correspondence."),
    )


class ApproveForm(forms.Form):
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("A new organisation"),
        label=gettext_lazy("Partner organisation"),
    )

    def __init__(self, *args: Any, known: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among = Organisation.objects.filter(pk__in=[one.pk for one in known])
        self.fields["organisation"].queryset = among  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """All that was told, what there is to check, the thread; `act` in a POST says what to do."""
    application = _application(request, pk)
    known = checks.known_organisations(application) if application.is_open else []
    asking, refusing = AskForm(auto_id="ask-%s"), RefuseForm(auto_id="refuse-%s")
    approving = ApproveForm(known=known, auto_id="approve-%s")
    if request.method == "POST":
        actor: Any = request.user
        match request.POST.get("act"):
            case "approve":
                approving = ApproveForm(request.POST, known=known, auto_id="approve-%s")
                done = _did(request, approving, lambda data: services.approve(application, actor=actor, **data))
                words = _("Approved. The applicant gets a mail with the way in.")
            case "ask":
                asking = AskForm(request.POST, auto_id="ask-%s")
                done = _did(request, asking, lambda data: services.ask_back(application, data["words"], actor=actor))
                words = _("The question is on its way.")
            case "refuse":
                refusing = RefuseForm(request.POST, auto_id="refuse-%s")
                done = _did(request, refusing, lambda data: services.refuse(application, data["words"], actor=actor))
                words = _("Refused. The applicant gets a mail with the reason.")
            case _:
                done, words = False, ""
                messages.error(request, _("Nothing was done: the form was incomplete."))
        if done:
            messages.success(request, words)
            return redirect("press_applications:one", pk)
        application.refresh_from_db()
    lang = reader_language()
    context = {
        "application": application,
        "age": age_of(application),
        "country": country_name(application.country, lang),
        "language": LANGUAGES[application.language].name_native,
        "languages": ", ".join(LANGUAGES[code].name_native for code in application.languages),
        "provinces": ", ".join(str(read(province, "name", lang)) for province in application.provinces.all()),
        "checks": checks.checks_of(application, known) if application.is_open else [],
        "thread": application.thread.select_related("by"),
        "letters": application.letters.all(),
        "asking": asking,
        "refusing": refusing,
        "approving": approving,
        "page_title": _("Application for access"),
        "page_subtitle": str(application),
        "ask_icon": "user",
    }
    response = render(request, "press/admin/application.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _did(request: HttpRequest, form: forms.Form, act: Callable[[dict[str, Any]], object]) -> bool:
    """Whether the act was done; what stood against it is said."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    return True


@require_safe
def card(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The press card: sent by this process, kept by no cache, never shown in the page, and noted in the history."""
    application = _application(request, pk)
    name = application.card.name
    if not name:
        raise Http404
    try:
        file = application.card.storage.open(name, "rb")
    except OSError as error:
        raise Http404 from error
    if request.method == "GET":
        log(instance=application, action="press.open_card", user=request.user)
    extension = name.rsplit(".", 1)[-1]
    answer = FileResponse(
        file,
        as_attachment=True,
        filename=f"press-card-{application.pk}.{extension}",
        content_type=application.card_type or "application/octet-stream",
    )
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _application(request: HttpRequest, pk: int) -> Application:
    """Raises PermissionDenied for all but press officers, Http404 for what isn't confirmed."""
    if not works_for_press(request.user):
        raise PermissionDenied
    return get_object_or_404(confirmed(), pk=pk)


class ApplicationsViewSet(ListViewSet):
    name = "press_applications"
    url_prefix = "press/applications"
    icon = "user"
    menu_label = gettext_lazy("Applications")
    view_class = ApplicationsView

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/", one, name="one"),
            path("<int:pk>/card/", card, name="card"),
        ]
