"""Grants come from upper layers: they register where they keep them, and the decision asks.

A source answers with a queryset of rows that grant, so that lists stay one query.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from django.db.models import Model, OuterRef, QuerySet
from django.db.models.expressions import Combinable

from media_library.rights.audience import Audience


class GrantKind(StrEnum):
    EMBARGO = "embargo"
    """May see and use the asset before its embargo ends."""


GrantSource = Callable[[GrantKind, Audience, "int | Combinable | OuterRef"], QuerySet[Any]]
"""(kind, partner who asks, asset id or outer reference) → rows; any row means granted."""

_sources: list[GrantSource] = []


def register_grant_source(source: GrantSource) -> None:
    """Add the place where grants are kept. One only: two ledgers of grants would be two truths."""
    if _sources and source not in _sources:
        raise ValueError("a grant source is registered already")
    _sources[:] = [source]


def granted(kind: GrantKind, partner: Audience, asset_id: int | Combinable | OuterRef) -> QuerySet[Any]:
    """Rows that grant `kind` on the asset to the partner, on the pass it came with; none without a source."""
    if not _sources:
        return _no_rows()
    return _sources[0](kind, partner, asset_id)


def is_granted(kind: GrantKind, partner: Audience, asset_id: int) -> bool:
    return granted(kind, partner, asset_id).exists()


def _no_rows() -> QuerySet[Model]:
    from media_library.models import Asset

    return Asset.objects.none()
