"""An address means one content in every language: a page that is missing in one is served there from another's tree.

Two contents at the same place of two trees would shadow each other: a reader who follows the link to the one, as a
fallback, would be given the other.
"""

from __future__ import annotations

from typing import Any

from wagtail.coreutils import find_available_slug
from wagtail.models import Page


def stranger_at(page: Any, parent: Any, slug: str) -> Page | None:
    """Another content at this place of another language's tree; drafts count, since they may be published.

    Two queries, one for pages that aren't below a front page.
    """
    from promotion.models import HomePage

    root, _slash, tail = parent.url_path.strip("/").partition("/")
    homes = dict(HomePage.objects.values_list("slug", "url_path"))
    if root not in homes:
        return None
    below = f"{tail}/{slug}/" if tail else f"{slug}/"
    paths = [f"{path}{below}" for home, path in homes.items() if home != root]
    others = Page.objects.filter(url_path__in=paths).exclude(translation_key=page.translation_key)
    return others.select_related("locale").first()


def free_slug(page: Any, parent: Any, slug: str) -> str:
    """The slug, with a number where it is taken: beside the page, or by another content in another language."""
    found = str(find_available_slug(parent, slug, ignore_page_id=page.pk))
    number = 2
    while stranger_at(page, parent, found) is not None:
        found = str(find_available_slug(parent, f"{slug}-{number}", ignore_page_id=page.pk))
        number += 1
    return found
