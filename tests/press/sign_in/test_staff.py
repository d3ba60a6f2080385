"""Staff at the admin's door: limits, the second factor where they have one, and where it is required."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.views import LoginView
from django.test import Client
from django.urls import resolve
from django.utils import translation

from press.admin.sign_in import StaffLogin
from press.views.login import FROM_ONE_PLACE, Login
from provinces.teams import Role
from tests.leak.routes import routes
from tests.media_library.factories import draft, user
from tests.press.factories import member, signed_in
from tests.press.sign_in.apps import code_of, recovery_codes_in, with_factor

pytestmark = pytest.mark.django_db

DOOR, CODE = "/admin/login/", "/admin/login/code/"


def editor() -> Any:
    person = user("editor-9", Role.EDITOR)
    person.set_password("secret")
    person.save()
    return person


def login(client: Client, person: Any, password: str = "secret", door: str = DOOR, **data: str) -> Any:  # noqa: S107
    return client.post(door, {"username": person.username, "password": password, **data})


def test_without_a_factor_the_password_is_enough() -> None:
    client = Client()
    assert login(client, editor())["Location"] == "/admin/"
    assert client.session.get_expire_at_browser_close()
    assert client.get("/admin/").status_code == 200
    assert client.get(DOOR)["Location"] == "/admin/"


def test_remembered_only_if_asked() -> None:
    client = Client()
    login(client, editor(), remember="on")
    assert not client.session.get_expire_at_browser_close()


def test_guessing_is_slowed_down_at_both_doors_together() -> None:
    person, client = editor(), Client()
    for number in range(FROM_ONE_PLACE.limit):
        login(client, person, "wrong", DOOR if number % 2 else "/en/press/login/")
    assert login(client, person).status_code == 200
    assert login(client, person, door="/en/press/login/").status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("door", [DOOR, "/en/press/login/"])
def test_with_a_factor_neither_door_opens_without_it(door: str) -> None:
    person, client = editor(), Client()
    secret, _codes = with_factor(person)
    assert login(client, person, door=door)["Location"].endswith("/login/code/")
    assert client.get("/admin/").status_code == 302
    assert client.get(CODE).status_code == 200
    assert client.post(CODE, {"code": "000000"}).status_code == 200
    assert client.post(CODE, {"code": code_of(secret)}).status_code == 302
    assert client.get("/admin/").status_code == 200


def test_the_page_for_the_code_leads_back_without_a_password() -> None:
    assert Client().get(CODE)["Location"] == DOOR


def test_it_never_leads_elsewhere() -> None:
    assert login(Client(), editor(), next="https://evil.example/")["Location"] == "/admin/"


def test_where_it_is_required_staff_set_it_up_first(settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = "required"
    person, client, picture = editor(), Client(), draft()
    login(client, person)
    security = client.get("/admin/")
    assert security["Location"].endswith("/press/account/security/")
    assert client.get("/admin/photos/")["Location"] == security["Location"]
    # As long as it isn't shown, they are nobody on the site and in the API too.
    assert client.get(f"/api/v1/assets/{picture.uuid}").status_code == 404
    assert client.get(f"/media/{picture.uuid}/small.webp").status_code == 404
    page = client.get("/en/press/account/security/app/")
    secret = "".join(page.content.decode().split('class="press-key">')[1].split("<")[0].split())
    codes = recovery_codes_in(
        client.post("/en/press/account/security/app/", {"code": code_of(secret)}).content.decode()
    )
    assert client.get("/admin/").status_code == 200
    assert client.get(f"/media/{picture.uuid}/small.webp").status_code == 200
    again = Client()
    assert login(again, person)["Location"] == CODE
    assert again.post(CODE, {"code": codes[0]})["Location"] == "/admin/"
    assert again.get("/admin/").status_code == 200
    assert again.post("/en/press/account/security/remove/").status_code == 302
    assert again.get("/admin/").status_code == 302


def test_staff_find_their_own_ways_on_the_page() -> None:
    client = Client()
    login(client, editor())
    page = client.get("/en/press/account/security/").content.decode()
    assert 'href="/admin/"' in page and 'href="/admin/password_reset/"' in page
    page = signed_in(member()).get("/en/press/account/security/").content.decode()
    assert 'href="/admin/' not in page


def test_sessions_from_before_it_was_required_show_it(settings: Any) -> None:
    person, client = editor(), Client()
    login(client, person)
    assert client.get("/admin/").status_code == 200
    settings.STAFF_SECOND_FACTOR = "required"
    assert client.get("/admin/").status_code == 302


def test_members_and_readers_arent_asked(settings: Any, django_assert_num_queries: Any) -> None:
    settings.STAFF_SECOND_FACTOR = "required"
    assert signed_in(member()).get("/en/press/account/").status_code == 200
    response = Client().get("/en/press/terms/")
    assert response.status_code == 404
    assert Client().get("/admin/login/").status_code == 200


def test_there_is_no_other_door() -> None:
    """Every address that takes a password is one of ours: Wagtail has two of its own, and may get a third."""
    doors = set()
    with translation.override("en"):
        for route in routes():
            if "login" in route.template and set(route.parameters) <= {"language"}:
                view: Any = resolve(route.template % {"language": "en"}).func
                if issubclass(getattr(view, "view_class", object), LoginView):
                    doors.add(view.view_class)
    assert doors == {StaffLogin, Login}


def test_the_door_for_private_pages_leads_to_ours() -> None:
    answer = Client().get("/en/_util/login/?next=/en/")
    assert answer["Location"] == "/en/press/login/?next=/en/"
