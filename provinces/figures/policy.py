"""Who may send figures, and who decides on them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from provinces.models import FigureBatch, Observation, Province
from provinces.selectors import listed_provinces, owners_of
from provinces.teams import Role, province_ids_of

SENDERS = (Role.EDITOR, Role.APPROVER)


def works_with_figures(user: Any) -> bool:
    return bool(user.is_active and (user.is_superuser or province_ids_of(user, *SENDERS)))


def may_send(user: Any, province_id: int | None) -> bool:
    """For a province, or for the country (None): superusers only."""
    if user.is_superuser:
        return bool(user.is_active)
    return province_id is not None and province_id in province_ids_of(user, *SENDERS)


def may_decide(user: Any, province_id: int | None) -> bool:
    if user.is_superuser:
        return bool(user.is_active)
    return province_id is not None and province_id in province_ids_of(user, Role.APPROVER)


def areas_of(user: Any) -> list[Province]:
    """The provinces in force for which a user may send figures, by name."""
    return [province for province in listed_provinces() if may_send(user, province.pk)]


def visible_batches(user: Any) -> Any:
    """The files that a user may open: their provinces', without what others are still looking at."""
    found = FigureBatch.objects.select_related("province", "sent_by", "decided_by")
    others_plans = Q(state="planned") & ~Q(sent_by=user)
    if not user.is_superuser:
        found = found.filter(province__in=province_ids_of(user, *SENDERS))
    return found.exclude(others_plans)


def may_see_history(user: Any, observation: Observation) -> bool:
    """Those who may send figures for the province that answers for the unit now."""
    if observation.province is None:
        return may_send(user, None)
    return any(may_send(user, unit.pk) for unit in owners_of(observation.province))
