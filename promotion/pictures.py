"""The pictures of one answer: gathered first, then asked for once.

Everything that a page wants to show is named to the desk; the first look loads all of it through
`media_library`, which decides. What this reader may not see is simply not there, and templates leave no hole.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from media_library.asset_view import AssetView
from media_library.rights.audiences import audience_of
from media_library.selectors import successors_of, views_of
from promotion.languages.reader import reader_language

_ATTRIBUTE = "_picture_desk"


class PictureDesk:
    """Views of photos for the reader of one request."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._wanted: set[int] = set()
        self._views: dict[int, AssetView | None] = {}

    def want(self, ids: Iterable[int | None]) -> None:
        self._wanted.update(pk for pk in ids if pk is not None and pk not in self._views)

    def want_heroes(self, values: Iterable[Any]) -> None:
        """The opening pictures of all pages among the values of a context, lists of pages included."""
        for value in values:
            if isinstance(value, Page):
                self.want([getattr(value, "hero_id", None)])
            elif isinstance(value, list | tuple):
                self.want_heroes(value)

    def put(self, views: Iterable[AssetView]) -> None:
        """Views that came from a search already: no need to ask again."""
        self._views.update((view.id, view) for view in views)

    def get(self, pk: int | None) -> AssetView | None:
        """The view of a photo, or None where the decision refuses it (or it doesn't exist)."""
        if pk is None:
            return None
        if pk not in self._views:
            self._wanted.add(pk)
            self._load()
        return self._views[pk]

    def _load(self) -> None:
        missing = self._wanted.difference(self._views)
        audience, lang = audience_of(self._request), reader_language()
        found = views_of(audience, lang, ids=missing)
        self._views.update({pk: found.get(pk) for pk in missing})
        if instead := successors_of(missing.difference(found)) if len(found) < len(missing) else {}:
            # A replaced picture's place is taken at once; the page itself follows when its editor says so.
            views = views_of(audience, lang, ids=instead.values())
            self._views.update({pk: views.get(successor) for pk, successor in instead.items()})
        self._wanted.clear()


def desk_of(request: HttpRequest) -> PictureDesk:
    """The one desk of a request."""
    desk = getattr(request, _ATTRIBUTE, None)
    if desk is None:
        desk = PictureDesk(request)
        setattr(request, _ATTRIBUTE, desk)
    return desk


def ratio_class(width: int, height: int) -> str:
    """A class that tells a picture's proportion (`r-15` is 3:2), since inline styles are forbidden.

    Tenths between 0.5 and 3.0; the style sheet has one rule for each.
    """
    tenths = round(10 * width / height) if height else 10
    return f"r-{min(30, max(5, tenths)):02d}"
