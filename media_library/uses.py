"""Where a photo is used, as the rooms above tell it: pages, press kits, and whatever comes.

Each room registers a source; the media library knows none of them. See `docs/how-to/add-a-place-of-use.md`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import QuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Use:
    """One record that shows a photo. `edit_url` is empty where the user may not edit it."""

    source: str
    pk: int
    kind: StrOrPromise
    title: str
    edit_url: str = ""
    language: str = ""
    """BCP 47 tag of the title, where it is known."""

    @property
    def can_follow(self) -> bool:
        return bool(self.edit_url)


class Followed(StrEnum):
    """What became of a record that was to use the successor."""

    SHOWN = "shown"
    AS_DRAFT = "as_draft"
    """The change waits with other unfinished changes, or for those who may publish it."""
    NOTHING = "nothing"
    """It doesn't use the old photo any more, or the user may not edit it."""


class UseSource(Protocol):
    """One room's places of use. `name` is unique; it stands in forms."""

    name: str

    def find(self, photo_id: int, user: Any) -> list[Use]:
        """The records that use a photo and that this user may know of, in a few queries."""
        ...

    def follow(self, pk: int, old: int, new: int, user: Any) -> Followed:
        """Use photo `new` wherever the record uses photo `old`, as far as the user may."""
        ...

    def used_ids(self, *, ever: bool) -> QuerySet[Any]:
        """The photos that are in use (or ever were, as far as that is known), as a queryset of one column."""
        ...

    def counts(self, photo_ids: Collection[int]) -> dict[int, int]:
        """{photo: how many records use it now} in a query or two; those in no use may be left out."""
        ...


_sources: dict[str, UseSource] = {}


def register_use_source(source: UseSource) -> None:
    """Raises ValueError for a name that is registered."""
    if source.name in _sources:
        raise ValueError(f"{source.name!r} is registered already")
    _sources[source.name] = source


def uses_of(photo_id: int, user: Any) -> list[Use]:
    """All records that use a photo, source by source."""
    return [use for source in _sources.values() for use in source.find(photo_id, user)]


def follow(use: Use, old: int, new: int, user: Any) -> Followed:
    return _sources[use.source].follow(use.pk, old, new, user)


def used_ids(*, ever: bool = False) -> list[QuerySet[Any]]:
    """The photos in use by each source, for filtering: `Q(pk__in=…)` of each."""
    return [source.used_ids(ever=ever) for source in _sources.values()]


def counts(photo_ids: Collection[int]) -> dict[int, int]:
    """{photo: number of records that use it}, a query or two for each source."""
    total: Counter[int] = Counter()
    for source in _sources.values():
        total.update(source.counts(photo_ids))
    return dict(total)
