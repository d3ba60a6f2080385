"""System checks: a permission that a role is given exists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth import get_permission_codename
from django.core.checks import CheckMessage, Error, register
from django.db.models import Model
from wagtail.models import DraftStateMixin, LockableMixin

from provinces.teams import Role, registered_permissions


def _codenames(model: type[Model]) -> Iterator[str]:
    """What `migrate` makes for a model: Django's permissions, and Wagtail's for drafts and locks."""
    options = model._meta
    yield from (get_permission_codename(action, options) for action in options.default_permissions)
    yield from (codename for codename, _label in options.permissions)
    if issubclass(model, DraftStateMixin):
        yield get_permission_codename("publish", options)
    if issubclass(model, LockableMixin):
        yield from (get_permission_codename(action, options) for action in ("lock", "unlock"))


@register()
def role_permissions_exist(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """provinces.E001: a role was given a permission that no model defines: it would silently do nothing."""
    known = {f"{model._meta.app_label}.{name}" for model in apps.get_models() for name in _codenames(model)}
    return [
        Error(
            f"Role {role.value!r} is given {permission!r}, which no model defines.",
            hint="Correct the name passed to provinces.teams.register_role_permissions.",
            obj=permission,
            id="provinces.E001",
        )
        for role in Role
        for permission in sorted(registered_permissions(role) - known)
    ]
