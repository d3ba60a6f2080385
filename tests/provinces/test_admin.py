"""The reference data's admin: superusers only, every list and form opens, texts are kept per language."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from locales.registry import LANGUAGES, column
from provinces.models import Province, ProvinceTeam, Sector
from provinces.teams import Role
from provinces.viewsets import ProvinceTeamViewSet, ReferenceDataGroup
from tests.provinces.factories import make_user, unit

pytestmark = pytest.mark.django_db

MODELS = [viewset.model for viewset in ReferenceDataGroup.items]
by_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)


def url(model: Any, view: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_{model._meta.app_label}_{model._meta.model_name}:{view}", args=args)


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(make_user("root", is_superuser=True))
    return client


@pytest.fixture
def _team() -> None:
    make_user("hoa", (Role.EDITOR, unit("quang-ninh")))


@by_model
@pytest.mark.usefixtures("_team")
def test_list_search_and_forms_open(admin: Client, model: Any) -> None:
    assert admin.get(url(model, "list")).status_code == 200
    assert admin.get(url(model, "list"), {"q": "quang ninh"}).status_code == 200
    for column_name in model.snippet_viewset.list_display:
        assert admin.get(url(model, "list"), {"ordering": column_name}).status_code == 200
    assert admin.get(url(model, "add")).status_code == 200
    assert admin.get(url(model, "edit", model.objects.all()[0].pk)).status_code == 200


@by_model
def test_teams_have_no_access(client: Client, model: Any) -> None:
    hanoi = unit("hanoi")
    client.force_login(make_user("all", *((role, hanoi) for role in Role)))
    for view in ("list", "add"):
        assert client.get(url(model, view)).status_code == 302


def test_the_menu_group_is_the_superusers(admin: Client) -> None:
    assert "reference-data" in admin.get(reverse("wagtailadmin_home")).content.decode().lower()


def test_search_finds_by_any_name(admin: Client) -> None:
    for text in ("Bình Định", "Binh Dinh", "平定", "binh-dinh"):
        found = admin.get(url(Province, "list"), {"q": text}).context["object_list"]
        assert "binh-dinh-until-2025" in {province.slug for province in found}, text


def test_the_list_of_figures_does_not_query_per_row(admin: Client, django_assert_max_num_queries: Any) -> None:
    from provinces.models import Observation

    admin.get(url(Observation, "list"))
    with django_assert_max_num_queries(20):
        admin.get(url(Observation, "list"))


def test_saving_keeps_every_language_and_pins_the_base_column(admin: Client) -> None:
    sector = Sector.objects.get(slug="tourism")
    data = {
        "slug": sector.slug,
        "order": sector.order,
        **{column("name", code): getattr(sector, column("name", code)) for code in LANGUAGES},
        **{column("description", code): "" for code in LANGUAGES},
        "name_vi": "Du lịch xanh",
        "name_lo": "",
    }
    response = admin.post(url(Sector, "edit", sector.pk), data)
    assert response.status_code == 302, response.context["form"].errors
    row = Sector.objects.rewrite(False).values("name", "name_vi", "name_en", "name_lo").get(pk=sector.pk)
    assert (row["name"], row["name_vi"], row["name_en"]) == ("Du lịch xanh", "Du lịch xanh", "Tourism")
    assert not row["name_lo"]


def test_a_province_with_its_history_can_be_saved(admin: Client) -> None:
    province = unit("quang-ninh")
    response = admin.get(url(Province, "edit", province.pk))
    data = _form_data(response.context["form"])
    data["name_de"] = "Quang Ninh"
    response = admin.post(url(Province, "edit", province.pk), data)
    assert response.status_code == 302, response.context["form"].errors
    province = unit("quang-ninh")
    assert (province.name_de, province.kinds.count(), province.predecessors.count()) == ("Quang Ninh", 2, 1)


def _form_data(form: Any) -> dict[str, Any]:
    """What a browser would send back unchanged."""
    data: dict[str, Any] = {}
    for formset in form.formsets.values():
        data |= _fields(formset.management_form)
        for inline in formset.forms:
            data |= _fields(inline)
    return data | _fields(form)


def _fields(form: Any) -> dict[str, Any]:
    return {field.html_name: "" if field.value() is None else field.value() for field in form}


# --- teams ------------------------------------------------------------------------------------------
def test_a_team_is_made_with_its_group(admin: Client) -> None:
    hanoi = unit("hanoi")
    data = {"province": hanoi.pk, "role": Role.APPROVER.value}
    assert admin.post(url(ProvinceTeam, "add"), data).status_code == 302
    team = ProvinceTeam.objects.get()
    assert (team.group.name, team.province, team.role) == ("Hà Nội – approver", hanoi, Role.APPROVER)
    again = admin.post(url(ProvinceTeam, "add"), data)
    assert again.status_code == 200
    assert again.context["form"].errors
    assert ProvinceTeam.objects.count() == 1
    assert ProvinceTeam.objects.count() == 1


@pytest.mark.usefixtures("_team")
def test_a_team_keeps_its_province_and_role(admin: Client) -> None:
    team = ProvinceTeam.objects.get()
    admin.post(url(ProvinceTeam, "edit", team.pk), {"province": unit("hanoi").pk, "role": Role.APPROVER.value})
    team.refresh_from_db()
    assert (team.province, team.role) == (unit("quang-ninh"), Role.EDITOR)


def test_every_viewset_is_in_the_group() -> None:
    assert ProvinceTeamViewSet in ReferenceDataGroup.items
    assert len(set(MODELS)) == len(MODELS)
