"""The desk where one text is worked on and decided: edited beside its source, handed in, approved or returned.

One page for translator and approver, so that both look at the same. Without a script it is one form with
buttons; a script saves while its translator types.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from locales.coverage import query
from locales.exchange import desk
from locales.exchange.desk_requests import comments_by_number, comments_in, item_asked, source_asked, typed_in
from locales.exchange.desk_saving import Saved, Typed, save_typed
from locales.exchange.kinds import areas_of
from locales.exchange.open_text import OpenText, open_text, progress
from locales.exchange.richtext import as_read, changes_as_read
from locales.machine.services import may_translate
from locales.registry import LANGUAGES
from locales.text_status import selectors, services
from locales.text_status.errors import StaleText
from locales.text_status.models import TextItem, TextState
from locales.text_status.texts import Piece
from locales.text_status.work_links import work_url

LIST = "coverage_list"
"""In the session: the items of the list that the user came from, as they stood in it."""


# --- which text -----------------------------------------------------------------------------------------
def _opened(request: HttpRequest, item: TextItem, code: str, source: str) -> OpenText:
    there = open_text(item, code, source, request.user)
    if there is None:
        raise Http404
    return there


# --- the page -------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One text in one language. What is posted is saved first, then the act is done that its button names."""
    item = item_asked(request, pk, code)
    if code == item.source_language:
        return _source_page(request, item, code)
    source = source_asked(item, code, request.POST if request.method == "POST" else request.GET)
    if request.method != "POST":
        return _page(request, _opened(request, item, code, source))
    typed = typed_in(request.POST)
    try:
        saved = save_typed(item, code, source, typed, user=request.user)
    except LookupError as error:
        raise Http404 from error
    except StaleText as error:
        messages.warning(request, " ".join(error.messages))
        return _page(request, _opened(request, item, code, source), typed=typed, status=409)
    act = request.POST.get("act", "save")
    if saved.problems:
        messages.warning(request, _told_problems(saved))
        return _page(request, saved.now, typed=typed, saved=saved)
    if act == "save":
        messages.success(request, _told_saved(saved))
        return redirect(address_of(item, code, source))
    if _done(request, item, saved.now.work, act, saved.token(request.POST.get("token", ""))):
        return redirect(address_of(item, code, source))
    return _page(request, _opened(request, item, code, source), typed=typed)


def address_of(item: TextItem, code: str, source: str) -> str:
    address = reverse("locales_text", args=[item.pk, code])
    return address if source == item.source_language else f"{address}?{urlencode({'source': source})}"


def _told_saved(saved: Saved) -> str:
    if not saved.number:
        return _("There was nothing new to save.")
    words = ngettext("%(number)s text was saved as a draft.", "%(number)s texts were saved as a draft.", saved.number)
    return words % {"number": saved.number}


def _told_problems(saved: Saved) -> str:
    number = len(saved.problems)
    words = ngettext(
        "%(number)s text was not saved. What you typed is still here, with the reason beside it.",
        "%(number)s texts were not saved. What you typed is still here, with the reason beside it.",
        number,
    )
    return words % {"number": number}


def _page(
    request: HttpRequest, there: OpenText, *, typed: list[Typed] | None = None, saved: Saved | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    item, code, source = there.work.item, there.work.code, there.item.source
    areas = None if request.user.is_superuser else {int(area.key) for area in areas_of(request.user)}
    kept = comments_by_number(request.POST) if request.method == "POST" else {}
    made = desk.rows(there, areas, typed or (), saved.verdicts if saved else None, kept)
    machine = there.kind is not None and there.writes and any(not unit.target for unit in there.units)
    context = _context(request, item, there.work) | {
        "there": there,
        "rows": made,
        "others": _numbered(there, len(made), kept),
        "source": LANGUAGES[source],
        "source_code": source,
        "progress": progress(there.units),
        "may_write": there.writes and not there.hindrance,
        "sources": [(one, LANGUAGES[one].name_native) for one in LANGUAGES if one in item.cells and one != code],
        "targets": [
            (one, LANGUAGES[one].name_native)
            for one in dict.fromkeys((*query.offered_codes(), code))
            if one != item.source_language
        ],
        "machine": machine and not there.hindrance and may_translate(there.item),
        "kept_comment": request.POST.get("comment", ""),
        "exchange": there.kind,
        "small": _small_change(item, there.work),
        "neighbours": _neighbours(request, item, code),
        "user_key": request.user.pk,
    }
    return render(request, "locales/exchange/text.html", context, status=status)


def _context(request: HttpRequest, item: TextItem, work: selectors.LanguageWork) -> dict[str, Any]:
    code = work.code
    return {
        "item": item,
        "work": work,
        "language": LANGUAGES[code],
        "sign": query.SIGNS[work.state],
        "source_tag": LANGUAGES[item.source_language].tag,
        "decides": work.row is not None and work.kind.scope(request.user, "approve").covers(item.province_id),
        "writes": work.kind.scope(request.user, "edit").covers(item.province_id),
        "may_submit": work.state in (TextState.DRAFT, TextState.MACHINE),
        "form_url": work.kind.edit_url(item, code) if work.kind.scope(request.user, "edit") else None,
    }


def _numbered(there: OpenText, start: int, kept: Mapping[int, str]) -> list[tuple[int, Any, str]]:
    return [(number, one, kept.get(number, "")) for number, one in enumerate(there.others, start)]


def _small_change(item: TextItem, work: selectors.LanguageWork) -> str:
    """Digest of the source as it is, where its last change is what made this language outdated."""
    row, source = work.row, item.cells.get(item.source_language)
    if work.state != TextState.OUTDATED or row is None or source is None:
        return ""
    return source.text_digest if row.source_digest == source.source_digest != source.text_digest else ""


def _source_page(request: HttpRequest, item: TextItem, code: str) -> HttpResponse:
    """The source is written in its own form; here it is decided on."""
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act == "save" or any(name.startswith("text-") for name in request.POST):
            raise Http404
        work = selectors.read(item, code)
        if _done(request, item, work, act, request.POST.get("token", "")):
            return redirect(address_of(item, code, item.source_language))
    work = selectors.read(item, code)
    kept = comments_by_number(request.POST) if request.method == "POST" else {}
    context = _context(request, item, work) | {
        "fields": [_source_field(number, one, kept.get(number, "")) for number, one in enumerate(work.fields)],
        "kept_comment": request.POST.get("comment", ""),
        "edit_url": work_url(item, code, request.user),
        "neighbours": _neighbours(request, item, code),
    }
    return render(request, "locales/exchange/source.html", context)


@dataclass(frozen=True, slots=True)
class _SourceField:
    """A field of the source as the page of decisions shows it; `is_new` since readers got the approved text."""

    number: int
    work: selectors.FieldWork
    words: str
    changes: list[Piece]
    is_new: bool
    kept_comment: str


def _source_field(number: int, work: selectors.FieldWork, kept: str) -> _SourceField:
    return _SourceField(
        number, work, as_read(work.text), changes_as_read(work.approved, work.text), work.text != work.approved, kept
    )


# --- the list that the user came from -------------------------------------------------------------------
def remember_list(request: HttpRequest, items: list[int], address: str) -> None:
    """Kept as it stood: what is saved moves to the top of the list, and the next one would be lost."""
    now = {"items": items, "address": address}
    if request.session.get(LIST) != now:
        request.session[LIST] = now


def _neighbours(request: HttpRequest, item: TextItem, code: str) -> dict[str, Any]:
    kept = request.session.get(LIST) or {}
    items = kept.get("items", [])
    if item.pk not in items:
        return {}
    place = items.index(item.pk)
    return {
        "address": kept.get("address", ""),
        "place": place + 1,
        "number": len(items),
        "before": reverse("locales_text", args=[items[place - 1], code]) if place else "",
        "after": reverse("locales_text", args=[items[place + 1], code]) if place + 1 < len(items) else "",
    }


# --- what a button does ---------------------------------------------------------------------------------
def _done(request: HttpRequest, item: TextItem, work: selectors.LanguageWork, act: str, token: str) -> bool:
    """Do what the button says and tell it; if it can't be done, the page shows what was typed, and why."""
    user, code, name = request.user, work.code, LANGUAGES[work.code].name_native
    said = comments_in(request.POST)
    try:
        match act:
            case "approve":
                services.approve(item, code, user=user, token=token)
                done = _("%(language)s is approved.")
            case "return":
                services.send_back(item, code, said, user=user, token=token)
                done = _("%(language)s was returned with your comments.")
            case "submit":
                services.submit(item, code, user=user, token=token)
                done = _("%(language)s was handed in for approval.")
            case "comment":
                _comment(item, code, said, user)
                done = _("Your comment stands beside the text.")
            case _:
                raise Http404
    except StaleText as error:
        messages.warning(request, " ".join(error.messages))
        return False
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    messages.success(request, done % {"language": name})
    return True


def _comment(item: TextItem, code: str, said: Mapping[str, str], user: Any) -> None:
    for field, words in (said or {"": ""}).items():
        services.comment(item, code, field[:255], words, user=user)
