"""The kits' API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.media_library.factories import approved, licence
from tests.press.factories import bearer, in_hours, kit, organisation

pytestmark = pytest.mark.django_db


def get(path: str, **headers: str) -> Any:
    response = Client().get(f"/api/v1/kits{path}", headers=headers)
    assert response.status_code == 200, response.content
    return response.json()


def test_a_kit_in_full() -> None:
    photo = approved()
    made = kit([photo], cover_id=photo.pk)
    answer = get(f"/{made.uuid}?lang=en")
    assert answer["id"] == str(made.uuid)
    assert (answer["title"], answer["lang"]) == (made.title_en, "en")
    assert answer["release"] == {"title": "The festival opens", "body": "First paragraph.\n\nSecond paragraph."}
    assert answer["facts"] == ["300 boats (source: province)"]
    assert sorted(answer["languages"]) == ["en", "vi"]
    assert answer["audience"] == "public"
    assert answer["embargo_until"] is None
    assert not answer["embargoed"]
    assert [asset["id"] for asset in answer["assets"]] == [str(photo.uuid)]
    assert answer["assets"][0]["links"]["self"].endswith(f"/api/v1/assets/{photo.uuid}")
    assert answer["cover"]["url"].endswith(f"/media/{photo.uuid}/medium.jpg")
    assert answer["links"]["download"].endswith(f"/api/v1/kits/{made.uuid}/download")
    assert answer["links"]["html"].endswith(f"/en/press/kits/{made.slug}/")
    assert answer["province"] == {"code": "22", "name": "Quang Ninh"}


def test_each_gets_their_view() -> None:
    photo, partner = approved(licence=licence("press")), organisation()
    public, press = kit([photo]), kit([photo], audience="press")
    early = kit([approved()], embargo_until=in_hours(2), grants=[(partner, True)])
    kit(publish=False)
    assert [item["id"] for item in get("")["items"]] == [str(public.uuid)]
    mine = get("", **bearer(partner))["items"]
    assert [item["id"] for item in mine] == [str(each.uuid) for each in (early, press, public)]
    assert [item["embargoed"] for item in mine] == [True, False, False]
    assert [item["count"] for item in get("")["items"]] == [0]
    assert mine[2]["count"] == 1
    assert mine[0]["embargo_timezone"] == "Asia/Ho_Chi_Minh"


def test_turning_pages() -> None:
    made = [kit() for _number in range(5)]
    seen: list[str] = []
    url = "?limit=2"
    while url:
        answer = get(url)
        assert len(answer["items"]) <= 2
        seen += [item["id"] for item in answer["items"]]
        url = answer["next"].partition("/kits")[2] if answer["next"] else ""
    assert seen == [str(each.uuid) for each in reversed(made)]


@pytest.mark.parametrize("query", ["cursor=nonsense", "limit=0", "limit=101", "limit=x", "lang=tlh"])
def test_bad_input_is_named(query: str) -> None:
    response = Client().get(f"/api/v1/kits?{query}")
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert query.partition("=")[0] in response.json()["detail"]


def test_shared_caches_keep_the_publics_view_only() -> None:
    kit()
    public = Client().get("/api/v1/kits")
    assert public["Cache-Control"] == "public, no-cache"
    partner = Client().get("/api/v1/kits", headers=bearer(organisation()))
    assert partner["Cache-Control"] == "private, no-cache"
    again = Client().get("/api/v1/kits", headers={"If-None-Match": public["ETag"]})
    assert again.status_code == 304
    assert "Authorization" in public["Vary"]


@pytest.mark.parametrize("number", [1, 6])
def test_queries_dont_grow(number: int, django_assert_max_num_queries: Any) -> None:
    photos = [approved() for _index in range(number)]
    for _index in range(number):
        made = kit(photos)
    headers = bearer(organisation())
    get("", **headers)
    for path in ("", f"/{made.uuid}"):
        with django_assert_max_num_queries(9):
            get(path, **headers)
