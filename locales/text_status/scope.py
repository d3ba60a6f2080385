"""In which provinces a user may do something with a kind of item."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import Model, Q

Action = Literal["view", "edit", "approve"]


@dataclass(frozen=True, slots=True)
class Scope:
    """`everywhere` includes what belongs to no province."""

    everywhere: bool = False
    provinces: frozenset[int] = field(default=frozenset())

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.provinces)

    def covers(self, province_id: int | None) -> bool:
        return self.everywhere or (province_id is not None and province_id in self.provinces)

    def condition(self) -> Q:
        """Of items."""
        if self.everywhere:
            return Q()
        return Q(province_id__in=self.provinces) if self.provinces else Q(pk__in=[])


ScopeOf = Callable[[Any, Action], Scope]
"""From a user and what they want to do. Asks the database at most once in a request."""

EVERYWHERE = Scope(everywhere=True)
NOWHERE = Scope()


def within(provinces: Iterable[int]) -> Scope:
    return Scope(provinces=frozenset(provinces))


def by_model_permission(model: type[Model]) -> ScopeOf:
    """For reference data: who may change the model may do so everywhere. Superusers always may."""
    options = model._meta
    name = f"{options.app_label}.change_{options.model_name}"

    def scope(user: Any, action: Action) -> Scope:
        return EVERYWHERE if user.has_perm(name) else NOWHERE

    return scope
