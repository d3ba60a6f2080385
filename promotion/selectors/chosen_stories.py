"""Stories that editors chose on another page, as its reader may read them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from wagtail.models import Page

from promotion.selectors.versions import best_versions

if TYPE_CHECKING:
    from promotion.models import StoryPage


def chosen_stories(page_ids: Collection[int], lang: str) -> dict[int, StoryPage]:
    """{id of a chosen page: that story for this reader}. Those that aren't public aren't there.

    Two queries: the translation keys of what was chosen, and their best versions.
    """
    from promotion.models import StoryPage

    if not page_ids:
        return {}
    keys = dict(Page.objects.filter(pk__in=page_ids).values_list("pk", "translation_key"))
    stories = best_versions(StoryPage.objects.filter(translation_key__in=keys.values()), lang)
    by_key = {story.translation_key: story for story in stories.select_related("province")}
    return {pk: by_key[key] for pk, key in keys.items() if key in by_key}
