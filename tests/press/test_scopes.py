"""What a token may do: by the address's pattern alone, told as RFC 6750 has it, and kept when it is rotated."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from press.models import AccessToken, MemberRole, Way
from press.scopes import ALL, VIEWS, Scope, asked, lacking
from press.services import tokens
from tests.leak.routes import routes
from tests.media_library.factories import approved
from tests.press.factories import kit, member, organisation, signed_in, token

pytestmark = pytest.mark.django_db

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def client(*scopes: str) -> Client:
    _token, secret = tokens.issue(organisation(), "desk", scopes=scopes)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def addresses() -> dict[str, list[str]]:
    """For each scope addresses that ask for it: what is there, and what isn't."""
    picture = approved()
    made = kit([picture])
    return {
        Scope.ASSETS: ["/api/v1/assets", f"/api/v1/assets/{picture.uuid}", f"/api/v1/assets/{UNKNOWN}"],
        Scope.MEDIA: [
            f"/media/{picture.uuid}/original", f"/media/{UNKNOWN}/original", f"/media/{picture.uuid}/small.webp",
            f"/iiif/3/{picture.uuid}/info.json", f"/iiif/3/{UNKNOWN}/info.json",
        ],
        Scope.KITS: ["/api/v1/kits", f"/api/v1/kits/{made.uuid}", f"/api/v1/kits/{UNKNOWN}"],
        Scope.KIT_FILES: [f"/api/v1/kits/{made.uuid}/download", f"/api/v1/kits/{UNKNOWN}/download"],
        Scope.CHANGES: ["/api/v1/changes"],
        Scope.FEEDS: [f"/press/feeds/{name}" for name in ("atom.xml", "rss.xml", "feed.json", "ninjs.json")],
    }  # fmt: skip


def test_each_scope_opens_its_own_addresses_and_no_other() -> None:
    everything = addresses()
    for mine in Scope:
        asking = client(mine)
        for scope, paths in everything.items():
            for path in paths:
                response = asking.get(path)
                if scope == mine:
                    assert response.status_code in (200, 404), path
                    continue
                assert response.status_code == 403, (mine, path)
                assert response["Content-Type"] == "application/problem+json"
                assert response["WWW-Authenticate"] == f'Bearer error="insufficient_scope", scope="{scope.value}"'
                assert response["Cache-Control"] == "no-store"
                assert response.json()["code"] == "insufficient_scope"


def test_the_refusal_is_the_same_whatever_lies_there() -> None:
    asking = client(Scope.FEEDS)
    for paths in addresses().values():
        refusals = {asking.get(path).content for path in paths}
        assert len(refusals) == 1 or refusals.isdisjoint({b""})
    picture = approved()
    known, unknown = (asking.get(f"/api/v1/assets/{uuid}") for uuid in (picture.uuid, UNKNOWN))
    assert known.content == unknown.content
    assert dict(known.headers) == dict(unknown.headers)


def test_reference_data_asks_for_nothing() -> None:
    asking = client(Scope.FEEDS)
    for path in ("/api/v1/provinces", "/api/v1/provinces/22", "/api/v1/sectors", "/api/v1/openapi.json"):
        assert asking.get(path).status_code == 200, path


def test_pages_for_people_ask_for_all_of_them() -> None:
    made = kit([approved()])
    for path in ("/en/press/", f"/en/press/kits/{made.slug}/download/", "/en/images/"):
        assert client(*ALL[:-1]).get(path).status_code == 403, path
        assert client(*ALL).get(path).status_code == 200, path


def test_a_token_without_the_scope_leaves_no_receipt() -> None:
    from press.models import Receipt

    made = kit([approved()])
    client(Scope.KITS).get(f"/api/v1/kits/{made.uuid}/download")
    assert not Receipt.objects.filter(way=Way.ZIP).exists()


def test_a_bad_token_is_401_before_anything_else() -> None:
    made, secret = tokens.issue(organisation(), "desk", scopes=[Scope.FEEDS])
    tokens.revoke(made)
    response = Client().get("/api/v1/assets", headers={"Authorization": f"Bearer {secret}"})
    assert response.status_code == 401


def test_a_session_doesnt_lend_what_the_token_hasnt() -> None:
    made, secret = tokens.issue(organisation(), "desk", scopes=[Scope.FEEDS])
    signed = signed_in(member(made.organisation))
    assert signed.get("/api/v1/assets", headers={"Authorization": f"Bearer {secret}"}).status_code == 403


def test_every_address_of_the_api_is_listed() -> None:
    """Whoever adds one decides what it asks for; until then it asks for everything, which is safe but unkind."""
    names = {route.name for route in routes() if route.template.startswith("/api/v1/")}
    assert names - {"api:api-root"} == {name for name in VIEWS if name.startswith("api:")}
    for route in routes():
        if route.template.startswith(("/media/", "/iiif/", "/press/feeds/")):
            assert len(list(asked(route.name))) == 1, route.name


def test_what_isnt_listed_asks_for_all() -> None:
    assert lacking("api:tomorrow", ALL[:1]) == " ".join(ALL[1:])
    assert lacking("api:tomorrow", ALL) == lacking("api:list_provinces", []) == ""


# --- issuing and rotating ---------------------------------------------------------------------------------


def test_by_default_a_token_may_everything() -> None:
    made, _secret = token(organisation())
    assert made.scopes == list(ALL)
    assert made.networks == []


def test_rotation_keeps_scopes_and_networks() -> None:
    made, _secret = tokens.issue(organisation(), "desk", scopes=[Scope.KITS], networks=["203.0.113.0/24"])
    fresh, _new = tokens.rotate(made)
    assert (fresh.scopes, fresh.networks) == ([Scope.KITS], ["203.0.113.0/24"])


@pytest.mark.parametrize("scopes", [[], ["root"], ["assets:read", "root"], ["ASSETS:READ"]])
def test_no_token_without_or_with_unknown_scopes(scopes: list[str]) -> None:
    with pytest.raises(ValidationError):
        tokens.issue(organisation(), "desk", scopes=scopes)
    assert not AccessToken.objects.exists()


def test_the_portal_asks_and_shows() -> None:
    person = member(role=MemberRole.TECHNICAL)
    asking = signed_in(person)
    data: dict[str, Any] = {"name": "CMS", "days": "30", "chosen": "1", "networks": "203.0.113.0/24"}
    refused = asking.post("/en/press/account/tokens/", data, follow=True).content.decode()
    assert "at least one thing" in refused
    refused = asking.post("/en/press/account/tokens/", data | {"scope": "root"}, follow=True).content.decode()
    assert "no such right" in refused
    refused = asking.post("/en/press/account/tokens/", data | {"scope": ALL, "networks": "<b>"}, follow=True)
    assert "is no network" in refused.content.decode() and "<b>" not in refused.content.decode()
    assert not AccessToken.objects.exists()
    page = asking.post("/en/press/account/tokens/", data | {"scope": ["feeds:read", "kits:read"]}).content.decode()
    made = AccessToken.objects.get()
    assert made.scopes == ["kits:read", "feeds:read"]
    assert "read press kits; read the feeds" in page
    assert "only from 203.0.113.0/24" in page


def test_programs_that_post_no_scopes_get_all() -> None:
    asking = signed_in(member(role=MemberRole.TECHNICAL))
    asking.post("/en/press/account/tokens/", {"name": "CMS", "days": "30"})
    assert AccessToken.objects.get().scopes == list(ALL)


def test_lists_take_the_same_queries_however_long() -> None:
    person = member()
    asking = signed_in(person)
    asking.get("/en/press/account/")
    counts = []
    for _round in range(2):
        for _number in range(3):
            token(person.organisation)
        with CaptureQueriesContext(connection) as queries:
            asking.get("/en/press/account/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
