"""What can be searched. Each kind of record says who may see what of it; the rest is the same for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import QuerySet
from django.http import HttpRequest

from locales.search.dialect import Field
from locales.search.index import FoldedIndex
from media_library.rights import Audience
from media_library.search import ASSET_INDEX, fields_of
from media_library.selectors import views_of, visible
from promotion.search import index as pages
from promotion.search.pages import offered_pages
from provinces.selectors import names_for_search_by_id


@dataclass(frozen=True, slots=True)
class Section:
    """A kind's hits on the page of results. Both templates get it as `section`; `tally` says how many there are."""

    name: str
    template: str
    tally: str
    hits: Sequence[Any]
    total: int


class Source(Protocol):
    """A kind of record. Nothing of a record leaves a source that the audience may not see."""

    @property
    def index(self) -> FoldedIndex: ...

    def allowed(self, audience: Audience) -> QuerySet[Any]:
        """The ids of what the audience may see now."""
        ...

    def fields(self, ids: Iterable[int], audience: Audience, lang: str) -> dict[int, list[Field]]:
        """What was indexed of those among the given that the audience may see now."""
        ...

    def section(self, request: HttpRequest, words: str, audience: Audience, lang: str) -> Section | None:
        """The hits as the page of results shows them; None where the page has a place of its own for them."""
        ...


class PageSource:
    index = pages.PAGE_INDEX

    def allowed(self, audience: Audience) -> QuerySet[Any]:
        return offered_pages().values("pk")

    def fields(self, ids: Iterable[int], audience: Audience, lang: str) -> dict[int, list[Field]]:
        return pages.fields_of(offered_pages().filter(pk__in=set(ids)).values("pk"))

    def section(self, request: HttpRequest, words: str, audience: Audience, lang: str) -> Section | None:
        return None


class PictureSource:
    index = ASSET_INDEX

    def allowed(self, audience: Audience) -> QuerySet[Any]:
        return visible(audience).values("pk")

    def fields(self, ids: Iterable[int], audience: Audience, lang: str) -> dict[int, list[Field]]:
        views = views_of(audience, lang, ids=ids)
        names = names_for_search_by_id({view.province_id for view in views.values()})
        return {pk: fields_of(view.body, names[view.province_id]) for pk, view in views.items()}

    def section(self, request: HttpRequest, words: str, audience: Audience, lang: str) -> Section | None:
        return None


PAGES, PICTURES = PageSource(), PictureSource()
_sources: dict[str, Source] = {"pages": PAGES, "pictures": PICTURES}


def register_source(name: str, source: Source) -> None:
    """Upper rooms bring their own kinds. Raises ValueError for a name that is taken."""
    if name in _sources:
        raise ValueError(f"The source {name} is registered already.")
    _sources[name] = source


def all_sources() -> Mapping[str, Source]:
    return _sources
