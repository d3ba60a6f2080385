"""Units, users with roles, and pages owned by a province."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from wagtail.models import Page

from provinces.models import Kind, Province, ProvinceKind, Succession
from provinces.selectors import province_by_slug
from provinces.teams import Role, team_group

MERGED = date(2025, 7, 1)


def unit(slug: str) -> Province:
    """A unit of the reference data."""
    found = province_by_slug(slug)
    assert found is not None, slug
    return found


def make_unit(code: str, start: date, end: date | None = None, **values: Any) -> Province:
    """A made-up unit outside the reference data."""
    slug = values.pop("slug", f"unit-{code}-{start:%Y%m%d}")
    province = Province.objects.create(
        code=code, slug=slug, name_vi=values.pop("name_vi", slug), valid_from=start, valid_to=end, **values
    )
    ProvinceKind.objects.create(province=province, kind=Kind.PROVINCE, valid_from=start, valid_to=end)
    return province


def succeed(predecessor: Province, successor: Province) -> Succession:
    return Succession.objects.create(predecessor=predecessor, successor=successor, on=successor.valid_from)


def make_user(name: str, *roles: tuple[Role, Province], **values: Any) -> Any:
    """A user with mail and the given roles."""
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "password", **values)
    for role, province in roles:
        user.groups.add(team_group(province, role))
    return user


def make_page(title: str = "Vịnh Hạ Long") -> Page:
    return Page.get_first_root_node().add_child(instance=Page(title=title, live=False))
