"""Keeping, sharing, renaming and deleting searches. Whose are seen by whom is settled here."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from media_library.models import SavedSearch
from media_library.worklists.conditions import Viewer
from media_library.worklists.query import NotAQuery, canonical, condition
from provinces.models import Province
from provinces.teams import province_ids_of

MOST = 100
"""Searches that one person may keep."""


def seen_by(user: Any) -> QuerySet[SavedSearch]:
    """One's own, and what colleagues share in one's provinces."""
    shared = Q(province__isnull=False) if user.is_superuser else Q(province__in=province_ids_of(user))
    return SavedSearch.objects.filter(Q(user=user) | shared).select_related("user", "province")


def owned_by(user: Any) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(user=user).select_related("province")


def keep(user: Any, name: str, query: str, viewer: Viewer, province: Province | None = None) -> SavedSearch:
    """Keep a search. Raises ValidationError for one that the list can't show, and for a name that is taken."""
    data = QueryDict(query[:5000])
    kept = canonical(data)
    if not kept:
        raise ValidationError(_("There is nothing to keep: this is the whole list."))
    condition(data, viewer)
    if owned_by(user).count() >= MOST:
        raise ValidationError(_("You keep %d searches already. Delete some first.") % MOST)
    return _save(SavedSearch(user=user, name=name, query=kept, province=province))


def change(search: SavedSearch, name: str, province: Province | None) -> SavedSearch:
    """Rename or share. Raises ValidationError for a name that is taken."""
    search.name, search.province = name, province
    return _save(search)


def _save(search: SavedSearch) -> SavedSearch:
    search.name = " ".join(search.name.split())
    search.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            search.save()
    except IntegrityError as error:
        raise ValidationError({"name": _("You have a search of this name already.")}) from error
    return search


def condition_of(search: SavedSearch, viewer: Viewer) -> Q | None:
    """What it finds for whoever looks; None where the list doesn't know it any more."""
    try:
        return condition(QueryDict(search.query), viewer)
    except NotAQuery:
        return None
