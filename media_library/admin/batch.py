"""Batch editing: choose what happens, look at what that changes, make it (and submit it), undo it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from locales.registry import LANGUAGES
from media_library.admin.batch_form import (
    as_data,
    choices_of,
    consents_of,
    form_groups,
    steps_of,
    typed_in,
    undecided,
)
from media_library.admin.batch_selection import Selection, own_change
from media_library.batch import planning, waiting
from media_library.batch.hindrances import changeable
from media_library.columns import Sort, changed_together
from media_library.models import AT_WORK, BatchEdit, BatchState

ITEMS_PER_PAGE = 50
SHOWN = 24


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """GET: what to do with the selection; with `again` what was typed for the change named by `of`.

    POST: `do` is preview or submit.
    """
    user: Any = request.user
    if not changeable(user).exists():
        raise PermissionDenied
    posted = request.method == "POST"
    selection = Selection(request, request.POST if posted else request.GET)
    photos = selection.photos()
    count = photos.count()
    if count > planning.AT_MOST:
        messages.error(request, _("At most %(count)s photos can be changed at once.") % {"count": planning.AT_MOST})
        return redirect("photos:list")
    errors: list[str] = []
    if posted and count:
        if request.POST.get("do") == "submit":
            return _hand_in(request, photos)
        steps, errors = steps_of(request.POST), undecided(request.POST)
        if steps and not errors:
            wanted, words, typed = planning.by_steps(steps), planning.words_of(steps), typed_in(request.POST)
            batch = planning.plan(photos, wanted, user=user, words=words, form=typed)
            return redirect("media_library_batch_edit_one", batch.pk)
        errors = errors or [_("Choose what is to change.")]
    context = {
        "selection": selection,
        "count": count,
        "photos": photos[:SHOWN],
        "more": max(0, count - SHOWN),
        "errors": errors,
        "groups": form_groups(_typed(request), consents_of(photos)),
        "recent": BatchEdit.objects.filter(owner=user).exclude(state=BatchState.DISCARDED).defer("source")[:5],
    }
    return render(request, "media_library/batch/edit.html", context)


def _typed(request: HttpRequest) -> QueryDict:
    if request.method == "POST":
        return request.POST
    if "again" in request.GET and "of" in request.GET:
        return as_data(own_change(request, request.GET["of"]).form)
    return QueryDict()


def _hand_in(request: HttpRequest, photos: Any) -> HttpResponse:
    """Submit these as they are: a change that changes nothing else."""
    user: Any = request.user
    batch = planning.plan(photos, lambda photo, now: {}, user=user, words=_("Submit for approval"))
    waiting.start(batch, user=user, hand_in=True)
    return redirect("media_library_batch_edit_one", batch.pk)


@require_http_methods(["GET"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """A change: before it is made what it would do, afterwards what it did."""
    batch = own_change(request, pk)
    if batch.state in AT_WORK:
        waiting.take_up_if_forsaken(batch)
    wanted = batch.items.select_related("photo__province").order_by("problem", "hand_in_problem", "pk")
    if not batch.hand_in:
        wanted = wanted.exclude(changes={}, problem="")
    if (only := request.GET.get("only", "")) == "problems":
        wanted = wanted.exclude(problem="", hand_in_problem="", undo_problem="")
    page = Paginator(wanted, ITEMS_PER_PAGE).get_page(request.GET.get("p"))
    # While a worker plans it, what it would do isn't known yet.
    listed = [] if batch.state == BatchState.PLANNING else page
    numbers = _numbers(batch)
    names = {name: dict(choices_of(name)) for name, each in changed_together().items() if _has_words(each.sort)}
    context = {
        "batch": batch,
        "page": page,
        "only": only,
        "numbers": numbers,
        "done": batch.done if batch.state == BatchState.PLANNING else _settled(batch, numbers),
        "total": batch.total if batch.state == BatchState.PLANNING else numbers["changing"] or numbers["all"],
        "at_work": batch.state in AT_WORK,
        "items": [(item, _lines(item.changes, names)) for item in listed],
    }
    return render(request, "media_library/batch/show.html", context)


def _numbers(batch: BatchEdit) -> dict[str, int]:
    numbers: dict[str, int] = batch.items.aggregate(
        all=Count("pk"),
        problems=Count("pk", filter=~Q(problem="")),
        same=Count("pk", filter=Q(problem="", changes={})),
        made=Count("pk", filter=Q(made_revision__isnull=False)),
        undone=Count("pk", filter=Q(undone=True)),
        kept=Count("pk", filter=~Q(undo_problem="")),
        handed_in=Count("pk", filter=Q(handed_in=True)),
        not_handed_in=Count("pk", filter=~Q(hand_in_problem="")),
    )
    numbers["changing"] = numbers["all"] - numbers["problems"] - numbers["same"]
    return numbers


def _settled(batch: BatchEdit, numbers: Mapping[str, int]) -> int:
    if batch.state == BatchState.UNDOING:
        return numbers["undone"] + numbers["kept"]
    return numbers["made"] if numbers["changing"] else numbers["handed_in"] + numbers["not_handed_in"]


def _has_words(sort: Sort) -> bool:
    return sort in (Sort.RECORD, Sort.TRUTH, Sort.CHOICE)


def _lines(changes: dict[str, list[str]], names: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    """Before and after as people read them: words for codes of licences and choices."""
    known = changed_together()
    return [
        {
            "label": known[name].label,
            "before": names.get(name, {}).get(before, before),
            "after": names.get(name, {}).get(after, after),
            "lang": LANGUAGES[known[name].language].tag if known[name].language else "",
        }
        for name, (before, after) in changes.items()
        if name in known
    ]


@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Make it; with `hand_in` the photos are submitted for approval too."""
    batch, user = own_change(request, pk), _user(request)
    try:
        waiting.start(batch, user=user, hand_in="hand_in" in request.POST)
    except ValidationError as error:
        for words in error.messages:
            messages.error(request, words)
    return redirect("media_library_batch_edit_one", batch.pk)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    batch = own_change(request, pk)
    try:
        waiting.start_undoing(batch, user=_user(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("media_library_batch_edit_one", batch.pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a plan up: nothing was changed by it, and the form comes back as it was filled in."""
    batch = own_change(request, pk)
    idle = BatchEdit.objects.filter(pk=batch.pk, state__in=(BatchState.PLANNED, BatchState.REFUSED))
    idle.update(state=BatchState.DISCARDED)
    if not batch.form:
        return redirect("media_library_import")
    return redirect(f"{reverse('media_library_batch_edit')}?of={batch.pk}&again=1")


def _user(request: HttpRequest) -> Any:
    return request.user
