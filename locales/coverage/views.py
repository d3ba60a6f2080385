"""The grid, totals, and an item in all its languages. One text of it is worked on at the desk (`locales.exchange`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from locales.coverage import query, together, totals
from locales.coverage.forms import GridForm, TogetherForm
from locales.coverage.names import province_names
from locales.exchange.desk_views import remember_list
from locales.exchange.richtext import changes_as_read
from locales.registry import LANGUAGES, enabled_codes
from locales.text_status import services
from locales.text_status.errors import StaleText
from locales.text_status.kinds import kind as kind_by_slug
from locales.text_status.models import TextComment, TextItem


def _items(request: HttpRequest) -> Any:
    items = query.visible(request.user)
    if not may_see_grid(request.user):
        raise PermissionDenied
    return items


def may_see_grid(user: Any) -> bool:
    """Whoever may see the texts of at least one kind."""
    from locales.text_status.kinds import all_kinds

    return any(kind.scope(user, "view") for kind in all_kinds())


@require_safe
def grid(request: HttpRequest) -> HttpResponse:
    items = _items(request)
    ask = query.asked(request.GET)
    form = GridForm(request.GET, items=items, codes=ask.codes, user=request.user)
    page = query.page_of(query.found(items, ask), request.GET.get("p"))
    kept = request.GET.copy()
    kept.pop("p", None)
    remember_list(request, [item.pk for item in page.object_list], request.get_full_path())
    context = {
        "section": "grid",
        "form": form,
        "page": page,
        "rows": query.rows_for(page.object_list, ask.codes, request.user, form.province_names),
        "columns": [LANGUAGES[code] for code in ask.codes],
        "kept": kept.urlencode(),
        "legend": [(query.SIGNS[state], state) for state in query.SIGNS],
        "filtered": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "locales/coverage/grid.html", context)


@require_safe
def sums(request: HttpRequest) -> HttpResponse:
    """Totals by province and language."""
    items = _items(request)
    ask = query.asked(request.GET)
    if ask.kind:
        items = items.filter(kind=ask.kind)
    ids = set(items.order_by().values_list("province_id", flat=True).distinct()) - {None}
    lines = totals.by_province(items, ask.codes, province_names(ids), _("The whole site"))
    context = {
        "section": "totals",
        "lines": lines,
        "all": totals.summed(lines, ask.codes),
        "number": sum(line.items for line in lines),
        "columns": [LANGUAGES[code] for code in ask.codes],
        "form": GridForm(request.GET, items=_items(request), codes=ask.codes, user=request.user),
    }
    return render(request, "locales/coverage/sums.html", context)


@require_safe
def language(request: HttpRequest, code: str) -> HttpResponse:
    """What a language needs before it can be switched on."""
    if code not in LANGUAGES:
        raise Http404
    needs = totals.needs(_items(request), code)
    context = {
        "language": LANGUAGES[code],
        "needs": needs,
        "is_on": code in enabled_codes(),
        "is_begun": code in query.offered_codes(),
        "interface": totals.interface_percent(code),
        "ready": bool(needs) and all(need.is_met for need in needs) and code in query.offered_codes(),
        "languages": [LANGUAGES[one] for one in query.offered_codes()],
    }
    return render(request, "locales/coverage/language.html", context)


def _item(request: HttpRequest, pk: int) -> TextItem:
    item: TextItem = get_object_or_404(_items(request), pk=pk)
    if kind_by_slug(item.kind) is None:
        raise Http404
    query.with_cells([item])
    return item


@require_safe
def item_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One record or page in all languages."""
    item = _item(request, pk)
    kind = kind_by_slug(item.kind)
    assert kind is not None  # noqa: S101  (`_item` has seen to it)
    codes = tuple(dict.fromkeys((*query.offered_codes(), *item.cells)))
    source = item.texts.filter(language=item.source_language).first()
    small = source is not None and any(
        row.is_shown and row.source_digest == source.source_digest != source.text_digest
        for row in item.cells.values()
        if row.language != item.source_language
    )
    context = {
        "item": item,
        "kind": kind,
        "province": province_names({item.province_id}).get(item.province_id or 0) if item.province_id else "",
        "cells": [query.cell_of(item, code, request.user) for code in codes],
        "decides": kind.scope(request.user, "approve").covers(item.province_id),
        "small_change": _source_change(item, source) if small and source else None,
        "source": source,
        "versions": together.versions(item, request.user) if kind.is_page else [],
        "form": TogetherForm(),
    }
    return render(request, "locales/coverage/item.html", context)


def _source_change(item: TextItem, source: Any) -> list[tuple[str, Any]]:
    """[(field, pieces)] of the source's last change."""
    kind = kind_by_slug(item.kind)
    assert kind is not None  # noqa: S101
    holder = kind.store.find(kind, item.key, item.source_language)
    labels = kind.store.labels(kind, holder) if holder else {}
    names = dict.fromkeys((*labels, *source.source_texts, *source.approved_texts))
    pairs = [(name, source.source_texts.get(name, ""), source.approved_texts.get(name, "")) for name in names]
    return [(labels.get(name, name), changes_as_read(then, now)) for name, then, now in pairs if then != now]


def _told(request: HttpRequest, act: Callable[[], Any], done: str) -> bool:
    """Do it and say so, or say why not."""
    try:
        act()
    except StaleText as error:
        messages.warning(request, " ".join(error.messages))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
        return True
    return False


@require_POST
def small_change(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    seen = request.POST.get("seen", "")
    done = _("The change counts as small: it makes no translation outdated.")
    _told(request, lambda: services.mark_small_change(item, user=request.user, seen=seen), done)
    code = request.POST.get("from", "")
    return redirect("locales_text", pk, code) if code in LANGUAGES else redirect("locales_item", pk)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Chosen languages of a page, at one moment."""
    item = _item(request, pk)
    form = TogetherForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This is no date and time."))
        return redirect("locales_item", pk)
    at = form.cleaned_data["at"]
    seen = {code: request.POST.get(f"seen-{code}", "") for code in request.POST.getlist("language")}
    done = _("The chosen languages are published.")
    if at:
        done = _("The chosen languages will be published together at %(moment)s.") % {
            "moment": date_format(localtime(at), "DATETIME_FORMAT")
        }
    _told(request, lambda: together.publish_together(item, seen, user=request.user, at=at), done)
    return redirect("locales_item", pk)


@require_POST
def resolve(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    item = _item(request, pk)
    found = get_object_or_404(TextComment, pk=comment, item=item)
    _told(request, lambda: services.resolve(found, user=request.user), _("The comment is settled."))
    return redirect("locales_text", pk, found.language)
