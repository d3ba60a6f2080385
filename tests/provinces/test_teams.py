"""Roles come from teams, and bring their permissions with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.core.management import call_command
from django.db import IntegrityError, transaction
from wagtail.models import GroupPagePermission, Page

from provinces import checks, teams
from provinces.models import ProvinceTeam
from provinces.teams import Role
from tests.provinces.factories import make_user, unit


@pytest.fixture
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A registry that the test may fill."""
    monkeypatch.setattr(teams, "_permissions", {role: {teams.ADMIN_ACCESS} for role in Role})
    yield


def permissions(group: Group) -> set[str]:
    rows = group.permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in rows}


# --- roles ------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_roles_of_a_member_of_several_teams() -> None:
    ninh, lai = unit("quang-ninh"), unit("gia-lai")
    user = make_user("hoa", (Role.EDITOR, ninh), (Role.TRANSLATOR, ninh), (Role.APPROVER, lai))
    assert teams.roles_of(user) == {
        (Role.EDITOR, ninh.pk),
        (Role.TRANSLATOR, ninh.pk),
        (Role.APPROVER, lai.pk),
    }
    assert teams.province_ids_of(user) == {ninh.pk, lai.pk}
    assert teams.province_ids_of(user, Role.EDITOR) == {ninh.pk}
    assert teams.province_ids_of(user, Role.EDITOR, Role.APPROVER) == {ninh.pk, lai.pk}
    assert teams.province_ids_of(user, Role.PRESS_OFFICER) == frozenset()
    assert teams.has_role(user, Role.APPROVER, lai.pk)
    assert not teams.has_role(user, Role.APPROVER, ninh.pk)


@pytest.mark.django_db
def test_nobody_inactive_users_and_superusers_hold_no_role() -> None:
    assert teams.roles_of(AnonymousUser()) == frozenset()
    gone = make_user("gone", (Role.EDITOR, unit("hanoi")), is_active=False)
    assert teams.roles_of(gone) == frozenset()
    assert teams.roles_of(make_user("root", is_superuser=True)) == frozenset()


@pytest.mark.django_db
def test_roles_are_asked_once_per_user_object(django_assert_num_queries: Any) -> None:
    hanoi = unit("hanoi")
    user = get_user_model().objects.get(pk=make_user("hoa", (Role.EDITOR, hanoi)).pk)
    with django_assert_num_queries(1):
        for _again in range(3):
            assert teams.has_role(user, Role.EDITOR, hanoi.pk)
    user.groups.clear()
    assert teams.has_role(user, Role.EDITOR, hanoi.pk)
    teams.forget_roles(user)
    assert not teams.has_role(user, Role.EDITOR, hanoi.pk)
    teams.forget_roles(user)


@pytest.mark.django_db
def test_approvers_are_the_active_members_of_the_approvers_team() -> None:
    hanoi, hue = unit("hanoi"), unit("hue")
    lan = make_user("lan", (Role.APPROVER, hanoi), (Role.EDITOR, hanoi))
    make_user("hoa", (Role.EDITOR, hanoi), (Role.APPROVER, hue))
    make_user("gone", (Role.APPROVER, hanoi), is_active=False)
    assert list(teams.approvers_of(hanoi.pk)) == [lan]
    assert set(teams.members_of(hanoi.pk, Role.EDITOR).values_list("username", flat=True)) == {"lan", "hoa"}


# --- groups -----------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_team_is_made_once_and_named_for_people() -> None:
    ninh = unit("quang-ninh")
    group = teams.team_group(ninh, Role.EDITOR)
    assert group.name == "Quảng Ninh – editor"
    assert teams.team_group(ninh, Role.EDITOR) == group
    assert (group.province_team.province, group.province_team.role) == (ninh, Role.EDITOR)
    assert ProvinceTeam.objects.count() == 1


@pytest.mark.django_db
def test_namesakes_get_groups_of_their_own() -> None:
    now = teams.team_group(unit("quang-ninh"), Role.EDITOR)
    then = teams.team_group(unit("quang-ninh-until-2025"), Role.EDITOR)
    assert now != then
    assert then.name == "quang-ninh-until-2025 – editor"


@pytest.mark.django_db
def test_a_province_has_one_team_per_role() -> None:
    ninh = unit("quang-ninh")
    teams.team_group(ninh, Role.EDITOR)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProvinceTeam.objects.create(group=Group.objects.create(name="x"), province=ninh, role=Role.EDITOR)


# --- permissions ------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.usefixtures("_own_registry")
def test_a_new_team_gets_admin_access_and_the_permissions_of_its_role() -> None:
    teams.register_role_permissions(Role.EDITOR, ["provinces.change_sector"])
    teams.register_role_permissions(Role.EDITOR, ["provinces.change_sector", "provinces.view_sector"])
    editors = teams.team_group(unit("hanoi"), Role.EDITOR)
    approvers = teams.team_group(unit("hanoi"), Role.APPROVER)
    assert permissions(editors) == {
        "wagtailadmin.access_admin",
        "provinces.change_sector",
        "provinces.view_sector",
    }
    assert permissions(approvers) == {"wagtailadmin.access_admin"}


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_registry")
def test_migrating_brings_all_teams_up_to_date() -> None:
    group = teams.team_group(unit("hanoi"), Role.EDITOR)
    group.permissions.add(Permission.objects.get(codename="delete_province"))
    teams.register_role_permissions(Role.EDITOR, ["provinces.change_sector"])
    call_command("migrate", verbosity=0)
    assert permissions(group) == {"wagtailadmin.access_admin", "provinces.change_sector"}


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_registry")
def test_a_team_that_is_no_more_leaves_a_group_without_rights() -> None:
    group = teams.team_group(unit("hanoi"), Role.EDITOR)
    GroupPagePermission.objects.create(
        group=group,
        page=Page.get_first_root_node(),
        permission=Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page"),
    )
    group.province_team.delete()
    assert not group.page_permissions.exists()
    assert permissions(Group.objects.get(pk=group.pk)) == set()
    again = teams.team_group(unit("hanoi"), Role.EDITOR)
    assert again == group
    assert permissions(again) == {"wagtailadmin.access_admin"}
    again.delete()
    assert not ProvinceTeam.objects.exists()


@pytest.mark.parametrize("name", ["change_sector", ".change_sector", "provinces.", "a.b.c", ""])
@pytest.mark.usefixtures("_own_registry")
def test_malformed_permissions_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"not app_label\.codename"):
        teams.register_role_permissions(Role.EDITOR, [name])


@pytest.mark.usefixtures("_own_registry")
def test_the_check_finds_permissions_that_no_model_defines() -> None:
    teams.register_role_permissions(Role.EDITOR, ["provinces.change_sector", "wagtailcore.publish_page"])
    assert checks.role_permissions_exist(None) == []
    teams.register_role_permissions(Role.EDITOR, ["provinces.chagne_sector"])
    (error,) = checks.role_permissions_exist(None)
    assert (error.id, error.obj) == ("provinces.E001", "provinces.chagne_sector")


def test_what_the_product_registers_exists() -> None:
    assert checks.role_permissions_exist(None) == []
    assert all(teams.ADMIN_ACCESS in teams.registered_permissions(role) for role in Role)
