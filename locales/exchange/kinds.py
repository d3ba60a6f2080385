"""The kinds of content that can be translated: filled in by the rooms that have them, in their `ready()`.

`locales` knows neither provinces nor photos; it knows areas (whoever answers for content: a number with a name)
and kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import QuerySet

from locales.exchange.units import Item

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class CannotSave(Exception):
    """A translation can't be taken in now; the message is for people."""


@dataclass(frozen=True, slots=True)
class Named:
    """An area or a kept selection, as a choice for people."""

    key: str
    label: str


class TranslatableKind(Protocol):
    """One kind of record, or pages. Querysets hold the objects in the source language."""

    key: str
    label: StrOrPromise

    def editable_by(self, user: Any, source: str) -> QuerySet[Any]:
        """What the user may translate from the language."""
        ...

    def in_area(self, found: QuerySet[Any], area: int) -> QuerySet[Any]: ...

    def selections(self, user: Any) -> list[Named]:
        """Kept selections of such objects that the user sees."""
        ...

    def selected(self, user: Any, key: str, source: str) -> QuerySet[Any]:
        """The objects of a kept selection that the user may translate; none for one that isn't there."""
        ...

    def load(self, obj: Any, source: str, target: str) -> Item:
        """The texts as their editors see them: of the latest draft."""
        ...

    def load_shown(self, obj: Any, source: str, target: str) -> Item:
        """The texts as they were approved, of what was approved in both languages; the rest is left out."""
        ...

    def hindrance(self, obj: Any, target: str, user: Any) -> str:
        """Why the user can't bring in translations now, in words; empty if nothing stands in the way."""
        ...

    def save(self, obj: Any, source: str, target: str, texts: Mapping[str, str], user: Any) -> None:
        """Save translations by unit key as a draft that nobody is shown before it is approved.

        Called within a transaction. Raises CannotSave.
        """
        ...

    def edit_url(self, obj: Any, target: str) -> str:
        """Where the translation is edited by hand."""
        ...


_kinds: dict[str, TranslatableKind] = {}
_areas: list[Callable[[Any], Iterable[Named]]] = []


def register_kind(kind: TranslatableKind) -> None:
    """Raises ValueError for a key that is taken by another kind."""
    if kind.key in _kinds and type(_kinds[kind.key]) is not type(kind):
        raise ValueError(f"kind {kind.key!r} is registered already")
    _kinds[kind.key] = kind


def kinds() -> list[TranslatableKind]:
    return list(_kinds.values())


def kind_of(key: str) -> TranslatableKind | None:
    return _kinds.get(key)


def register_areas(source: Callable[[Any], Iterable[Named]]) -> None:
    """`source(user)` gives the areas in which a user works."""
    if source not in _areas:
        _areas.append(source)


def areas_of(user: Any) -> list[Named]:
    return [area for source in _areas for area in source(user)]


def may_translate(user: Any) -> bool:
    """Whether there is anything at all that the user may translate."""
    from locales.registry import WORKING

    return any(kind.editable_by(user, WORKING).exists() for kind in kinds())
