"""Searching kits: the same index as everything, and the same decision as the press room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.utils import timezone

from locales.search.dialect import Field
from locales.search.hits import Shown, shown
from locales.search.index import FoldedIndex
from locales.search.query import match_query
from locales.search.rebuilding import register_index
from media_library.rights import Audience
from press.kit_drafts import prefetch_drafts, shown_content
from press.kit_view import KitView
from press.models import Kit
from press.selectors.kits import kit_views, kits_for
from promotion.pictures import desk_of
from promotion.search.sources import Section
from provinces.models import Province
from provinces.selectors import names_for_search_by_id

KIT_INDEX = FoldedIndex("kit_search")
SHOWN = 6
"""Kits on a page of results."""
COUNTED = 100

_WEIGHTS = (
    ("title", "A"),
    ("summary", "B"),
    ("release_title", "B"),
    ("facts", "C"),
    ("quotes", "C"),
    ("release_body", "D"),
)


def put(kits: Iterable[Kit]) -> None:
    """Index kits of every state as the press room shows them: who may see a hit is decided at every search.

    Of a published kit the draft is in no index.
    """
    KIT_INDEX.put_many(fields_of(kits).items())


def fields_of(kits: Iterable[Kit]) -> dict[int, list[Field]]:
    """{kit: what is searched of it}. Two queries, and three more where some aren't published."""
    kits = list(kits)
    prefetch_drafts(kits)
    names = names_for_search_by_id({kit.province_id for kit in kits})
    return {kit.pk: _fields(kit, names[kit.province_id]) for kit in kits}


def _fields(kit: Kit, province_names: Sequence[str]) -> list[Field]:
    shown = shown_content(kit).texts
    texts = [Field(text, weight, code) for name, weight in _WEIGHTS for code, text in shown[name].items()]
    return [*texts, *(Field(name, "C") for name in province_names)]


def fill() -> int:
    """Put all kits into the empty index; returns how many."""
    kits = list(Kit.objects.select_related("version"))
    put(kits)
    return len(kits)


@dataclass(frozen=True, slots=True)
class KitHit:
    view: KitView
    shown: Shown


class KitSource:
    index = KIT_INDEX

    def allowed(self, audience: Audience) -> QuerySet[Any]:
        return kits_for(audience).values("pk")

    def fields(self, ids: Iterable[int], audience: Audience, lang: str) -> dict[int, list[Field]]:
        return fields_of(kits_for(audience).filter(pk__in=set(ids)))

    def section(self, request: HttpRequest, words: str, audience: Audience, lang: str) -> Section | None:
        ranked = KIT_INDEX.ranked(words, COUNTED, among=self.allowed(audience), lang=lang)
        chosen = [pk for pk, _score in ranked[:SHOWN]]
        now = timezone.now()
        views = {
            view.kit.pk: view for view in kit_views(kits_for(audience, now).filter(pk__in=chosen), audience, lang, now)
        }
        fields, query = fields_of(view.kit for view in views.values()), match_query(words)
        desk_of(request).put(view.cover for view in views.values() if view.cover)
        hits = [
            KitHit(view, shown(fields[pk], query, lang, title=view.title, summary=view.summary))
            for pk in chosen
            if (view := views.get(pk))
        ]
        return Section("kits", "press/parts/kit_hits.html", "press/parts/kit_tally.html", hits, len(ranked))


# --- keeping it true --------------------------------------------------------------------------------------------
def _kit_saved(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        put([instance])


def _kit_deleted(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    KIT_INDEX.remove(instance.pk)


def _province_saved(instance: Province, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    """A unit's new name is found in its kits, and in those of the units that came after it."""
    if not created and not raw:
        transaction.on_commit(lambda: put(Kit.objects.filter(province__in=_led_to(instance)).select_related("version")))


def _led_to(province: Province) -> list[int]:
    from provinces.selectors import owners_of

    return [province.pk, *(unit.pk for unit in owners_of(province))]


def register() -> None:
    from promotion.search.sources import register_source

    register_index(KIT_INDEX, fill)
    register_source("kits", KitSource())
    post_save.connect(_kit_saved, sender=Kit, dispatch_uid="press.search.saved")
    post_delete.connect(_kit_deleted, sender=Kit, dispatch_uid="press.search.deleted")
    post_save.connect(_province_saved, sender=Province, dispatch_uid="press.search.province")
