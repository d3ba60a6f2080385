"""Cached pages are never stale and never somebody else's."""

from __future__ import annotations

import gzip
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.site_setup import ensure_site
from media_library.services import set_embargo, withdraw
from promotion.page_cache import clock
from provinces.teams import Role
from tests.media_library import factories

pytestmark = pytest.mark.django_db
ADDRESS = "/en/images/"


@pytest.fixture(autouse=True)
def _site() -> None:
    ensure_site(["vi", "en"])


def shows(client: Client, photo: Any) -> bool:
    return str(photo.uuid) in client.get(ADDRESS).content.decode()


def test_the_second_reader_costs_one_query(client: Client) -> None:
    factories.approved()
    first = client.get(ADDRESS)
    with CaptureQueriesContext(connection) as queries:
        second = client.get(ADDRESS)
    assert second.content == first.content
    assert len(queries) == 1
    assert second["Cache-Control"] == "public, no-cache"
    assert client.get(ADDRESS, headers={"If-None-Match": second["ETag"]}).status_code == 304


def test_the_second_answer_is_the_first_in_every_header(client: Client) -> None:
    first, second = client.get(ADDRESS), client.get(ADDRESS)
    assert dict(first.items()) == dict(second.items())
    assert second["Content-Language"] == "en" and "script-src 'self'" in second["Content-Security-Policy"]
    assert {"Cookie", "Authorization", "Accept-Encoding"} <= set(second["Vary"].split(", "))
    assert second["Content-Length"] == str(len(second.content))


def test_compressed_for_those_who_can_take_it(client: Client) -> None:
    plain = client.get(ADDRESS)
    packed = client.get(ADDRESS, headers={"Accept-Encoding": "br, gzip"})
    assert packed["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain
    assert gzip.decompress(packed.content) == plain.content
    assert packed["Content-Length"] == str(len(packed.content))
    assert packed["ETag"] == plain["ETag"] and plain["ETag"].startswith("W/")
    assert client.get(ADDRESS, headers={"If-None-Match": packed["ETag"], "Accept-Encoding": "gzip"}).status_code == 304
    assert client.head(ADDRESS).content == b""


def test_the_press_room_is_kept_too(client: Client) -> None:
    client.get("/en/press/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/en/press/")["Cache-Control"] == "public, no-cache"
    assert len(queries) == 1


def test_an_approval_shows_at_once(client: Client) -> None:
    photo = factories.draft()
    assert not shows(client, photo)
    photo.get_latest_revision().publish()
    assert shows(client, photo)


def test_a_withdrawal_and_an_embargo_hide_at_once(client: Client) -> None:
    first, second = factories.approved(), factories.approved()
    assert shows(client, first) and shows(client, second)
    withdraw(first, reason="Sai", actor=None)
    set_embargo(second, timezone.now() + timedelta(days=1), actor=None)
    assert not shows(client, first) and not shows(client, second)


def test_a_licence_that_ends_hides_at_once(client: Client) -> None:
    licence = factories.licence("public", valid_until=None)
    photo = factories.approved(licence=licence)
    assert shows(client, photo)
    licence.valid_until = timezone.now()
    licence.save()
    assert not shows(client, photo)


def test_nothing_is_kept_beyond_the_next_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    soon = now + timedelta(seconds=90)
    photo = factories.embargoed()
    set_embargo(photo, soon, actor=None)
    assert clock.next_moment(now) == soon
    assert clock.next_moment(soon) > soon


def test_a_signed_in_reader_gets_an_answer_of_their_own(client: Client) -> None:
    photo = factories.in_state("internal")
    staff = Client()
    staff.force_login(factories.user("own", Role.EDITOR))
    assert not shows(client, photo)
    response = staff.get(ADDRESS)
    assert str(photo.uuid) in response.content.decode()
    assert response["Cache-Control"].startswith("private")
    assert not shows(client, photo)


def test_a_draft_doesnt_disturb_the_cache(client: Client) -> None:
    client.get(ADDRESS)
    factories.draft()
    with CaptureQueriesContext(connection) as queries:
        client.get(ADDRESS)
    assert len(queries) == 1
