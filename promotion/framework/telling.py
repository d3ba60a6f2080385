"""Per element: stories, their pictures, kits with these pictures, languages, and when it was told last.

An element is told by the published stories that name it, or that prove a pillar which names it. A story in several
languages is one story. Its pictures are those that it shows and that the user may see: the rights decision's answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page

from locales.registry import LANGUAGES, WORKING
from media_library.rights import Audience
from media_library.selectors import visible
from promotion.framework.kits import ToldKit, kits_with
from promotion.framework.pillars import proved_elements
from promotion.models import BrandPage, StoryPage
from promotion.photo_uses import page_references
from promotion.selectors.versions import public_pages
from provinces.models import ContentElement, ContentGroup


@dataclass(slots=True)
class ToldStory:
    """A story in all languages in which readers get it."""

    key: UUID
    versions: dict[str, StoryPage] = field(default_factory=dict)
    pictures: set[int] = field(default_factory=set)

    @property
    def page(self) -> StoryPage:
        """In the working language, else in the first that there is."""
        return self.versions.get(WORKING) or next(iter(self.versions.values()))

    @property
    def day(self) -> date:
        return max(page.date for page in self.versions.values())

    @property
    def languages(self) -> list[tuple[str, str]]:
        """(BCP 47 tag, own name) in the registry's order."""
        return [(LANGUAGES[code].tag, LANGUAGES[code].name_native) for code in LANGUAGES if code in self.versions]


@dataclass
class ElementTold:
    """One row of the view."""

    element: ContentElement
    stories: list[ToldStory] = field(default_factory=list)
    kits: list[ToldKit] = field(default_factory=list)

    @cached_property
    def pictures(self) -> set[int]:
        return {pk for story in self.stories for pk in story.pictures}

    @cached_property
    def languages(self) -> list[tuple[str, str]]:
        spoken = {code for story in self.stories for code in story.versions}
        return [(LANGUAGES[code].tag, LANGUAGES[code].name_native) for code in LANGUAGES if code in spoken]

    @property
    def last_told(self) -> date | None:
        return max((story.day for story in self.stories), default=None)


@dataclass(frozen=True, slots=True)
class GroupTold:
    group: ContentGroup
    rows: list[ElementTold]

    @property
    def told(self) -> int:
        return sum(bool(row.stories) for row in self.rows)


def told(user: Any, audience: Audience, province_id: int | None = None) -> list[GroupTold]:
    """All elements by group, for one province or all. A constant number of queries, however much there is."""
    elements = ContentElement.objects.select_related("group").order_by("group__order", "group_id", "order", "pk")
    rows = {element.pk: ElementTold(element) for element in elements}
    _put_stories(rows, province_id)
    _put_pictures(rows, audience)
    _put_kits(rows, user, province_id)
    groups: dict[int, GroupTold] = {}
    for row in rows.values():
        groups.setdefault(row.element.group_id, GroupTold(row.element.group, [])).rows.append(row)
    return list(groups.values())


def _put_stories(rows: dict[int, ElementTold], province_id: int | None) -> None:
    stories = public_pages(StoryPage.objects.all()).select_related("locale", "province")
    if province_id is not None:
        stories = stories.filter(province_id=province_id)
    by_key: dict[UUID, ToldStory] = {}
    keys: dict[int, UUID] = {}
    for page in stories.defer("body"):
        told_story = by_key.setdefault(page.translation_key, ToldStory(page.translation_key))
        told_story.versions[page.locale.language_code] = page
        keys[page.pk] = page.translation_key
    tells: dict[int, set[UUID]] = defaultdict(set)
    for element, key in [*_named(), *_proved()]:
        tells[element].add(key)
    for pk, row in rows.items():
        found = (by_key[key] for key in tells[pk] if key in by_key)
        row.stories = sorted(found, key=lambda story: (-story.day.toordinal(), str(story.key)))


def _named() -> Iterable[tuple[int, UUID]]:
    """(element, key of a story that names it) in any published language."""
    through: Any = StoryPage.elements.through  # type: ignore[attr-defined]  # of modelcluster's field
    live = through.objects.filter(storypage__live=True)
    pairs: Iterable[tuple[int, UUID]] = live.values_list("contentelement_id", "storypage__translation_key").distinct()
    return pairs


def _proved() -> list[tuple[int, UUID]]:
    """(element, key of a story chosen in a pillar that names it) on any published brand page."""
    pages = public_pages(BrandPage.objects.all()).only("pillars")
    pairs = [pair for page in pages for pair in proved_elements(page.pillars.get_prep_value())]
    chosen = {page for _element, page in pairs}
    keys = dict(Page.objects.filter(pk__in=chosen).values_list("pk", "translation_key"))
    return [(element, keys[page]) for element, page in pairs if page in keys]


def story_pictures() -> QuerySet[Any]:
    """Ids of all pictures that stories use, as a subquery."""
    kind = ContentType.objects.get_for_model(StoryPage)
    ids = page_references().filter(content_type=kind)
    return ids.values_list(Cast("to_object_id", BigIntegerField()))


def _put_pictures(rows: dict[int, ElementTold], audience: Audience) -> None:
    by_page: dict[int, ToldStory] = {}
    for row in rows.values():
        for story in row.stories:
            story.pictures.clear()
            by_page |= {page.pk: story for page in story.versions.values()}
    seen = set(
        visible(audience).filter(pk__in=story_pictures(), approved_at__isnull=False).values_list("pk", flat=True)
    )
    kind = ContentType.objects.get_for_model(StoryPage)
    for page_id, asset_id in page_references().filter(content_type=kind).values_list("object_id", "to_object_id"):
        story_of = by_page.get(int(page_id))
        if story_of is not None and int(asset_id) in seen:
            story_of.pictures.add(int(asset_id))


def _put_kits(rows: dict[int, ElementTold], user: Any, province_id: int | None) -> None:
    kits = kits_with(story_pictures(), user)
    for row in rows.values():
        row.kits = [
            kit
            for kit in kits
            if (province_id is None or kit.province_id == province_id) and not kit.pictures.isdisjoint(row.pictures)
        ]
