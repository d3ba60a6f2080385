"""The asset API gives the audience's view, and only that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from media_library.models import Asset
from media_library.services import withdraw
from tests.media_library import factories

pytestmark = pytest.mark.django_db

FIELDS = {
    "id", "kind", "title", "caption", "alt_text", "lang", "languages", "province", "sectors", "place", "taken_at",
    "creator", "credit_line", "licence", "digital_source_type", "width", "height", "bytes", "sha256", "approved_at",
    "embargo_until", "expires_at", "updated_at", "renditions", "links",
}  # fmt: skip


def listed(client: Client, **query: Any) -> list[str]:
    response = client.get("/api/v1/assets", query)
    assert response.status_code == 200, response.content
    return [item["id"] for item in response.json()["items"]]


def test_every_field_of_the_contract(client: Client) -> None:
    photo = factories.approved()
    answer = client.get(f"/api/v1/assets/{photo.uuid}", {"lang": "en"}).json()
    assert set(answer) >= FIELDS
    assert answer["title"].startswith("Dawn") and answer["lang"] == "en"
    assert set(answer["renditions"]) == {"thumb", "small", "medium", "large", "original"}
    assert set(answer["licence"]) == {"code", "name", "url", "usage_terms"}
    assert answer["terms"]["uses"]["editorial"] is True
    assert answer["terms"]["data_mining"] == "http://ns.useplus.org/ldf/vocab/DMI-UNSPECIFIED"
    assert answer["attribution"] == answer["credit_line"]
    assert answer["sha256"] == photo.published.sha256
    assert client.get(answer["renditions"]["original"]["url"]).status_code == 200
    assert client.get(answer["links"]["self"]).json()["id"] == answer["id"]


def test_the_language_really_delivered_is_named(client: Client) -> None:
    photo = factories.approved()
    answer = client.get(f"/api/v1/assets/{photo.uuid}", {"lang": "fr"})
    assert answer.json()["lang"] == "en"
    assert answer.json()["languages"] == ["vi", "en"]
    assert client.get(f"/api/v1/assets/{photo.uuid}", {"lang": "tlh"}).status_code == 422


def test_the_public_sees_what_is_public(client: Client) -> None:
    photos = {state: factories.in_state(state) for state in factories.STATES}
    assert listed(client) == [str(photos["approved"].uuid)]
    for state, photo in photos.items():
        status = client.get(f"/api/v1/assets/{photo.uuid}").status_code
        assert status == {"approved": 200, "withdrawn": 410}.get(state, 404), state


def test_a_withdrawn_asset_says_why(client: Client) -> None:
    photo, better = factories.approved(), factories.approved()
    withdraw(photo, reason="Chú thích sai", actor=None, successor=better)
    response = client.get(f"/api/v1/assets/{photo.uuid}")
    assert response.status_code == 410
    assert response["Content-Type"] == "application/problem+json"
    answer = response.json()
    assert answer["reason"] == "Chú thích sai"
    assert answer["successor"] == str(better.uuid)
    assert answer["withdrawn_at"]


def test_a_withdrawn_asset_names_no_successor_that_the_asker_may_not_know_of(client: Client) -> None:
    photo, hidden, gone = factories.approved(), factories.draft(), factories.withdrawn()
    withdraw(photo, reason="Chú thích sai", actor=None, successor=hidden)
    ask = f"/api/v1/assets/{photo.uuid}"
    response = client.get(ask)
    assert response.status_code == 410 and response.json()["successor"] is None
    assert str(hidden.uuid) not in response.content.decode()
    Asset.objects.filter(pk=photo.pk).update(successor=gone)
    assert client.get(ask).json()["successor"] == str(gone.uuid), "its own answer says what became of it"


def test_unknown_looks_like_not_allowed(client: Client) -> None:
    hidden = client.get(f"/api/v1/assets/{factories.draft().uuid}")
    unknown = client.get(f"/api/v1/assets/{uuid4()}")
    assert hidden.status_code == unknown.status_code == 404
    assert hidden.content == unknown.content


def test_pages_by_cursor_miss_and_repeat_nothing(client: Client) -> None:
    moment = timezone.now() - timedelta(days=1)
    photos = [factories.approved() for _ in range(7)]
    # Several approved at the very same moment: the key must decide.
    Asset.objects.filter(pk__in=[photo.pk for photo in photos[2:6]]).update(approved_at=moment)
    seen: list[str] = []
    url: str | None = "/api/v1/assets?limit=2"
    while url:
        answer = client.get(url).json()
        seen += [item["id"] for item in answer["items"]]
        url = answer["next"]
    assert len(seen) == len(set(seen)) == 7


def test_filters(client: Client) -> None:
    hanoi = factories.province("01")
    here, there = factories.approved(data=factories.jpeg(600, 900)), factories.approved(of=hanoi)
    assert listed(client, province="01") == [str(there.uuid)]
    assert listed(client, province="hanoi") == [str(there.uuid)]
    assert listed(client, orientation="portrait") == [str(here.uuid)]
    assert listed(client, licence="internal") == []
    assert listed(client, kind="video") == []
    assert listed(client, province="no-such") == []
    assert set(listed(client, q="binh minh")) == {str(here.uuid), str(there.uuid)}
    assert listed(client, updated_after=(timezone.now() + timedelta(days=1)).isoformat()) == []


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=101", "limit=x", "cursor=zzz", "cursor=" + "A" * 150, "orientation=round",
     "taken_after=yesterday", "kind=secret", "q=" + "x" * 400, "lang=%00"],
)  # fmt: skip
def test_bad_parameters_are_named(client: Client, query: str) -> None:
    response = client.get(f"/api/v1/assets?{query}")
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert query.split("=")[0] in response.json()["detail"]


@pytest.mark.parametrize("q", ['"', "*", "NEAR(", "a OR b", "^", "-", ":", "';--", "\x00", "%", "😀", "a" * 299])
def test_hostile_words_find_or_dont_but_never_fail(client: Client, q: str) -> None:
    factories.approved()
    assert client.get("/api/v1/assets", {"q": q}).status_code == 200


def test_a_hundred_items_cost_as_many_queries_as_one(client: Client) -> None:
    factories.approved()
    client.get("/api/v1/assets?limit=100")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/api/v1/assets?limit=100")
    for _ in range(5):
        factories.approved()
    with CaptureQueriesContext(connection) as many:
        assert len(client.get("/api/v1/assets?limit=100").json()["items"]) == 6
    assert len(many) == len(one) <= 3


def test_conditional_and_cache_headers(client: Client) -> None:
    factories.approved()
    first = client.get("/api/v1/assets?lang=en")
    assert first["Cache-Control"] == "public, no-cache"
    assert first["Content-Language"] == "en"
    again = client.get("/api/v1/assets?lang=en", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_changes_tell_what_happened_in_order(client: Client) -> None:
    photo, hidden = factories.approved(), factories.embargoed()
    withdraw(photo, reason="Sai", actor=None)
    items = client.get("/api/v1/changes").json()["items"]
    assert [item["event"] for item in items] == ["approved", "withdrawn"]
    assert {item["subject_id"] for item in items} == {str(photo.uuid)}
    assert client.get("/api/v1/changes", {"since": items[0]["id"]}).json()["items"] == items[1:]
    assert str(hidden.uuid) not in client.get("/api/v1/changes").content.decode()
