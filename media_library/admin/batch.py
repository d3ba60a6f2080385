"""Batch editing in the admin: choose what to do, look at what changes, make it, undo it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from locales.registry import LANGUAGES, column, enabled_codes
from media_library import tasks
from media_library.batch import services
from media_library.batch.columns import CHOICES, LISTS, MOMENTS, TRUTHS, columns
from media_library.batch.steps import Operation, Step
from media_library.batch.submitting import submit
from media_library.models import BatchEdit, BatchState, Consent, Licence, Photo
from media_library.models.asset import TEXT_FIELDS
from media_library.worklists.conditions import Viewer
from media_library.worklists.query import NotAQuery, condition
from provinces.models import Sector

ITEMS_PER_PAGE = 50
AT_ONCE = 60
"""Up to here a change is made before the answer; what is more is made by a worker."""
SHOWN = 24
Choices = Sequence[tuple[str, str]]
"""What may be chosen: (text of the column, words)."""


class Selection:
    """The photos that a request speaks of: `ids=1,2,3`, or `list=<query string of the photos list>` for all of it."""

    def __init__(self, request: HttpRequest, data: QueryDict) -> None:
        self.ids = data.get("ids", "")
        self.list = data.get("list", "") if "list" in data else None
        self.request = request

    def photos(self) -> QuerySet[Photo]:
        """Those among them that the user may edit. Raises Http404 for what is no selection."""
        mine = services.changeable(self.request.user)
        if self.list is not None:
            viewer = Viewer(self.request.user, timezone.now())
            try:
                mine = mine.filter(condition(QueryDict(self.list), viewer))
            except (NotAQuery, ValidationError) as error:
                raise Http404 from error
        else:
            numbers = [part for part in self.ids.split(",") if part.isascii() and part.isdecimal() and len(part) < 18]
            mine = mine.filter(pk__in=numbers[: services.AT_MOST + 1])
        found: QuerySet[Photo] = mine.select_related("latest_revision__user", "province").order_by("-pk").distinct()
        return found


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """GET: what to do with the selection. POST: `do` is preview or submit."""
    user: Any = request.user
    if not services.changeable(user).exists():
        raise PermissionDenied
    selection = Selection(request, request.POST if request.method == "POST" else request.GET)
    photos = selection.photos()
    count = photos.count()
    if count > services.AT_MOST:
        messages.error(request, _("At most %(count)s photos can be changed at once.") % {"count": services.AT_MOST})
        return redirect("photos:list")
    if request.method == "POST" and count and request.POST.get("do") == "submit":
        results = submit(photos, user=request.user)
        return render(request, "media_library/batch/submitted.html", {"results": results, "selection": selection})
    errors: list[str] = []
    if request.method == "POST" and count:
        steps = steps_of(request.POST)
        errors = undecided(request.POST)
        if steps and not errors:
            words = services.words_of(steps)
            batch = services.plan(photos, services.by_steps(steps), user=request.user, words=words)
            return redirect("media_library_batch_edit_one", batch.pk)
        errors = errors or [_("Choose what is to change.")]
    context = {
        "selection": selection,
        "count": count,
        "photos": photos[:SHOWN],
        "more": max(0, count - SHOWN),
        "errors": errors,
        "groups": form_groups(request.POST, consents_of(photos)),
        "recent": BatchEdit.objects.filter(owner=user).exclude(state=BatchState.PLANNED)[:5],
    }
    return render(request, "media_library/batch/edit.html", context)


def steps_of(data: QueryDict) -> list[Step]:
    """The steps that the form asks for; a step that can't do anything is left out."""
    steps = []
    for name in columns():
        operation = data.get(f"{name}-do", "keep")
        text = ", ".join(data.getlist(name)) if name == "sectors" else data.get(name, "")
        if operation not in Operation.values or operation == Operation.KEEP:
            continue
        if operation != Operation.CLEAR and not text.strip():
            continue
        steps.append(Step(name, Operation(operation), text[:4000]))
    return steps


def undecided(data: QueryDict) -> list[str]:
    """Fields that were filled in but not said to change: nothing typed gets lost unseen."""
    words = _("“%(field)s”: you filled it in. Choose “replace by” or “add at the end”, or empty it again.")
    return [
        words % {"field": each.label}
        for name, each in columns().items()
        if data.get(f"{name}-do", Operation.KEEP) == Operation.KEEP and data.get(name, "").strip()
    ]


def form_groups(data: QueryDict, consents: Choices) -> list[dict[str, Any]]:
    """The form, in groups: Vietnamese, each other language that is switched on, rights, the rest."""
    codes = ["vi", *(code for code in enabled_codes() if code != "vi")]
    groups = [
        {
            "words": LANGUAGES[code].name_native,
            "lang": LANGUAGES[code].tag,
            "open": code == "vi",
            "fields": [_field(column(name, code), data) for name in TEXT_FIELDS],
        }
        for code in codes
    ]
    rights = ["licence", "creator", "credit_line", "shows_people", "consent", *CHOICES, "expires_at"]
    rest = ["keywords", "sectors", "taken_at", "publish_location"]
    groups.append({"words": _("Rights"), "open": True, "fields": [_field(name, data, consents) for name in rights]})
    groups.append({"words": _("Subject and time"), "open": True, "fields": [_field(name, data) for name in rest]})
    return groups


def _field(name: str, data: QueryDict, consents: Choices = ()) -> dict[str, Any]:
    each = columns()[name]
    operations = [Operation.KEEP, Operation.REPLACE]
    if name in LISTS or name not in (*CHOICES, *TRUTHS, *MOMENTS, "licence", "consent"):
        operations += [Operation.APPEND, Operation.REMOVE]
    if each.may_be_empty:
        operations.append(Operation.CLEAR)
    return {
        "name": name,
        "label": each.label,
        "long": name.startswith(("caption", "alt_text")),
        "chosen": data.get(f"{name}-do", "keep"),
        "values": data.getlist(name),
        "value": data.get(name, ""),
        "operations": [(operation.value, operation.label) for operation in operations],
        "choices": consents if name == "consent" else _choices(name),
        "many": name == "sectors",
        "moment": name in MOMENTS,
    }


def _choices(name: str) -> Choices:
    match name:
        case "licence":
            return [(licence.code, str(licence)) for licence in Licence.objects.all()]
        case "sectors":
            return [(sector.slug, str(sector)) for sector in Sector.objects.all()]
        case _ if name in TRUTHS:
            return [("yes", _("yes")), ("no", _("no"))]
        case _ if name in CHOICES:
            field: Any = Photo._meta.get_field(name)
            return [(value, str(words)) for value, words in field.choices if value]
    return []


def _own(request: HttpRequest, pk: int) -> BatchEdit:
    return get_object_or_404(BatchEdit, pk=pk, owner=request.user)


@require_http_methods(["GET"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """A change: before it is made what it would do, afterwards what it did."""
    batch = _own(request, pk)
    items = batch.items.select_related("photo__province").order_by("problem", "pk")
    wanted = items.exclude(changes={}, problem="")
    only = request.GET.get("only", "")
    chosen = wanted.exclude(problem="") if only == "problems" else wanted
    page = Paginator(chosen, ITEMS_PER_PAGE).get_page(request.GET.get("p"))
    numbers = batch.items.aggregate(
        all=Count("pk"),
        problems=Count("pk", filter=~Q(problem="")),
        same=Count("pk", filter=Q(problem="", changes={})),
        made=Count("pk", filter=Q(made_revision__isnull=False)),
        kept=Count("pk", filter=~Q(undo_problem="")),
    )
    numbers["changing"] = numbers["all"] - numbers["problems"] - numbers["same"]
    names = {name: dict(_choices(name)) for name in ("licence", *TRUTHS, *CHOICES)}
    context = {
        "batch": batch,
        "page": page,
        "numbers": numbers,
        "items": [(item, _lines(item.changes, names)) for item in page],
        "ids": ",".join(str(pk) for pk in batch.items.values_list("photo_id", flat=True)),
    }
    return render(request, "media_library/batch/show.html", context)


def _lines(changes: dict[str, list[str]], names: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    """Before and after as people read them: words for codes of licences and choices."""
    return [
        {
            "label": columns()[name].label,
            "before": names.get(name, {}).get(before, before),
            "after": names.get(name, {}).get(after, after),
            "lang": LANGUAGES[columns()[name].language].tag if columns()[name].language else "",
        }
        for name, (before, after) in changes.items()
        if name in columns()
    ]


@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    batch, user = _own(request, pk), cast("Any", request.user)
    claimed = BatchEdit.objects.filter(pk=batch.pk, state=BatchState.PLANNED).update(state=BatchState.APPLYING)
    if claimed:
        if batch.all_or_nothing or batch.items.count() <= AT_ONCE:
            try:
                services.apply(batch, user=user)
            except ValidationError as error:
                BatchEdit.objects.filter(pk=batch.pk).update(state=BatchState.PLANNED)
                messages.error(request, " ".join(error.messages))
        else:
            tasks.apply_batch.enqueue(batch.pk, user.pk)
    return redirect("media_library_batch_edit_one", batch.pk)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _own(request, pk)
    try:
        services.undo(batch, user=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("media_library_batch_edit_one", batch.pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a plan up: nothing was changed by it."""
    batch = _own(request, pk)
    ids = ",".join(str(photo_id) for photo_id in batch.items.values_list("photo_id", flat=True))
    if batch.state == BatchState.PLANNED:
        batch.delete()
    response = redirect("media_library_batch_edit")
    response["Location"] += f"?ids={ids}"
    return response


def consents_of(photos: QuerySet[Photo]) -> Choices:
    """Consents to choose from when all photos are of one province."""
    provinces = set(photos.order_by().values_list("province_id", flat=True))
    if len(provinces) != 1:
        return []
    return [(str(consent.pk), str(consent)) for consent in Consent.objects.filter(province__in=provinces)]
