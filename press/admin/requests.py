"""The inbox of press requests: a list to work through, and the thread with all that officers may do."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from locales.tables.cells import guarded
from locales.text import read
from media_library.ingest.refusal import NotAccepted
from press import attachments
from press.admin.filters import Tick
from press.admin.reports import ListViewSet, OnlyPress
from press.models import DeadLetter, PressRequest, ReplyTemplate, RequestAttachment, RequestState
from press.requests import services
from press.requests.calendars import aim_of
from press.requests.selectors import inbox, officers_of, requests_for, templates_for, thread
from promotion.guarded_forms import printable
from provinces.models import Province
from provinces.teams import Role, province_ids_of

OPEN = [RequestState.NEW, RequestState.IN_WORK, RequestState.WAITING, RequestState.ANSWERED]


def provinces_of(request: HttpRequest | None) -> QuerySet[Any]:
    """Those whose requests the user sees."""
    if request is None or request.user.is_superuser:
        return Province.objects.filter(valid_to__isnull=True)
    return Province.objects.filter(pk__in=province_ids_of(request.user, Role.PRESS_OFFICER))


class RequestFilters(WagtailFilterSet):
    mine = django_filters.BooleanFilter(method="of_mine", label=gettext_lazy("Assigned to me"), widget=Tick)
    overdue = django_filters.BooleanFilter(method="of_overdue", label=gettext_lazy("Overdue"), widget=Tick)
    open = django_filters.BooleanFilter(method="of_open", label=gettext_lazy("Not closed"), widget=Tick)
    provinces = django_filters.ModelChoiceFilter(queryset=provinces_of, label=gettext_lazy("Province"))

    class Meta:
        model = PressRequest
        fields = ["mine", "overdue", "open", "state", "kind", "provinces", "language", "country"]

    def of_mine(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return rows.filter(assigned_to=self.request.user) if value else rows

    def of_overdue(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return rows.filter(due_at__lt=timezone.now()) if value else rows

    def of_open(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return rows.filter(state__in=OPEN) if value else rows


def due_words(row: Any) -> str:
    """When the first answer is due; what is overdue is said to be so in words, not by colour alone."""
    if row.due_at is None:
        return "–"
    moment = timezone.localtime(row.due_at).strftime("%d/%m/%Y %H:%M")
    if row.overdue:
        return format_html('<strong class="w-status w-status--primary">{}</strong> {}', _("Overdue"), moment)
    return moment


class InboxView(OnlyPress, ReportView):
    page_title = gettext_lazy("Requests of the press")
    header_icon = "mail"
    index_url_name = "press_requests:index"
    index_results_url_name = "press_requests:index_results"
    filterset_class = RequestFilters
    list_export = [
        "created_at", "organisation.name", "kind", "subject", "state", "country", "language", "deadline", "due_at",
        "first_answered_at", "answer_minutes", "ended_at", "ended_minutes",
    ]  # fmt: skip
    custom_value_preprocess = ReportView.custom_value_preprocess | {
        str: {ReportView.FORMAT_CSV: guarded, ReportView.FORMAT_XLSX: guarded}
    }
    columns = [
        TitleColumn("subject", label=gettext_lazy("Subject"), url_name="press_request"),
        Column("organisation", label=gettext_lazy("Organisation")),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
        Column(
            "where",
            label=gettext_lazy("Provinces"),
            accessor=lambda row: ", ".join(str(one) for one in row.provinces.all()),
        ),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
        Column("assigned_to", label=gettext_lazy("Assigned to"), accessor=lambda row: row.assigned_to or "–"),
        Column("due", label=gettext_lazy("First answer due"), accessor=due_words),
        DateColumn("created_at", label=gettext_lazy("Asked")),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return inbox(self.request.user, timezone.now())


class RequestsViewSet(ListViewSet):
    name = "press_requests"
    url_prefix = "press/requests"
    icon = "mail"
    menu_label = gettext_lazy("Requests of the press")
    view_class = InboxView


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Answer to the newsroom"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8})
    )
    then = forms.ChoiceField(
        label=gettext_lazy("Then it is"),
        choices=[
            (RequestState.ANSWERED, RequestState.ANSWERED.label),
            (RequestState.WAITING, RequestState.WAITING.label),
            (RequestState.IN_WORK, RequestState.IN_WORK.label),
            (RequestState.CLOSED, RequestState.CLOSED.label),
        ],
    )
    file = forms.FileField(label=gettext_lazy("File"), required=False)

    def clean_text(self) -> str:
        return printable(self.cleaned_data["text"])

    def clean_file(self) -> list[attachments.Checked]:
        given = self.cleaned_data["file"]
        try:
            return [attachments.check(given)] if given else []
        except NotAccepted as refusal:
            raise ValidationError(str(refusal)) from refusal


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The newsroom is told this, in its language."),
    )


class NoteForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Internal note"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )


def filled(template: ReplyTemplate, asked: PressRequest) -> tuple[str, str]:
    """(text, its language) of a template for a request, its places filled in; unknown places stay as they are."""
    text = read(template, "body", asked.language)
    deadline = asked.deadline.astimezone(ZoneInfo(asked.timezone)).strftime("%Y-%m-%d %H:%M") if asked.deadline else "–"
    places = {
        "{name}": str(asked.member),
        "{organisation}": asked.organisation.name,
        "{subject}": asked.subject,
        "{deadline}": deadline,
        "{province}": ", ".join(str(read(one, "name", asked.language)) for one in asked.provinces.all()),
    }
    said = text.text
    for place, value in places.items():
        said = said.replace(place, value)
    return said, text.lang


def found_for(user: Any, pk: int) -> PressRequest:
    """The request, for a press officer of one of its provinces. Raises Http404 for everybody else."""
    mine = requests_for(user).select_related("organisation", "member__user", "assigned_to")
    found: PressRequest = get_object_or_404(mine.prefetch_related("provinces"), pk=pk)
    return found


@require_http_methods(["GET", "POST"])
def one_request(request: HttpRequest, pk: int) -> HttpResponse:
    """`act` in a POST says what to do; `?template=` puts a template's words into the answer."""
    found = found_for(request.user, pk)
    answer, decline, note = AnswerForm(initial=_suggested(request, found)), DeclineForm(), NoteForm()
    if request.method == "POST":
        forms_by_act: dict[str, Any] = {
            "answer": AnswerForm(request.POST, request.FILES),
            "decline": DeclineForm(request.POST),
            "note": NoteForm(request.POST),
        }
        act = request.POST.get("act", "")
        form = forms_by_act.get(act)
        if form is None or form.is_valid():
            try:
                _act(request, found, act, form.cleaned_data if form else {})
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
            return redirect("press_request", pk)
        answer = form if act == "answer" else answer
        decline = form if act == "decline" else decline
        note = form if act == "note" else note
    now = timezone.now()
    aim = aim_of(found)
    context = {
        "found": found,
        "thread": thread(found, internal=True),
        "officers": officers_of(found).order_by("first_name", "username"),
        "templates": templates_for(found),
        "states": [(state.value, state.label) for state in OPEN[1:]] + [(RequestState.CLOSED.value, _("closed"))],
        "answer": answer,
        "decline": decline,
        "note": note,
        "overdue": found.due_at is not None and found.due_at < now,
        "minutes": services.minutes_so_far(found, found.first_answered_at or now),
        "aim": aim.answer_within,
        "page_title": found.subject,
        "page_subtitle": str(found.organisation),
    }
    return render(request, "press/admin/request.html", context)


def _suggested(request: HttpRequest, found: PressRequest) -> dict[str, str]:
    wanted = request.GET.get("template", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        return {}
    template = ReplyTemplate.objects.filter(pk=int(wanted)).first()
    return {"text": filled(template, found)[0]} if template else {}


def _act(request: HttpRequest, found: PressRequest, act: str, data: dict[str, Any]) -> None:
    """Do what was asked. Raises ValidationError."""
    actor: Any = request.user
    match act:
        case "answer":
            services.officer_answers(found, data["text"], actor=actor, then=data["then"], files=data["file"])
            messages.success(request, _("The answer is on its way."))
        case "decline":
            services.decline(found, data["reason"], actor=actor)
            messages.success(request, _("The newsroom is told that it is declined, and why."))
        case "note":
            services.note(found, data["note"], actor=actor)
        case "state":
            services.set_state(found, request.POST.get("state", ""), actor=actor)
        case "assign":
            services.assign(found, _officer(request.POST.get("officer", "")), actor=actor)
        case _:
            raise ValidationError(_("Nothing was done: the form was incomplete."))


def _officer(text: str) -> Any:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise ValidationError(_("Nothing was done: the form was incomplete."))
    found = get_user_model().objects.filter(pk=int(text)).first()
    if found is None:
        raise ValidationError(_("Nothing was done: the form was incomplete."))
    return found


@require_safe
def attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    kept = get_object_or_404(RequestAttachment.objects.select_related("message"), pk=pk)
    if not requests_for(request.user).filter(pk=kept.message.request_id).exists():
        raise Http404
    return attachments.download(kept.file, kept.name, kept.media_type)


class DeadLettersView(OnlyPress, ReportView):
    """Mails that belong to no request. Whose they are isn't known, so only administrators open them."""

    page_title = gettext_lazy("Undelivered mails")
    header_icon = "warning"
    index_url_name = "press_dead_letters:index"
    index_results_url_name = "press_dead_letters:index_results"
    columns = [
        TitleColumn("__str__", label=gettext_lazy("Subject"), url_name="press_dead_letter"),
        Column("sender", label=gettext_lazy("Sender")),
        Column("reason", label=gettext_lazy("Reason")),
        Column("bytes", label=gettext_lazy("Bytes")),
        DateColumn("at", label=gettext_lazy("Time")),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_superuser:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        return DeadLetter.objects.all()


class DeadLettersViewSet(ListViewSet):
    name = "press_dead_letters"
    url_prefix = "press/dead-letters"
    icon = "warning"
    menu_label = gettext_lazy("Undelivered mails")
    view_class = DeadLettersView

    def get_menu_item(self, order: int | None = None) -> Any:
        item = super().get_menu_item(order)
        item.is_shown = lambda request: request.user.is_superuser
        return item


@require_safe
def dead_letter(request: HttpRequest, pk: int) -> HttpResponseBase:
    if not request.user.is_superuser:
        raise Http404
    letter = get_object_or_404(DeadLetter, pk=pk)
    return attachments.download(letter.file, f"{letter.pk}.eml", "application/octet-stream")
