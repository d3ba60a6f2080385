"""Who may do what with photos in the admin: teams work in their own province only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from provinces.teams import Role, province_ids_of, register_role_permissions

UPLOADERS = (Role.EDITOR, Role.PRESS_OFFICER)

ROLES_FOR = {
    "add": (Role.EDITOR, Role.PRESS_OFFICER),
    "change": (Role.EDITOR, Role.TRANSLATOR, Role.APPROVER, Role.PRESS_OFFICER),
    "delete": (Role.EDITOR, Role.APPROVER),
    "publish": (Role.APPROVER,),
    "view": (Role.EDITOR, Role.TRANSLATOR, Role.APPROVER, Role.PRESS_OFFICER),
    "choose": (Role.EDITOR, Role.TRANSLATOR, Role.APPROVER, Role.PRESS_OFFICER),
    "lock": (Role.APPROVER,),
    "unlock": (Role.APPROVER,),
}
"""Which roles may take which action, on assets of the province they hold the role in."""

HANDLERS = dict.fromkeys(("view", "change"), (Role.EDITOR, Role.APPROVER, Role.PRESS_OFFICER))
"""Who works through what readers report. Nobody adds to it, and nobody makes a report disappear."""


KEEPERS = (Role.EDITOR, Role.APPROVER, Role.PRESS_OFFICER)
KEEPERS_OF_CONSENTS = dict.fromkeys(("add", "view", "change", "choose"), KEEPERS) | {"delete": (Role.APPROVER,)}
"""Consents hold people's names and papers: translators don't need them."""


class ProvincePermissionPolicy(BasePermissionPolicy):
    """Actions by role and province; superusers may do everything. Works for whatever has `province`."""

    def __init__(self, model: Any, roles_for: Mapping[str, tuple[Role, ...]]) -> None:
        super().__init__(model)
        self.roles_for = roles_for

    def _provinces(self, user: Any, action: str) -> frozenset[int]:
        roles = self.roles_for.get(action, ())
        return province_ids_of(user, *roles) if roles else frozenset()

    def user_has_permission(self, user: Any, action: str) -> bool:
        if not user.is_active or not user.is_authenticated:
            return False
        return bool(user.is_superuser or self._provinces(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if not self.user_has_permission(user, action):
            return False
        return bool(user.is_superuser or instance.get_owner_province_id() in self._provinces(user, action))

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_permission_for(self, user: Any, action: str) -> QuerySet[Any]:
        return self.instances_user_has_any_permission_for(user, [action])

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        if not user.is_active or not user.is_authenticated:
            return self.model._default_manager.none()
        if user.is_superuser:
            return self.model._default_manager.all()
        provinces: set[int] = set()
        for action in actions:
            provinces |= self._provinces(user, action)
        return self.model._default_manager.filter(province__in=provinces)

    def users_with_any_permission(self, actions: Any) -> QuerySet[Any]:
        roles = {role for action in actions for role in self.roles_for.get(action, ())}
        in_team = Q(groups__province_team__role__in=roles)
        return get_user_model().objects.filter(Q(is_superuser=True) | in_team, is_active=True).distinct()

    def users_with_any_permission_for_instance(self, actions: Any, instance: Any) -> QuerySet[Any]:
        roles = {role for action in actions for role in self.roles_for.get(action, ())}
        in_team = Q(
            groups__province_team__role__in=roles,
            groups__province_team__province=instance.get_owner_province_id(),
        )
        return get_user_model().objects.filter(Q(is_superuser=True) | in_team, is_active=True).distinct()

    def collections_user_has_permission_for(self, user: Any, action: str) -> QuerySet[Any]:
        return self.collections_user_has_any_permission_for(user, [action])

    def collections_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        """Wagtail's image views ask for collections; ours live in the root collection, split by province."""
        from wagtail.models import Collection

        return Collection.objects.filter(depth=1)


class RecordPermissionPolicy(ProvincePermissionPolicy):
    """Assets of every kind come in by upload only, and what was once approved is withdrawn, not deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if action in ("delete", "unpublish") and instance.approved_at is not None:
            return False
        return super().user_has_permission_for_instance(user, action, instance)


def upload_province_ids(user: Any) -> frozenset[int]:
    """Provinces into whose library a user may bring files (superusers: any, decided by the caller)."""
    return province_ids_of(user, *UPLOADERS)


def register_policies() -> None:
    from media_library.models import KINDS, Consent, ProblemReport

    for model in KINDS.values():
        register_permission_policy(model, RecordPermissionPolicy(model, ROLES_FOR), exact_class=True)
    register_permission_policy(Consent, ProvincePermissionPolicy(Consent, KEEPERS_OF_CONSENTS), exact_class=True)
    register_permission_policy(ProblemReport, ProvincePermissionPolicy(ProblemReport, HANDLERS), exact_class=True)
    for role in Role:
        register_role_permissions(role, [])
