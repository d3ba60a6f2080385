"""Recalls in the admin: who has answered, whom to call, and the report."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets import AdminDateTimeInput

from press.admin.kit_form import WallClockField
from press.admin.reports import ListViewSet, OnlyPress, title_of_asset
from press.embargo_clock import moment_of, wall_clock_of
from press.models import Answer, Organisation, Recall
from press.recall_report import content
from press.recall_report.writing import csv_of_report, pdf_of_report
from press.selectors.recalls import first_assets, notices_of, recalls_for, told_of
from press.services import recalls as service
from provinces.teams import Role, members_of

PER_PAGE = 100
"""Organisations of a recall on a page."""


def recall_for(user: Any, pk: int) -> Recall:
    """With its progress, for a press officer of its province. Raises Http404 for everybody else."""
    related = ("province", "officer", "closed_by")
    recall: Recall | None = recalls_for(user).select_related(*related).filter(pk=pk).first()
    if recall is None or not user.is_active:
        raise Http404
    return recall


# --- the list -------------------------------------------------------------------------------------------
class RecallFilters(WagtailFilterSet):
    open = django_filters.BooleanFilter(field_name="closed_at", lookup_expr="isnull", label=gettext_lazy("Open"))
    overdue = django_filters.BooleanFilter(method="filter_overdue", label=gettext_lazy("Overdue"))

    class Meta:
        model = Recall
        fields = ["kind"]

    def filter_overdue(self, recalls: QuerySet[Recall], name: str, value: bool) -> QuerySet[Recall]:
        late = {"closed_at__isnull": True, "due_at__lte": timezone.now()}
        return recalls.filter(**late) if value else recalls.exclude(**late)


class RecallColumn(Column):
    """What it is about, leading to its page."""

    cell_template_name = "press/admin/recall_cell.html"


def state_of(recall: Recall) -> str:
    if not recall.is_open:
        return _("closed")
    if recall.is_overdue(timezone.now()):
        return format_html('<strong class="w-status">{}</strong>', _("overdue"))
    return _("open")


class RecallsView(OnlyPress, ReportView):
    page_title = gettext_lazy("Recalls")
    header_icon = "rotate"
    index_url_name = "press_recalls:index"
    index_results_url_name = "press_recalls:index_results"
    filterset_class = RecallFilters
    list_export = ["pk", "kind", "province", "opened_at", "due_at", "closed_at", "told", "answered"]
    columns = [
        RecallColumn("subject", label=gettext_lazy("Subject"), accessor=lambda recall: recall.subject),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
        DateColumn("opened_at", label=gettext_lazy("Opened")),
        DateColumn("due_at", label=gettext_lazy("Answers by")),
        Column("officer", label=gettext_lazy("Responsible"), accessor=lambda recall: recall.officer or "–"),
        Column("progress", label=gettext_lazy("Answered"), accessor=lambda recall: progress_of(recall)),
        Column("state", label=gettext_lazy("State"), accessor=state_of),
    ]

    def get_queryset(self) -> QuerySet[Recall]:
        return recalls_for(self.request.user).select_related("province", "officer").order_by("-opened_at", "-pk")

    def decorate_paginated_queryset(self, recalls: Any) -> Any:
        page = list(recalls)
        first = first_assets(page)
        for recall in page:
            notice = first.get(recall.pk)
            recall.subject = title_of_asset(notice) if notice else str(recall)
        return page


def progress_of(recall: Any) -> str:
    return _("%(answered)d of %(told)d") % {"answered": recall.answered, "told": recall.told}


class RecallsViewSet(ListViewSet):
    name = "press_recalls"
    url_prefix = "press/recalls"
    icon = "rotate"
    menu_label = gettext_lazy("Recalls")
    view_class = RecallsView


# --- one of them ----------------------------------------------------------------------------------------
class ArrangeForm(forms.Form):
    """Until when, and who sees to it."""

    due_at = WallClockField(widget=AdminDateTimeInput, label=gettext_lazy("Answers by"))
    officer = forms.ModelChoiceField(
        queryset=get_user_model().objects.none(), required=False, label=gettext_lazy("Responsible officer")
    )

    def __init__(self, *args: Any, recall: Recall, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(timezone.get_current_timezone_name())
        officers = members_of(recall.province_id, Role.PRESS_OFFICER).values("pk")
        allowed = get_user_model().objects.filter(Q(pk__in=officers) | Q(pk=recall.officer_id))
        self.fields["officer"].queryset = allowed.order_by("username")  # type: ignore[attr-defined]
        self.initial = {"due_at": wall_clock_of(recall.due_at, self.zone), "officer": recall.officer_id}

    def clean_due_at(self) -> datetime:
        return moment_of(self.cleaned_data["due_at"], self.zone)


class TelephoneForm(forms.Form):
    """What somebody said."""

    answer = forms.ChoiceField(choices=Answer.choices, widget=forms.RadioSelect, label=gettext_lazy("Answer"))
    name = forms.CharField(max_length=200, label=gettext_lazy("Who answered"))
    address = forms.CharField(required=False, max_length=500, label=gettext_lazy("Where it was published"))
    comment = forms.CharField(
        required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}), label=gettext_lazy("Remark")
    )


class CloseForm(forms.Form):
    conclusion = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("Conclusion"),
        help_text=gettext_lazy("Goes into the report. Needed where somebody hasn't answered."),
    )


@require_safe
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    found = recall_for(request.user, pk)
    return _show(request, found, ArrangeForm(recall=found), CloseForm())


def _show(request: HttpRequest, found: Recall, arrange_form: forms.Form, close_form: forms.Form) -> HttpResponse:
    told = Paginator(told_of(found), PER_PAGE)
    context = {
        "recall": found,
        "notices": [(notice, title_of_asset(notice)) for notice in notices_of(found)],
        "told": told.get_page(request.GET.get("p")),
        "overdue": found.is_overdue(timezone.now()),
        "arrange_form": arrange_form,
        "close_form": close_form,
        "page_title": _("Recall"),
        "page_subtitle": f"{found.get_kind_display()}, {found.province}",
        "ask_icon": "rotate",
    }
    return render(request, "press/admin/recall.html", context)


@require_http_methods(["POST"])
def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    found = recall_for(request.user, pk)
    form = ArrangeForm(request.POST, recall=found)
    if not form.is_valid():
        return _show(request, found, form, CloseForm())
    try:
        service.arrange(found, actor=request.user, **form.cleaned_data)  # type: ignore[arg-type]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Deadline and officer are settled."))
    return redirect("press_recall", pk)


@require_http_methods(["POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    found = recall_for(request.user, pk)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _show(request, found, ArrangeForm(recall=found), form)
    try:
        service.close(found, actor=request.user, conclusion=form.cleaned_data["conclusion"])  # type: ignore[arg-type]
    except ValidationError as error:
        form.add_error("conclusion", error)
        return _show(request, found, ArrangeForm(recall=found), form)
    messages.success(request, _("The recall is closed. Its report is final."))
    return redirect("press_recall", pk)


@require_http_methods(["GET", "POST"])
def note_answer(request: HttpRequest, pk: int, organisation: int) -> HttpResponse:
    """An answer given by telephone, under the name of who took it down."""
    found = recall_for(request.user, pk)
    partner = get_object_or_404(Organisation.objects.filter(notices__notice__recall=found).distinct(), pk=organisation)
    form = TelephoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            service.answer_by_telephone(found, partner, actor=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The answer is taken down under your name."))
            return redirect("press_recall", pk)
    context = {
        "recall": found,
        "organisation": partner,
        "form": form,
        "page_title": _("Answer by telephone"),
        "page_subtitle": partner.name,
    }
    return render(request, "press/admin/recall_answer.html", context)


@require_safe
def report(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """`report.pdf` or `report.csv`, in the officer's language. Of an open recall it says how things stand."""
    found = recall_for(request.user, pk)
    made = content.report_of(found, timezone.now())
    write, media_type = {
        "pdf": (pdf_of_report, "application/pdf"),
        "csv": (csv_of_report, "text/csv; charset=utf-8"),
    }[form]
    response = HttpResponse(write(made), content_type=media_type)
    day = found.opened_at.astimezone(UTC).date().isoformat()
    response["Content-Disposition"] = f'attachment; filename="recall-{found.pk}-{day}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response


def recall_url(recall: Recall) -> str:
    return reverse("press_recall", args=[recall.pk])
