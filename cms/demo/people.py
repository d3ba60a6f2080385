"""The demo's accounts: a team for each built-out province, a translator, an administrator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from wagtail.users.models import UserProfile

from cms.demo.access import Vault
from cms.demo.source import Entry, provinces, shared
from provinces.models import Province
from provinces.selectors import province_by_code
from provinces.teams import Role, forget_roles, team_group

MAIL_DOMAIN = "provinces.example"


@dataclass(frozen=True, slots=True)
class Team:
    """A province and those who work for it."""

    province: Province
    editor: Any
    approver: Any
    press_officer: Any


def account(username: str, full_name: str, **values: Any) -> tuple[Any, bool]:
    """The account with this name and whether it was made now; one that is there stays as it is."""
    users = get_user_model()
    known = users.objects.filter(username=username).first()
    if known is not None:
        return known, False
    first, _space, last = full_name.rpartition(" ")
    made = users.objects.create_user(
        username=username, password=Vault().password(username), first_name=first, last_name=last, **values
    )
    return made, True


def administrator() -> Any:
    person, new = account("admin", "Quản trị", is_superuser=True, is_staff=True)
    if new:
        _speaks_vietnamese(person)
    return person


def teams() -> dict[str, Team]:
    """{name of the content file: its team}, made where they are missing."""
    return {entry["name"]: _team(entry) for entry in provinces()}


def _team(entry: Entry) -> Team:
    province = province_by_code(entry["code"])
    if province is None:
        raise LookupError(f"no province in force has the code {entry['code']}")
    members: dict[str, Any] = {}
    for person in entry["people"]:
        role = Role(person["role"])
        members[role.value] = _member(person, province, role)
    _member(shared()["translator"], province, Role.TRANSLATOR)
    return Team(province, members["editor"], members["approver"], members["press_officer"])


def _member(person: Entry, province: Province, role: Role) -> Any:
    member, new = account(person["username"], person["name"])
    if new:
        _speaks_vietnamese(member)
    group = team_group(province, role)
    if not member.groups.filter(pk=group.pk).exists():
        member.groups.add(group)
        forget_roles(member)
    return member


def _speaks_vietnamese(person: Any) -> None:
    profile = UserProfile.get_for_user(person)
    profile.preferred_language = "vi"
    profile.save()


def give_addresses() -> None:
    """Only when everything is loaded: what the loading submits and approves isn't to be mailed to anybody."""
    names = ["admin", shared()["translator"]["username"]]
    names += [person["username"] for entry in provinces() for person in entry["people"]]
    for person in get_user_model().objects.filter(username__in=names, email=""):
        person.email = f"{person.username}@{MAIL_DOMAIN}"
        person.save(update_fields=["email"])
