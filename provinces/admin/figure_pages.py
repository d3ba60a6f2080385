"""Figures in the admin: sending a file, looking it over, deciding on it, taking figures out, what has grown old."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from locales.registry import WORKING
from locales.tables.errors import BadSheet
from locales.tables.writing import CSV, XLSX
from locales.text import read
from provinces.figures import exporting, policy, services
from provinces.figures.ageing import old_figures
from provinces.figures.differences import shown
from provinces.figures.meaning import COUNTRY
from provinces.figures.planning import BYTES_AT_MOST, Refused, plan
from provinces.figures.rows import RowError
from provinces.models import BatchState, FigureBatch, Observation, Province

FORMATS: dict[str, tuple[str, Callable[[Any], bytes]]] = {
    "csv": (CSV, exporting.as_csv),
    "xlsx": (XLSX, exporting.as_xlsx),
}
PER_PAGE = 25


class AreaForm(forms.Form):
    """Whose figures: one of the user's provinces, or the country for those who answer for it."""

    area = forms.ChoiceField(label=gettext_lazy("Province"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas: dict[str, Province | None] = {str(one.pk): one for one in policy.areas_of(user)}
        if policy.may_send(user, None):
            self.areas[COUNTRY] = None
        self.fields["area"].choices = [  # type: ignore[attr-defined]
            (key, str(read(one, "name", WORKING)) if one else _("Việt Nam (the whole country)"))
            for key, one in self.areas.items()
        ]

    @property
    def chosen(self) -> Province | None:
        return self.areas[self.cleaned_data["area"]]


class SendForm(AreaForm):
    file = forms.FileField(
        label=gettext_lazy("Table of figures"),
        help_text=gettext_lazy("CSV or XLSX, at most 300 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
    )


def _work(request: HttpRequest) -> None:
    if not policy.works_with_figures(request.user):
        raise PermissionDenied


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The files of the user's provinces, those that wait first."""
    _work(request)
    batches = policy.visible_batches(request.user)
    waiting = list(batches.filter(state=BatchState.SUBMITTED))
    others = Paginator(batches.exclude(state=BatchState.SUBMITTED), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "section": "files",
        "waiting": [(batch, policy.may_decide(request.user, batch.province_id)) for batch in waiting],
        "page": others,
        "form": AreaForm(user=request.user),
    }
    return render(request, "provinces/figures/index.html", context)


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Takes a file. A bad one is answered with every error, and nothing has changed."""
    _work(request)
    errors: list[RowError] = []
    whole = ""
    form = SendForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = plan(file.read(BYTES_AT_MOST + 1), area=form.chosen, user=request.user, name=file.name or "?")
        except BadSheet as error:
            whole = str(error)
        except Refused as refused:
            errors = refused.errors
        else:
            return redirect("provinces_figures_batch", batch.pk)
    bad = bool(errors or whole or form.errors)
    context = {"section": "send", "form": form, "errors": errors, "whole": whole}
    return render(request, "provinces/figures/send.html", context, status=422 if bad else 200)


def _batch(request: HttpRequest, pk: int) -> FigureBatch:
    _work(request)
    batch: FigureBatch = get_object_or_404(policy.visible_batches(request.user), pk=pk)
    return batch


@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """What a file changes, and what may be done with it."""
    found = _batch(request, pk)
    rows = shown(found.changes.select_related("province", "indicator", "made_by"))
    kinds = {kind: [row for row in rows if row.kind == kind] for kind in ("changed", "new", "same")}
    mine = found.sent_by_id == request.user.pk
    context = {
        "section": "",
        "batch": found,
        "changed": kinds["changed"],
        "new": kinds["new"],
        "same": kinds["same"],
        "can_submit": mine and found.state == BatchState.PLANNED and bool(kinds["changed"] or kinds["new"]),
        "can_discard": mine and found.state != BatchState.APPLIED,
        "can_decide": found.state == BatchState.SUBMITTED and policy.may_decide(request.user, found.province_id),
    }
    return render(request, "provinces/figures/batch.html", context)


def _told(request: HttpRequest, act: Callable[[], Any], done: str) -> bool:
    """Do it and say so, or say why not."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    messages.success(request, done)
    return True


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _batch(request, pk)
    done = _("The figures wait for approval. Readers see them once they are approved.")
    _told(request, lambda: services.submit(found, user=request.user), done)
    return redirect("provinces_figures_batch", pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    found = _batch(request, pk)
    if _told(request, lambda: services.discard(found, user=request.user), _("The file was thrown away.")):
        return redirect("provinces_figures")
    return redirect("provinces_figures_batch", pk)


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    found = _batch(request, pk)
    done = _("Approved: readers see these figures now.")
    _told(request, lambda: services.approve(found, user=request.user), done)
    return redirect("provinces_figures_batch", pk)


@require_POST
def return_batch(request: HttpRequest, pk: int) -> HttpResponse:
    found = _batch(request, pk)
    comment = request.POST.get("comment", "")
    done = _("The file was returned to its sender.")
    _told(request, lambda: services.return_to_sender(found, user=request.user, comment=comment), done)
    return redirect("provinces_figures_batch", pk)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """`area` and `format` (csv, xlsx): the figures in the columns in which they come in."""
    _work(request)
    form, chosen = AreaForm(request.GET, user=request.user), FORMATS.get(request.GET.get("format", "xlsx"))
    if chosen is None or not form.is_valid():
        raise Http404
    media_type, write = chosen
    area = form.chosen
    name = f"figures-{area.slug if area else 'viet-nam'}-{timezone.localdate():%Y-%m-%d}"
    response = HttpResponse(write(exporting.exported(area)), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{request.GET.get("format", "xlsx")}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def outdated(request: HttpRequest) -> HttpResponse:
    """The newest figures that are past their time, in the user's provinces."""
    _work(request)
    country = policy.may_send(request.user, None)
    found = old_figures([area.pk for area in policy.areas_of(request.user)], country=country)
    page = Paginator(found, PER_PAGE * 2).get_page(request.GET.get("p"))
    return render(request, "provinces/figures/outdated.html", {"section": "outdated", "page": page})


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """What one figure was, who changed it, when."""
    _work(request)
    observation = get_object_or_404(Observation.objects.select_related("province", "indicator"), pk=pk)
    if not policy.may_see_history(request.user, observation):
        raise Http404
    rows = observation.history.exclude(made_at=None).select_related("province", "indicator", "made_by", "batch")
    context = {"section": "", "observation": observation, "changes": shown(rows.order_by("-made_at", "-pk"))}
    return render(request, "provinces/figures/history.html", context)
