"""How many photos each view and each saved search holds: all of them in one query, kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone

from media_library.models import LibraryRecord, Photo
from media_library.worklists.conditions import Viewer
from media_library.worklists.query import VIEW
from media_library.worklists.views import GROUP_WORDS, WorkView, work_views
from provinces.scoped_admin import visible_to

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Entry:
    """A view as the list of views shows it."""

    view: WorkView
    count: int
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Section:
    heading: StrOrPromise
    entries: list[Entry]

    @property
    def filled(self) -> list[Entry]:
        """Those that hold something, and the one that is open."""
        return [entry for entry in self.entries if entry.count or entry.is_current]


def counts(photos: QuerySet[Any], conditions: Sequence[Q]) -> list[int]:
    """How many of the photos each condition holds for. One query, one pass over the photos."""
    if not conditions:
        return []
    numbers = {f"n{place}": Count("pk", filter=condition) for place, condition in enumerate(conditions)}
    found = photos.order_by().aggregate(**numbers)
    return [found[name] for name in numbers]


def counted_views(user: Any, model: type[LibraryRecord] = Photo) -> list[tuple[WorkView, int]]:
    """The user's views with how many records of the user's provinces each holds."""
    views = work_views(user, model)
    viewer = Viewer(user, timezone.now(), model)
    numbers = counts(visible_to(user, model), [view.condition(viewer) for view in views])
    return list(zip(views, numbers, strict=True))


def groups(request: HttpRequest, data: QueryDict, model: type[LibraryRecord] = Photo) -> list[Section]:
    """All views by group, with addresses that keep the words and filters of the list that is open."""
    current = data.get(VIEW, "")
    sections: dict[Any, list[Entry]] = {group: [] for group in GROUP_WORDS}
    for view, count in counted_views(request.user, model):
        entry = Entry(view, count, _address(data, view.slug, model), view.slug == current)
        sections[view.group].append(entry)
    return [Section(GROUP_WORDS[group], entries) for group, entries in sections.items()]


def _address(data: QueryDict, slug: str, model: type[LibraryRecord] = Photo) -> str:
    asked = data.copy()
    for name in ("p", VIEW, "_w_filter_fragment", "page"):
        asked.pop(name, None)
    for name in [name for name, values in asked.lists() if not any(values)]:
        del asked[name]
    if slug:
        asked[VIEW] = slug
    return f"{reverse(f'{model.admin_namespace}:list')}?{asked.urlencode()}"


def home_sections(user: Any) -> list[tuple[StrOrPromise, list[tuple[WorkView, int, str]]]]:
    """What calls for work, for the admin's home page: groups of (view, count, address), without empty ones."""
    found: Mapping[Any, list[Any]] = {group: [] for group in GROUP_WORDS}
    for view, count in counted_views(user):
        if view.is_work and count:
            found[view.group].append((view, count, _address(QueryDict(), view.slug)))
    return [(GROUP_WORDS[group], entries) for group, entries in found.items() if entries]
