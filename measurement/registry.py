"""Numbers that can be traced: each has a written, versioned definition and opens into its records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Scope:
    """For which provinces (None: all) and which time, `start` included, `end` not."""

    province_ids: frozenset[int] | None
    start: datetime
    end: datetime

    def of(self, rows: QuerySet[Any], path: str) -> QuerySet[Any]:
        """The rows that belong to the scope's provinces, found along `path`."""
        return rows if self.province_ids is None else rows.filter(**{f"{path}__in": self.province_ids})


@dataclass(frozen=True, slots=True)
class Record:
    """One record behind a number: what it is, when, and where to look at it (an admin address, or empty)."""

    words: str
    at: datetime | None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    """`value` gives a number; `records` the rows it counts. `unit` is a word such as "assets" or "%"."""

    code: str
    version: int
    name: StrOrPromise
    definition: StrOrPromise
    unit: StrOrPromise
    rows: Callable[[Scope], QuerySet[Any]]
    value: Callable[[Scope], float | None]
    describe: Callable[[Any], Record]


RESERVED = frozenset({"readers"})
"""Their addresses lead elsewhere."""

_metrics: dict[str, Metric] = {}


def register(metric: Metric) -> Metric:
    """Add a metric. Raises ValueError for a code that is taken: two definitions of one number are none."""
    if metric.code in _metrics or metric.code in RESERVED:
        raise ValueError(f"a metric {metric.code!r} is registered already")
    _metrics[metric.code] = metric
    return metric


def all_metrics() -> Iterable[Metric]:
    return _metrics.values()


def metric(code: str) -> Metric | None:
    return _metrics.get(code)
