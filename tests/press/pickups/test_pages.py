"""Partners tell of publications, officers confirm them, and nobody sees what is others'."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.users.models import UserProfile

from media_library.models import Photo
from press.models import Pickup, PickupState
from press.pickups import looking, services
from provinces.teams import Role
from tests.media_library.factories import approved, jpeg, licence, province, user
from tests.press.factories import kit, member, officer, organisation, signed_in
from tests.press.pickups.publications import pickup, screenshot
from tests.press.pickups.test_looking import bytes_of, taken

pytestmark = pytest.mark.django_db

GOOD = {
    "province": "quang-ninh",
    "outlet": "Le Journal",
    "title": "Une aube",
    "published_on": "2026-03-02",
    "country": "fr",
    "language": "fr",
    "url": "https://journal.example/une-aube",
}


@pytest.fixture(autouse=True)
def _office() -> None:
    officer()


def admin(who: Any) -> Client:
    """Signed in to the admin, in English."""
    UserProfile.objects.update_or_create(user=who, defaults={"preferred_language": "en"})
    client = Client()
    client.force_login(who)
    return client


def evidence(photo: Photo) -> SimpleUploadedFile:
    return SimpleUploadedFile("page.jpg", screenshot(bytes_of(photo)), "image/jpeg")


def test_a_member_tells_of_a_publication_and_sees_only_titles_of_what_was_taken() -> None:
    person, held, other = member(), approved(title_en="HELD-TITLE"), approved(title_en="OTHER-TITLE")
    taken(held, person.organisation)
    client = signed_in(person)
    assert client.post("/en/press/pickups/", GOOD | {"evidence": evidence(held)}).status_code == 302
    made = Pickup.objects.get()
    assert (made.organisation, made.member, made.country) == (person.organisation, person, "FR")
    looking.look(made.pk)
    services.name_asset(made, other.asset_ptr)
    page = client.get("/en/press/pickups/").content.decode()
    assert "HELD-TITLE" in page
    assert "OTHER-TITLE" not in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", "javascript:alert(1)"), ("url", "ftp://x.example/"), ("url", ""), ("province", "nowhere"),
        ("published_on", "2999-01-01"), ("published_on", "x"), ("country", "FRA"), ("language", "xx"), ("outlet", ""),
        ("kit", "99999"),
    ],
)  # fmt: skip
def test_what_isnt_right_is_asked_for_again(field: str, value: str) -> None:
    assert signed_in(member()).post("/en/press/pickups/", GOOD | {field: value}).status_code == 422
    assert not Pickup.objects.exists()


def test_hostile_evidence_isnt_kept() -> None:
    bad = SimpleUploadedFile("page.pdf", b"%PDF-1.7 evil", "application/pdf")
    assert signed_in(member()).post("/en/press/pickups/", GOOD | {"evidence": bad}).status_code == 422
    assert not Pickup.objects.exists()


def test_a_kit_that_a_member_may_not_know_cant_be_named() -> None:
    hidden = kit([approved()], audience="organisations", title_en="HIDDEN-KIT")
    client = signed_in(member())
    assert "HIDDEN-KIT" not in client.get("/en/press/pickups/").content.decode()
    assert client.post("/en/press/pickups/", GOOD | {"kit": str(hidden.pk)}).status_code == 422


def test_other_organisations_see_nothing_of_it() -> None:
    person = member()
    pickup(title="SECRET-TITLE", member=person, organisation=person.organisation)
    assert "SECRET-TITLE" not in signed_in(organisation()).get("/en/press/pickups/").content.decode()
    assert Client().get("/en/press/pickups/").status_code == 302
    assert "SECRET-TITLE" in signed_in(person).get("/en/press/pickups/").content.decode()


def test_an_officer_records_looks_and_confirms() -> None:
    photo, mine = approved(), officer()
    client = admin(mine)
    assert client.get("/admin/press/pickups/record/").status_code == 200
    assert client.post("/admin/press/pickups/record/", GOOD | {"evidence": evidence(photo)}).status_code == 302
    made = Pickup.objects.get()
    looking.look(made.pk)
    address = f"/admin/press/pickups/{made.pk}/"
    page = client.get(address).content.decode()
    assert "no receipt" in page
    client.post(address, {"act": "confirm", "right": [str(made.matches.get().pk), "x", "9" * 30]})
    made.refresh_from_db()
    assert (made.state, made.settled_by) == (PickupState.CONFIRMED, mine)
    assert "picked up 1 time" in client.get(f"/admin/press/assets/{photo.pk}/holders/").content.decode()
    for hostile in ({"act": "x"}, {}, {"act": "name", "photo": "999999"}, {"act": "name"}):
        assert client.post(address, hostile).status_code == 302
    assert client.post("/admin/press/pickups/record/", GOOD).status_code == 200  # told that it is recorded
    assert client.post("/admin/press/pickups/record/", GOOD | {"twins": "on"}).status_code == 302


def test_taken_on_is_said_with_the_receipt() -> None:
    photo, partner = approved(), organisation()
    taken(photo, partner)
    made = pickup(bytes_of(photo), organisation=partner)
    looking.look(made.pk)
    page = admin(officer()).get(f"/admin/press/pickups/{made.pk}/").content.decode()
    assert f"by {partner.name}" in page
    assert "no receipt" not in page


def test_only_the_provinces_officers_reach_it() -> None:
    made = pickup(jpeg(), title="SECRET-TITLE")
    pages = (f"/admin/press/pickups/{made.pk}/", f"/admin/press/pickups/{made.pk}/file/")
    for who in (officer(province("01")), user("editor", Role.EDITOR), member().user):
        for page in pages:
            assert admin(who).get(page).status_code in (302, 403, 404)
        assert "SECRET-TITLE" not in admin(who).get("/admin/press/pickups/").content.decode()
    answer = admin(officer()).get(pages[1])
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    other = admin(officer(province("01")))
    assert other.post("/admin/press/pickups/record/", GOOD).status_code == 200
    assert Pickup.objects.count() == 1


@pytest.mark.parametrize("query", ["", "outlet=journal", "country=FR", "credit=unknown", "asset={asset}", "kit={kit}"])
@pytest.mark.parametrize("export", ["", "&export=csv"])
def test_lists_by_kit_asset_outlet_and_country(query: str, export: str) -> None:
    photo = approved()
    made_kit = kit([photo])
    made = pickup(title="=SUM(1)", kit=made_kit)
    services.name_asset(made, photo.asset_ptr)
    pickup(title="ANOTHER", outlet="Zeitung", country="DE", url="https://z.example/")
    query = query.replace("{asset}", str(photo.uuid)).replace("{kit}", str(made_kit.pk))
    answer = admin(officer()).get(f"/admin/press/pickups/?{query}{export}")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert b"=SUM(1)" in body
    assert (b"ANOTHER" in body) is (query in ("", "credit=unknown"))
    if export:
        assert b"'=SUM(1)" in body


def test_lists_ask_the_database_as_often_for_many_as_for_few() -> None:
    person = member()
    mine = officer()
    photo = approved()
    taken(photo, person.organisation)

    def one(number: int) -> None:
        made = pickup(url=f"https://j.example/{number}", member=person, organisation=person.organisation)
        services.name_asset(made, photo.asset_ptr)

    def asked(client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    one(0)
    pages = ((signed_in(person), "/en/press/pickups/"), (admin(mine), "/admin/press/pickups/"))
    few = [asked(*page) for page in pages]
    for number in range(1, 9):
        one(number)
    assert [asked(*page) for page in pages] == few


def test_an_officer_learns_nothing_of_pictures_that_another_province_keeps_to_itself() -> None:
    own, theirs = approved(), approved(of=province("01"), licence=licence("internal"), title_vi="SECRET-TITLE")
    made = pickup()
    services.name_asset(made, own.asset_ptr)
    services.name_asset(made, theirs.asset_ptr)
    address = f"/admin/press/pickups/{made.pk}/"
    client = admin(officer())
    page = client.get(address).content.decode()
    assert "SECRET-TITLE" not in page
    assert str(theirs.uuid) not in page
    client.post(address, {"act": "confirm", "right": [str(made.matches.get(asset=own.pk).pk)]})
    assert made.matches.get(asset=theirs.pk).is_right is True  # as it was
    client.post(address, {"act": "name", "photo": str(theirs.pk)})
    assert made.matches.count() == 2
