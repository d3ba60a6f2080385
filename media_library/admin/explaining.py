"""“Why can't these be shared?” for a selection, by reason, with the way to mend each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.permissions import policy_registry

from media_library.admin.searches import check_works_on_photos
from media_library.admin.selection import MOST, chosen_ids, joined, query_of, selected
from media_library.explain.matrix import ASKERS, PUBLIC, PURPOSE_WORDS, Asker
from media_library.explain.mends import BATCH_FIELDS, BATCH_WORDS
from media_library.explain.selection import Obstacle, summarise
from media_library.models import Asset, AssetKind, Photo, records_by_id
from media_library.rights import Purpose

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PICTURES = 12
"""Of each group that are shown."""


@require_safe
def explain(request: HttpRequest) -> HttpResponse:
    """`?ids=` or the list's query string; `asker` and `purpose` say for whom and what for."""
    check_works_on_photos(request.user)
    asker, purpose = _asker(request.GET.get("asker", "")), _purpose(request.GET.get("purpose", ""))
    assets = (
        Asset.objects.filter(pk__in=chosen_ids(request)).select_related("licence", "consent").order_by("-updated_at")
    )
    summary = summarise(assets, asker, purpose, timezone.now())
    may_change = policy_registry.get_by_type(Photo).user_has_permission(request.user, "change")
    records = records_by_id({pk for obstacle in summary.obstacles for pk in obstacle.ids[:PICTURES]})
    photo_ids = {asset.pk for asset in assets if asset.kind == AssetKind.PHOTO}
    context: dict[str, Any] = {
        "summary": summary,
        "groups": [
            {
                "obstacle": obstacle,
                "link": _batch_link(obstacle, photo_ids, may_change=may_change),
                "records": [_listed(records[pk]) for pk in obstacle.ids[:PICTURES] if pk in records],
                "more": max(0, len(obstacle.ids) - PICTURES),
            }
            for obstacle in summary.obstacles
        ],
        "askers": [(found.slug, found.words, found is asker) for found in ASKERS],
        "purposes": [(found.value, PURPOSE_WORDS[found], found is purpose) for found in Purpose],
        "kept": _kept(request),
        "cut": summary.asked >= MOST and selected(request).count() > MOST,
        "most": MOST,
        "heading": _("Why can't these be shared?"),
    }
    return render(request, "media_library/explain/selection.html", context)


def _asker(slug: str) -> Asker:
    return next((asker for asker in ASKERS if asker.slug == slug), PUBLIC)


def _purpose(value: str) -> Purpose:
    return next((purpose for purpose in Purpose if purpose.value == value), Purpose.PREVIEW)


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """The selection as hidden fields of the form that asks for whom and what for."""
    return [(name, value) for name, values in QueryDict(query_of(request)).lists() for value in values]


def _listed(record: Any) -> dict[str, Any]:
    return {"record": record, "edit_url": reverse(f"{record.admin_namespace}:edit", args=[record.pk])}


def _batch_link(obstacle: Obstacle, photo_ids: set[int], *, may_change: bool) -> tuple[StrOrPromise, str] | None:
    """(words, address) of the page where all of an obstacle's photos are mended at once, where there is one."""
    ids = [pk for pk in obstacle.ids if pk in photo_ids]
    if not may_change or not ids or obstacle.act not in BATCH_FIELDS:
        return None
    try:
        address = reverse("media_library_batch_edit")
    except NoReverseMatch:
        return None
    return BATCH_WORDS[obstacle.act], f"{address}?ids={joined(ids)}#{BATCH_FIELDS[obstacle.act]}"
