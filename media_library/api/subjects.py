"""What the change log speaks of: assets, and whatever upper rooms add (press kits)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from media_library.models import Asset, Change
from media_library.rights import Audience, Purpose, lapse_sql, sql

KnownSubjects = Callable[[Audience, datetime], QuerySet[Any]]
"""(audience, at) → a queryset of one column of UUIDs of which the audience may know."""


def _assets(audience: Audience, at: datetime) -> QuerySet[Any]:
    known = sql.allowed(audience, Purpose.PREVIEW, at) | sql.known(audience) | lapse_sql.told_of_end(audience, at)
    return Asset.objects.filter(known, approved_at__isnull=False).values("uuid")


_subjects: dict[str, KnownSubjects] = {"asset": _assets}


def register_subject(name: str, known: KnownSubjects) -> None:
    """Have the log's lines about `name` listed. Raises ValueError for one that is registered."""
    if name in _subjects:
        raise ValueError(f"{name!r} is registered already")
    _subjects[name] = known


def changes_for(audience: Audience, at: datetime) -> QuerySet[Change]:
    """The lines of the log that have a place in it and that an audience may read, in order."""
    listed = Q(pk__in=[])
    for name, known in _subjects.items():
        listed |= Q(subject=name, subject_uuid__in=known(audience, at))
    return Change.objects.filter(listed, position__isnull=False).order_by("position")
