"""Saving at the desk while somebody types."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from locales.coverage import query
from locales.exchange import desk
from locales.exchange.desk_requests import item_asked, source_asked, typed_in
from locales.exchange.desk_saving import Outcome, Saved, Typed, save_typed
from locales.exchange.open_text import OpenText, lines, progress, seen
from locales.glossary.checking import Checker
from locales.text_status.errors import StaleText
from locales.text_status.models import TextState
from locales.text_status.texts import differences


@require_POST
def save(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """What a script sends a few seconds after typing stopped: some texts. Answers what became of each."""
    item = item_asked(request, pk, code)
    if code == item.source_language:
        raise Http404
    source = source_asked(item, code, request.POST)
    typed = typed_in(request.POST)
    try:
        saved = save_typed(item, code, source, typed, user=request.user)
    except LookupError as error:
        raise Http404 from error
    except PermissionDenied as error:
        return JsonResponse({"problem": str(error)}, status=403)
    except StaleText as error:
        return JsonResponse({"problem": " ".join(error.messages)}, status=409)
    there = saved.now
    state, shown = there.work.state, request.POST.get("token", "")
    checker = Checker(source, code)
    answer = {
        "at": date_format(timezone.localtime(), "TIME_FORMAT"),
        "token": saved.token(shown),
        "others": saved.token(shown) != there.work.token,
        "progress": progress(there.units),
        "state": {"value": str(state), "label": str(state.label), "sign": query.SIGNS[state]},
        "may_submit": state in (TextState.DRAFT, TextState.MACHINE),
        "units": _answers(request, there, saved, typed, checker),
    }
    return JsonResponse(answer)


def _answers(
    request: HttpRequest, there: OpenText, saved: Saved, typed: list[Typed], checker: Checker
) -> list[dict[str, Any]]:
    units = {unit.key: unit for unit in there.units}
    answers: list[dict[str, Any]] = []
    shown = {
        request.POST.get(f"key-{number}"): request.POST.get(f"source-{number}", "")
        for number in (name.removeprefix("key-") for name in request.POST if name.startswith("key-"))
    }
    for one in typed:
        verdict, unit = saved.verdicts[one.key], units.get(one.key)
        answer: dict[str, Any] = {"key": one.key, "outcome": str(verdict.outcome), "reason": verdict.reason}
        if unit is not None:
            answer |= {
                "was": seen(unit.target),
                "source": seen(unit.source),
                "is_translated": bool(unit.target),
                "warnings": desk.warnings(checker, unit, one.text),
            }
            if verdict.outcome is Outcome.CONFLICT:
                answer["theirs"] = lines(verdict.theirs)
            elif verdict.outcome is Outcome.SAME and lines(unit.target) != one.text:
                answer["theirs"] = lines(unit.target)
            if verdict.source_changed:
                before = lines(shown.get(one.key) or "")
                pieces = differences(before, lines(unit.source)) if before else []
                answer["source_changes"] = [[piece.kind, piece.text] for piece in pieces]
                answer["source_text"] = unit.source
        answers.append(answer)
    return answers
