"""What `provinces` listens to: teams and permissions, mail on submission, a change of owner in review."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed_apps
from django.contrib.auth.models import Group
from django.db.models.signals import post_delete, post_migrate, post_save
from wagtail.models import GroupPagePermission, Revision, TaskState
from wagtail.signals import task_submitted

from provinces.mail import ApproversNotifier
from provinces.models import ProvinceTaskState, ProvinceTeam
from provinces.ownership import owner_province_id
from provinces.teams import sync_role_permissions

_notify_approvers = ApproversNotifier()


def _team_saved(instance: ProvinceTeam, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        sync_role_permissions([instance])


def _team_deleted(instance: ProvinceTeam, **kwargs: Any) -> None:
    """Its group stays, with its members, but without the rights of the role."""
    GroupPagePermission.objects.filter(group_id=instance.group_id).delete()
    Group.permissions.through.objects.filter(group_id=instance.group_id).delete()


def _migrated(apps: Any = installed_apps, **kwargs: Any) -> None:
    """After the last app: permissions are made app by app, so that is when all of them exist."""
    try:
        apps.get_model("provinces", "ProvinceTeam")
    except LookupError:  # migrated back to before there were teams
        return
    sync_role_permissions()


def _revision_saved(instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    """Whoever owns the object now decides: a review in progress moves with it."""
    if raw:
        return
    waiting = ProvinceTaskState.objects.filter(
        workflow_state__base_content_type=instance.base_content_type_id,
        workflow_state__object_id=instance.object_id,
        status=TaskState.STATUS_IN_PROGRESS,
    )
    if (state := waiting.first()) is None:
        return
    owner = owner_province_id(instance.as_object())
    if state.province_id != owner:
        ProvinceTaskState.objects.filter(pk=state.pk).update(province_id=owner)


def _last_app_with_models() -> AppConfig:
    return [config for config in installed_apps.get_app_configs() if config.models_module][-1]


def register_signal_handlers() -> None:
    post_save.connect(_team_saved, sender=ProvinceTeam, dispatch_uid="provinces.team_saved")
    post_delete.connect(_team_deleted, sender=ProvinceTeam, dispatch_uid="provinces.team_deleted")
    post_migrate.connect(_migrated, sender=_last_app_with_models(), dispatch_uid="provinces.migrated")
    task_submitted.connect(_notify_approvers, sender=ProvinceTaskState, dispatch_uid="provinces.notify_approvers")
    post_save.connect(_revision_saved, sender=Revision, dispatch_uid="provinces.revision_saved")
