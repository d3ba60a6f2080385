"""What the photos list was asked, as a value: view, words and filters out of its query string.

The list itself is filtered by Wagtail's filter set. What is kept or counted without showing the list (saved
searches, "all of this list") goes through `condition`, which asks the database nothing while it is put together;
a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from media_library.models import Photo
from media_library.worklists.conditions import Viewer
from media_library.worklists.search import WORK_INDEX
from media_library.worklists.views import work_view

WORDS, VIEW, ORDER = "q", "view", "ordering"
KEPT_BESIDES = (VIEW, WORDS, ORDER)
LONGEST = 1000
_TRUTH = {"true": True, "false": False}


class NotAQuery(ValidationError):
    """The query string asks for something that the list doesn't know."""


def filters() -> dict[str, django_filters.Filter]:
    """The list's own filters by name, without the view."""
    from media_library.admin.photo_list import PhotoFilters

    return {name: found for name, found in PhotoFilters.base_filters.items() if name != VIEW}


def canonical(data: QueryDict) -> str:
    """The parts that make up the search, in one order, without page numbers and empty values.

    Raises NotAQuery where it would be too long to keep.
    """
    kept = QueryDict(mutable=True)
    for name in (*KEPT_BESIDES, *filters()):
        values = sorted({value.strip()[:200] for value in data.getlist(name)} - {"", "unknown"})
        if values:
            kept.setlist(name, values if name not in KEPT_BESIDES else values[:1])
    query = kept.urlencode()
    if len(query) > LONGEST:
        raise NotAQuery(_("This search is too long to be kept."))
    return query


def condition(data: QueryDict, viewer: Viewer) -> Q:
    """The photos that the list shows for this query string. Raises NotAQuery for values that it can't show."""
    wanted = _view(data, viewer) & _words(data)
    for name, found in filters().items():
        values = [value for value in data.getlist(name) if value and value != "unknown"]
        if values:
            wanted &= _filter(found, values)
    return wanted


def _view(data: QueryDict, viewer: Viewer) -> Q:
    slug = data.get(VIEW, "")
    if not slug:
        return Q()
    view = work_view(viewer.user, slug)
    if view is None:
        raise NotAQuery(_("The view “%s” isn't there any more.") % slug[:50])
    return view.condition(viewer)


def _words(data: QueryDict) -> Q:
    words = data.get(WORDS, "").strip()
    return found_by(words) if words else Q()


def found_by(words: str) -> Q:
    """Photos in whose texts, file name, province or address the words occur; the last may be half typed."""
    return Q(pk__in=WORK_INDEX.matching(words, prefix=True))


def _filter(found: django_filters.Filter, values: list[str]) -> Q:
    match found:
        case django_filters.ModelMultipleChoiceFilter():
            named = Photo.objects.filter(**{f"{found.field_name}__in": _numbers(values)})
            return Q(pk__in=named.order_by().values("pk"))
        case django_filters.ModelChoiceFilter():
            return Q(**{found.field_name: _numbers(values[-1:])[0]})
        case django_filters.BooleanFilter():
            if values[-1] not in _TRUTH:
                raise NotAQuery(_not_known(values[-1]))
            return Q(**{found.field_name: _TRUTH[values[-1]]})
        case django_filters.ChoiceFilter():
            return Q(**{found.field_name: values[-1]})
    raise NotAQuery(_not_known(found.field_name))


def _numbers(values: Iterable[str]) -> list[int]:
    numbers = []
    for value in values:
        if not (value.isascii() and value.isdecimal() and len(value) <= 18):
            raise NotAQuery(_not_known(value))
        numbers.append(int(value))
    return numbers


def _not_known(value: Any) -> str:
    return _("“%s” is nothing that the list can be filtered by.") % str(value)[:50]
