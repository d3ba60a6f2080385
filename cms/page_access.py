"""Teams get their province's pages: when a profile is made in a language, and when a team is made."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_save
from wagtail.models import GroupPagePermission, Page, WorkflowContentType, WorkflowPage

from media_library.models import KINDS
from promotion.models import ProvincePage
from provinces.approval import approval_workflow
from provinces.models import ProvinceTeam
from provinces.teams import Role, register_role_permissions

PAGE_PERMISSIONS: dict[Role, tuple[str, ...]] = {
    Role.EDITOR: ("add_page", "change_page"),
    Role.TRANSLATOR: ("add_page", "change_page"),
    Role.APPROVER: ("change_page", "publish_page", "lock_page", "unlock_page"),
    Role.PRESS_OFFICER: (),
}
"""What each role may do with the pages of its province, in every language."""

TRANSLATION = "simple_translation.submit_translation"


def grant(team: ProvinceTeam, page: Page) -> None:
    """Give a team its permissions on a province's profile and all below it. Repeatable."""
    wanted = PAGE_PERMISSIONS[Role(team.role)]
    permissions = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=wanted)
    for permission in permissions:
        GroupPagePermission.objects.get_or_create(group=team.group, page=page, permission=permission)


def settle_profile(page: ProvincePage) -> None:
    """Permissions of the province's teams and the one workflow, on a profile in one language."""
    plain = Page.objects.get(pk=page.pk)
    for team in ProvinceTeam.objects.filter(province=page.province_id).select_related("group"):
        grant(team, plain)
    WorkflowPage.objects.get_or_create(page=plain, defaults={"workflow": approval_workflow()})


def _profile_saved(instance: ProvincePage, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        settle_profile(instance)


def _team_saved(instance: ProvinceTeam, raw: bool = False, **kwargs: Any) -> None:
    if raw:
        return
    for page in ProvincePage.objects.filter(province=instance.province_id):
        grant(instance, Page.objects.get(pk=page.pk))


def put_photos_under_approval() -> None:
    """Assets of every kind go through the same workflow as pages. Repeatable."""
    for model in KINDS.values():
        WorkflowContentType.objects.get_or_create(
            content_type=ContentType.objects.get_for_model(model), defaults={"workflow": approval_workflow()}
        )


def register_signal_handlers() -> None:
    post_save.connect(_profile_saved, sender=ProvincePage, dispatch_uid="cms.profile_saved")
    post_save.connect(_team_saved, sender=ProvinceTeam, dispatch_uid="cms.team_saved")
    for role in (Role.EDITOR, Role.TRANSLATOR):
        register_role_permissions(role, [TRANSLATION])
