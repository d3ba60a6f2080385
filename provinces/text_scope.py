"""Who works on which texts: by role in the province that owns them."""

from __future__ import annotations

from typing import Any

from locales.text_status.scope import EVERYWHERE, NOWHERE, Action, Scope, ScopeOf, within
from provinces.teams import Role, province_ids_of


def by_role(*, view: tuple[Role, ...], edit: tuple[Role, ...], approve: tuple[Role, ...]) -> ScopeOf:
    """Superusers everywhere; others where they hold one of the roles."""
    roles_for = {"view": view, "edit": edit, "approve": approve}

    def scope(user: Any, action: Action) -> Scope:
        if not user.is_active or not user.is_authenticated:
            return NOWHERE
        if user.is_superuser:
            return EVERYWHERE
        roles = roles_for[action]
        return within(province_ids_of(user, *roles)) if roles else NOWHERE

    return scope
