"""The form of a licence: uses, duties and countries chosen by name, and told in plain words while one chooses."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from media_library.models import Licence
from provinces.teams import Role
from tests.media_library import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("chief", "chief@example.org", "x"))
    return client


def form(**values: Any) -> dict[str, Any]:
    return {
        "code": "agency",
        "audience": "public",
        "allows_download": "on",
        "allows_redistribution": "on",
        "data_mining": "DMI-PROHIBITED",
        "order": "50",
        "uses-editorial": "yes",
        "uses-advertising": "no",
        "uses-print": "",
        "duties": ["changes", "credit"],
        "territory": ["VN", "LA"],
        "name_vi": "Theo hợp đồng",
        "usage_terms_vi": "Theo thỏa thuận.",
        "attribution_vi": "{credit} / {province}",
    } | values


def test_kept_as_it_was_chosen(chief: Client) -> None:
    answer = chief.post("/admin/licences/add/", form())
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    licence = Licence.objects.get(code="agency")
    assert licence.uses == {"editorial": True, "advertising": False}
    assert licence.duties == ["credit", "changes"]
    assert licence.territory == " LA VN "
    page = chief.get(f"/admin/licences/edit/{licence.pk}/").content.decode()
    assert "Lào" in page
    answer = chief.post(f"/admin/licences/edit/{licence.pk}/", form(territory=[], duties=[], **{"uses-editorial": ""}))
    assert answer.status_code == 302
    licence.refresh_from_db()
    assert (licence.territory, licence.duties, licence.uses) == ("", [], {"advertising": False})


@pytest.mark.parametrize(
    "wrong",
    [
        {"territory": ["XX"]},
        {"territory": ["VN; DROP"]},
        {"duties": ["dance"]},
        {"attribution_vi": "{nobody}"},
        {"allows_download": ""},
        {"name_vi": ""},
    ],
)
def test_what_makes_no_sense_is_said(chief: Client, wrong: dict[str, Any]) -> None:
    values = form(**wrong)
    if wrong.get("allows_download") == "":
        del values["allows_download"]
    assert chief.post("/admin/licences/add/", values).status_code == 200
    assert not Licence.objects.filter(code="agency").exists()


def test_the_words_follow_the_form_without_keeping_anything(chief: Client) -> None:
    answer = chief.post("/admin/licences/words/", form(code="", name_vi=""))
    assert answer.status_code == 200
    assert "<li>" in answer.content.decode()
    assert not Licence.objects.filter(code__in=("agency", "")).exists()
    assert chief.post("/admin/licences/words/", {}).status_code == 200
    assert chief.get("/admin/licences/words/").status_code == 405


def test_licences_are_the_administrators(client: Client) -> None:
    client.force_login(factories.user("editor", Role.EDITOR))
    assert client.post("/admin/licences/words/", form()).status_code in (302, 403)
    assert client.get("/admin/licences/add/").status_code in (302, 403, 404)
