"""Which elements of the framework a province tells its readers, for its brand page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from locales.text import LocalText, read
from promotion.framework.pillars import pillar_elements, proved_elements
from promotion.selectors.versions import best_versions
from provinces.models import ContentElement

if TYPE_CHECKING:
    from promotion.models import BrandPage


@dataclass(frozen=True, slots=True)
class ToldElement:
    name: LocalText
    stories: int
    in_pillar: bool


@dataclass(frozen=True, slots=True)
class ToldGroup:
    name: LocalText
    dimension: str
    elements: list[ToldElement]


def told_groups(page: BrandPage, lang: str) -> list[ToldGroup]:
    """The groups of which the province tells something; each element with the number of stories for this reader.

    Four queries.
    """
    from promotion.models import StoryPage

    if page.province_id is None:
        return []
    stored = page.pillars.get_prep_value()
    pillars = set(pillar_elements(stored))
    readable = best_versions(StoryPage.objects.filter(province_id=page.province_id), lang)
    keys = set(readable.values_list("translation_key", flat=True))
    through: Any = StoryPage.elements.through  # type: ignore[attr-defined]  # of modelcluster's field
    mine = through.objects.filter(storypage__live=True, storypage__province_id=page.province_id)
    tells: dict[int, set[Any]] = {}
    for element, key in mine.values_list("contentelement_id", "storypage__translation_key").distinct():
        if key in keys:
            tells.setdefault(element, set()).add(key)
    for element, key in _proved(stored, keys):
        tells.setdefault(element, set()).add(key)
    groups: dict[int, ToldGroup] = {}
    for one in ContentElement.objects.filter(pk__in=pillars | set(tells)).select_related("group"):
        group = groups.get(one.group_id)
        if group is None:
            dimension = one.group.get_dimension_display()
            group = groups.setdefault(one.group_id, ToldGroup(read(one.group, "name", lang), dimension, []))
        number = len(tells.get(one.pk, ()))
        group.elements.append(ToldElement(read(one, "name", lang), number, one.pk in pillars))
    return list(groups.values())


def _proved(stored: Any, keys: set[Any]) -> list[tuple[int, Any]]:
    from wagtail.models import Page

    pairs = list(proved_elements(stored))
    if not pairs:
        return []
    chosen = {page for _element, page in pairs}
    found = dict(Page.objects.filter(pk__in=chosen).values_list("pk", "translation_key"))
    return [(element, found[page]) for element, page in pairs if found.get(page) in keys]
