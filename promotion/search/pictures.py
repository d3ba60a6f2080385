"""How found pictures are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from locales.search.hits import Shown, shown
from locales.search.query import match_query
from media_library.asset_view import AssetView
from media_library.search import fields_of
from promotion.pictures import ratio_class
from provinces.selectors import names_for_search_by_id


@dataclass(frozen=True, slots=True)
class PictureHit:
    view: AssetView
    ratio: str
    shown: Shown


def picture_hits(views: Sequence[AssetView], words: str, lang: str) -> list[PictureHit]:
    """The pictures with the words marked, in their order. Two queries, for the names of their provinces."""
    names = names_for_search_by_id({view.province_id for view in views})
    query = match_query(words)
    return [
        PictureHit(
            view,
            ratio_class(view.width, view.height),
            shown(fields_of(view.body, names[view.province_id]), query, lang, title=view.title, summary=view.caption),
        )
        for view in views
    ]
