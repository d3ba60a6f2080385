"""Teams of provinces: who holds which role where, and which permissions a role brings.

Superusers hold no role; callers let them pass by `user.is_superuser`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q, QuerySet

from provinces.models.teams import ProvinceTeam, Role
from provinces.models.units import Province

__all__ = [
    "Role",
    "approvers_of",
    "forget_roles",
    "has_role",
    "members_of",
    "province_ids_of",
    "register_role_permissions",
    "registered_permissions",
    "roles_of",
    "sync_role_permissions",
    "team_group",
]

ADMIN_ACCESS = "wagtailadmin.access_admin"

_CACHE = "_province_roles"

_permissions: dict[Role, set[str]] = {role: {ADMIN_ACCESS} for role in Role}


# --- who holds which role ---------------------------------------------------------------------------
def roles_of(user: Any) -> frozenset[tuple[Role, int]]:
    """(role, province id) of every team the user belongs to; none for nobody and for inactive users.

    One query, kept on the user object, which lives as long as a request; see `forget_roles`.
    """
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    known = getattr(user, _CACHE, None)
    if known is None:
        rows = ProvinceTeam.objects.filter(group__user=user).values_list("role", "province_id")
        known = frozenset((Role(role), province_id) for role, province_id in rows)
        setattr(user, _CACHE, known)
    return known


def province_ids_of(user: Any, *roles: Role) -> frozenset[int]:
    """Provinces in which the user holds one of the roles (any role, when none is named)."""
    return frozenset(province_id for role, province_id in roles_of(user) if not roles or role in roles)


def has_role(user: Any, role: Role, province_id: int) -> bool:
    return (role, province_id) in roles_of(user)


def forget_roles(user: Any) -> None:
    """Ask the database again at the next question: after the user's groups were changed."""
    user.__dict__.pop(_CACHE, None)


def members_of(province_id: int, role: Role) -> QuerySet[Any]:
    """Active users who hold the role in the province."""
    return get_user_model().objects.filter(
        groups__province_team__province=province_id, groups__province_team__role=role, is_active=True
    )


def approvers_of(province_id: int) -> QuerySet[Any]:
    return members_of(province_id, Role.APPROVER)


# --- teams --------------------------------------------------------------------------------------------
@transaction.atomic
def team_group(province: Province, role: Role) -> Group:
    """The group of a province's team, made with its team when there is none yet."""
    team = ProvinceTeam.objects.filter(province=province, role=role).select_related("group").first()
    if team:
        return team.group
    group = _free_group(province, role)
    ProvinceTeam.objects.create(group=group, province=province, role=role)
    return group


def _free_group(province: Province, role: Role) -> Group:
    """A group named for people, e.g. "Quảng Ninh – editor"; with the slug where a namesake has that name."""
    province_name = getattr(province, "name_vi", None) or province.name
    for name in (f"{province_name} – {role.value}", f"{province.slug} – {role.value}"):
        group, _created = Group.objects.get_or_create(name=name)
        if not ProvinceTeam.objects.filter(group=group).exists():
            return group
    raise ValueError(f"both group names for {province.slug} – {role.value} belong to other teams")


# --- permissions of a role ------------------------------------------------------------------------------
def register_role_permissions(role: Role, permissions: Iterable[str]) -> None:
    """Declare, in an app's `ready()`, what every team of a role may do: "app_label.codename".

    Registering twice is harmless. Raises ValueError for a malformed name; names that no model defines are
    found by the system check provinces.E001.
    """
    for permission in permissions:
        app_label, _dot, codename = permission.partition(".")
        if not app_label or not codename or "." in codename:
            raise ValueError(f"not app_label.codename: {permission!r}")
        _permissions[role].add(permission)


def registered_permissions(role: Role) -> frozenset[str]:
    return frozenset(_permissions[role])


def sync_role_permissions(teams: Iterable[ProvinceTeam] | None = None) -> None:
    """Give every team's group exactly the permissions of its role (`wagtailadmin.access_admin` always)."""
    by_role = {role: _rows(_permissions[role]) for role in Role}
    for team in ProvinceTeam.objects.select_related("group") if teams is None else teams:
        team.group.permissions.set(by_role[Role(team.role)])


def _rows(names: Iterable[str]) -> list[Permission]:
    wanted = [name.partition(".") for name in names]
    query = reduce(or_, (Q(content_type__app_label=app, codename=codename) for app, _dot, codename in wanted))
    return list(Permission.objects.filter(query))
