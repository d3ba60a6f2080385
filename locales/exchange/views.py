"""The translator's desk in the admin: texts out as files, files in with a report, and the way to one text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from locales.exchange import desk, po, reading, xliff
from locales.exchange.applying import Report, apply
from locales.exchange.choosing import BadChoice, Choice, choice_from
from locales.exchange.desk_views import address_of
from locales.exchange.files import BYTES_AT_MOST, BadFile
from locales.exchange.kinds import TranslatableKind, areas_of, kind_of, kinds
from locales.machine.engines import EngineError
from locales.machine.services import translate_missing
from locales.registry import LANGUAGES, WORKING, tag_of
from locales.text_status.selectors import item_of

WRITERS = {"po": (po.write, po.MEDIA_TYPE, "po"), "xliff": (xliff.write, xliff.MEDIA_TYPE, "xlf")}
PERMISSION = "locales.view_term"
"""Held by every role of a province's team: whoever has none has nothing to translate."""


def may_use_desk(user: Any) -> bool:
    return bool(user.has_perm(PERMISSION))


def _check(request: HttpRequest) -> None:
    if not may_use_desk(request.user):
        raise PermissionDenied


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What to take along, and where files come back."""
    _check(request)
    return _index(request)


def _index(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    user = request.user
    selections = [
        (f"{kind.key}|{named.key}", kind.label, named.label) for kind in kinds() for named in kind.selections(user)
    ]
    context = {
        "problem": problem,
        "kinds": kinds(),
        "areas": areas_of(user),
        "selections": selections,
        "languages": desk.language_choices(),
        "chosen": request.GET,
        "source": request.GET.get("source", WORKING),
        "target": request.GET.get("target", "en"),
    }
    return render(request, "locales/exchange/index.html", context, status=status)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The chosen texts as a file."""
    _check(request)
    try:
        choice = choice_from(request.GET.dict(), request.user)
        items = choice.items(request.user)
    except BadChoice as problem:
        return _index(request, problem=str(problem), status=422)
    write, media_type, extension = WRITERS[choice.format]
    response = HttpResponse(write(items, choice.source, choice.target), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{_file_name(choice)}.{extension}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _file_name(choice: Choice) -> str:
    parts = [choice.kind.replace(".", "-") or "texts", str(choice.pk or choice.area or "")]
    parts += [f"{tag_of(choice.source)}-{tag_of(choice.target)}", f"{timezone.localdate():%Y-%m-%d}"]
    return "-".join(part for part in parts if part)


@require_POST
def load(request: HttpRequest) -> HttpResponse:
    """Take a translated file in, and say what became of each text."""
    _check(request)
    file: Any = request.FILES.get("file")
    if file is None:
        return _index(request, problem=_("Choose the file first."), status=422)
    try:
        report = apply(reading.read(file.read(BYTES_AT_MOST + 1)), user=request.user)
    except BadFile as problem:
        return _index(request, problem=str(problem), status=422)
    return _report(request, report, file.name or "")


def _report(request: HttpRequest, report: Report, name: str) -> HttpResponse:
    context = {
        "report": report,
        "name": name,
        "source": LANGUAGES[report.source],
        "target": LANGUAGES[report.target],
    }
    return render(request, "locales/exchange/report.html", context)


@require_safe
def item(request: HttpRequest, kind_key: str, pk: int) -> HttpResponse:
    """The way from a record's or page's own number to its place on the desk."""
    _kind, obj, source, target = _named(request, kind_key, pk, request.GET)
    return redirect(_desk(obj, source, target))


def _desk(obj: Any, source: str, target: str) -> str:
    found = item_of(obj)
    if found is None:
        raise Http404
    return address_of(found, target, source)


def _named(
    request: HttpRequest, kind_key: str, pk: int, data: Mapping[str, Any]
) -> tuple[TranslatableKind, Any, str, str]:
    """(kind, object, source, target) that an address names. Raises Http404 for what the user may not translate."""
    kind = kind_of(kind_key)
    source, target = data.get("source", WORKING), data.get("target", "en")
    if kind is None or source not in LANGUAGES or target not in LANGUAGES or source == target:
        raise Http404
    obj = kind.editable_by(request.user, source).filter(pk=pk).first()
    if obj is None:
        raise Http404
    return kind, obj, source, target


@require_POST
def machine(request: HttpRequest, kind_key: str, pk: int) -> HttpResponse:
    """Have the empty texts of one item translated by the site's engine, as a draft."""
    kind, obj, source, target = _named(request, kind_key, pk, request.POST)
    address = _desk(obj, source, target)
    try:
        report = translate_missing(kind, obj, source, target, user=request.user)
    except EngineError as error:
        messages.error(request, str(error))
        return redirect(address)
    if report.refused:
        return _report(request, report, _("Machine translation"))
    number = len(report.applied)
    words = ngettext(
        "A machine has translated %(number)s text. Somebody must read and approve it.",
        "A machine has translated %(number)s texts. Somebody must read and approve them.",
        number,
    )
    messages.success(request, words % {"number": number})
    return redirect(address)
