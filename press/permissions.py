"""Who works on kits, partners and withdrawals in the admin: press officers, in their own province."""

from __future__ import annotations

from typing import Any

from wagtail.permissions import register_permission_policy

from media_library.permissions import ProvincePermissionPolicy
from provinces.teams import Role, has_role, province_ids_of, register_role_permissions

KIT_ROLES: dict[str, tuple[Role, ...]] = {
    "add": (Role.PRESS_OFFICER,),
    "change": (Role.PRESS_OFFICER,),
    "publish": (Role.PRESS_OFFICER,),
    "view": (Role.PRESS_OFFICER,),
}
"""Kits aren't deleted once they were published (the ledger names them), so nobody has "delete" here."""

_OFFICE = ("replytemplate", "holiday", "workinghours")
OFFICE_PERMISSIONS = (
    *(f"press.{act}_{model}" for model in _OFFICE for act in ("view", "add", "change")),
    *("press.delete_replytemplate", "press.delete_holiday"),
)
"""Templates, hours and holidays are shared by all provinces, as the partners are."""

PARTNER_PERMISSIONS = ("press.view_organisation", "press.add_organisation", "press.change_organisation")
"""Partners are shared by all provinces: every press officer vets them, and may suspend one at once."""


def works_for_press(user: Any, province_id: int | None = None) -> bool:
    """Whether the user is a press officer (of the province, where one is named)."""
    if user.is_superuser and user.is_active:
        return True
    if province_id is None:
        return bool(province_ids_of(user, Role.PRESS_OFFICER))
    return has_role(user, Role.PRESS_OFFICER, province_id)


def register_policies() -> None:
    from press.models import Kit

    register_permission_policy(Kit, ProvincePermissionPolicy(Kit, KIT_ROLES), exact_class=True)
    register_role_permissions(Role.PRESS_OFFICER, (*PARTNER_PERMISSIONS, *OFFICE_PERMISSIONS))
