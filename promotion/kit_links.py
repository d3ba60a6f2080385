"""Links to press kits. The press room stands above this room and says here how a kit is found, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from locales.text import LocalText


@dataclass(frozen=True, slots=True)
class KitLink:
    title: LocalText
    url: str


KitFinder = Callable[[HttpRequest, str, str], KitLink | None]
"""(request, slug of the kit, language) → the link, or None where this reader may not know of such a kit."""

_finders: list[KitFinder] = []


def register_kit_finder(finder: KitFinder) -> None:
    """Raises ValueError for a second one: there is one press room."""
    if _finders:
        raise ValueError("a finder of kits is registered already")
    _finders.append(finder)


def kit_link(request: HttpRequest, slug: str, lang: str) -> KitLink | None:
    """The link to a kit for the reader of a request; None without a kit, or where it isn't for them."""
    return _finders[0](request, slug, lang) if slug and _finders else None
