"""Feeds: valid, complete, each audience's own view, and tombstones for what was taken back."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import feedparser
import pytest
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator, FormatChecker
from lxml import etree
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from media_library.models import Asset, Photo
from media_library.services import set_embargo, withdraw
from press.feeds.selection import NEWEST
from provinces.models import Sector
from tests.media_library.factories import STATES, approved, draft, embargoed, in_state, licence, province, withdrawn
from tests.press.factories import bearer, in_hours, kit, organisation, terms_version

pytestmark = pytest.mark.django_db

FORMATS = ("atom.xml", "rss.xml", "feed.json", "ninjs.json")
NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "media": "http://search.yahoo.com/mrss/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
}
SCHEMAS = Path(__file__).parent / "schemas"


def get(name: str, query: str = "", **headers: str) -> Any:
    response = Client().get(f"/press/feeds/{name}?lang=en{query}", headers=headers)
    assert response.status_code == 200, response.content
    return response


def atom(query: str = "", **headers: str) -> Any:
    return etree.fromstring(get("atom.xml", query, **headers).content)


def ninjs(query: str = "", **headers: str) -> dict[str, Any]:
    return {item["uri"]: item for item in get("ninjs.json", query, **headers).json()["associations"]}


def urn(photo: Photo) -> str:
    return f"urn:uuid:{photo.uuid}"


@pytest.fixture(scope="module")
def ninjs_validator() -> Draft202012Validator:
    schema = json.loads((SCHEMAS / "ninjs-schema_3.1.json").read_text())
    geojson = json.loads((SCHEMAS / "geojson-schema.json").read_text())
    resource = Resource.from_contents(geojson, default_specification=DRAFT202012)
    registry: Registry[Any] = Registry().with_resources(
        [("https://geojson.org/schema/GeoJSON.json", resource), (geojson.get("$id", "geojson"), resource)]
    )
    return Draft202012Validator(schema, registry=registry, format_checker=FormatChecker())


@pytest.fixture
def library() -> dict[str, Photo]:
    return {state: in_state(state) for state in STATES}


# --- forms --------------------------------------------------------------------------------------------


def test_atom_is_read_by_others_as_it_was_meant() -> None:
    photo, sector = approved(), Sector.objects.all()[0]
    photo.sectors.add(sector)
    photo.save_revision().publish()
    response = get("atom.xml")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    assert feed.feed.language == "en"
    entry = feed.entries[0]
    assert entry.id == urn(photo)
    assert entry.title == photo.title_en
    assert entry.summary == photo.caption_en
    assert entry.link == f"http://testserver/en/images/{photo.uuid}/"
    assert photo.credit_line in entry.rights
    assert {tag.term for tag in entry.tags} == {photo.province.slug, sector.slug}
    enclosure = next(link for link in entry.links if link.rel == "enclosure")
    assert enclosure.href == f"http://testserver/media/{photo.uuid}/original"
    assert int(enclosure.length) == photo.published.bytes
    sizes = [int(content["width"]) for content in entry.media_content]
    assert sizes[0] == 900
    assert entry.media_credit[0]["content"] == photo.credit_line
    assert entry.media_thumbnail[0]["width"] == "320"


def test_atom_has_what_rfc_4287_asks_for() -> None:
    approved()
    withdrawn()
    root = atom()
    for name in ("id", "title", "updated", "author"):
        assert root.findall(f"a:{name}", NAMES)
    for entry in root.findall("a:entry", NAMES):
        for name in ("id", "title", "updated"):
            assert len(entry.findall(f"a:{name}", NAMES)) == 1
    assert root.find("a:link[@rel='self']", NAMES).get("href") == root.findtext("a:id", namespaces=NAMES)


def test_an_empty_feed_is_valid_too(ninjs_validator: Draft202012Validator) -> None:
    assert not feedparser.parse(get("atom.xml").content).bozo
    assert get("feed.json").json()["items"] == []
    ninjs_validator.validate(get("ninjs.json").json())


def test_ninjs_validates_in_every_state(library: dict[str, Photo], ninjs_validator: Draft202012Validator) -> None:
    partner = organisation()
    kit([library["approved"], library["embargoed"]], embargo_until=in_hours(90), grants=[(partner, True)])
    for headers in ({}, bearer(partner)):
        for lang in ("vi", "en", "lo"):
            document = Client().get(f"/press/feeds/ninjs.json?lang={lang}", headers=headers).json()
            ninjs_validator.validate(document)
            for item in document["associations"]:
                ninjs_validator.validate({name: value for name, value in item.items() if name != "name"})


def test_a_ninjs_item_in_full() -> None:
    photo = approved()
    item = ninjs()[urn(photo)]
    assert item["type"] == "picture"
    assert item["pubStatus"] == "usable"
    assert item["language"] == "en"
    assert item["headlines"] == [{"role": "main", "value": photo.title_en}]
    assert {"role": "caption", "value": photo.caption_en} in item["descriptions"]
    assert {"role": "alt", "value": photo.alt_text_en} in item["descriptions"]
    assert item["copyrightNotice"] == photo.credit_line
    assert item["usageTerms"]
    assert item["digitalSourceType"]["uri"].endswith("/digitalCapture")
    original = next(each for each in item["renditions"] if each["name"] == "original")
    assert original["href"] == f"http://testserver/media/{photo.uuid}/original"
    assert original["sizeInBytes"] == photo.published.bytes


def test_json_feed_has_what_its_version_asks_for() -> None:
    photo, gone = approved(), withdrawn()
    response = get("feed.json")
    assert response["Content-Type"].startswith("application/feed+json")
    feed = response.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    items = {item["id"]: item for item in feed["items"]}
    assert set(items) == {urn(photo), urn(gone)}
    assert items[urn(photo)]["attachments"][0]["size_in_bytes"] == photo.published.bytes
    assert items[urn(gone)]["_rights"]["reason"] == "Sai chú thích"
    assert "image" not in items[urn(gone)]


def test_rss_is_read_by_others_as_it_was_meant() -> None:
    photo, gone = approved(), withdrawn()
    feed = feedparser.parse(get("rss.xml").content)
    assert not feed.bozo
    assert feed.version == "rss20"
    entries = {entry.id: entry for entry in feed.entries}
    assert entries[urn(photo)].title == photo.title_en
    assert entries[urn(photo)].enclosures[0].type == "image/jpeg"
    assert "Withdrawn" in entries[urn(gone)].title
    assert not entries[urn(gone)].enclosures


@pytest.mark.parametrize("name", FORMATS)
def test_what_xml_and_html_choke_on_is_harmless(name: str) -> None:
    approved(
        title_vi="<b>&amp;\x0b</b>",
        title_en='Ha Long "&" <script>alert(1)</script>\x1f',
        caption_en="]]> \ufffe 😀",
    )
    content = get(name).content
    if name.endswith("xml"):
        etree.fromstring(content)
        assert b"<script>" not in content
    else:
        json.loads(content)


# --- who sees what --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_nobody_learns_of_what_they_may_not_see(name: str, library: dict[str, Photo]) -> None:
    def mentioned(**headers: str) -> set[str]:
        content = get(name, **headers).content.decode()
        return {state for state, photo in library.items() if str(photo.uuid) in content}

    assert mentioned() == {"approved", "withdrawn"}
    assert mentioned(**bearer(organisation())) - {"press_only"} == {"approved", "withdrawn"}
    granted = organisation()
    kit([library["embargoed"]], embargo_until=in_hours(90), grants=[(granted, True)])
    assert mentioned(**bearer(granted)) - {"press_only"} == {"approved", "withdrawn", "embargoed"}
    assert mentioned() == {"approved", "withdrawn"}


def test_a_press_only_picture_is_for_partners_with_terms() -> None:
    terms_version()
    photo = approved(licence=licence("press", allows_redistribution=True))
    assert urn(photo) not in ninjs()
    assert urn(photo) in ninjs(**bearer(organisation()))
    assert urn(photo) not in ninjs(**bearer(organisation(accepts=False)))


def test_what_may_not_be_passed_on_isnt_in_feeds() -> None:
    photo = approved(licence=licence("public", allows_redistribution=False))
    assert urn(photo) not in ninjs()


def test_an_embargoed_item_is_withheld_and_says_until_when() -> None:
    photo, partner = approved(), organisation()
    until = in_hours(2).replace(microsecond=0)
    kit([photo], embargo_until=until, grants=[(partner, True)])
    headers = bearer(partner)
    item = ninjs(**headers)[urn(photo)]
    assert item["pubStatus"] == "withheld"
    assert item["embargoedUntil"] == until.strftime("%Y-%m-%dT%H:%M:%SZ")
    entry = atom(**headers).find("a:entry", NAMES)
    assert entry.findtext("a:title", namespaces=NAMES).startswith("EMBARGO until")
    assert entry.findtext("prism:embargoDate", namespaces=NAMES) == item["embargoedUntil"]
    assert urn(photo) not in ninjs()
    with mock.patch.object(timezone, "now", return_value=until):
        item = ninjs()[urn(photo)]
        assert item["pubStatus"] == "usable"
        assert "embargoedUntil" not in item
        assert item["versionCreated"] == until.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_withdrawn_items_stay_as_tombstones_for_those_who_knew_them() -> None:
    photo, better, partner = approved(), approved(), organisation()
    withdraw(photo, reason="Sai chú thích", actor=None, successor=better.asset_ptr)
    secret = embargoed()
    withdraw(secret, reason="Hủy", actor=None)
    root = atom()
    stones = root.findall("at:deleted-entry", NAMES)
    assert [stone.get("ref") for stone in stones] == [urn(photo)]
    assert stones[0].findtext("at:comment", namespaces=NAMES) == "Sai chú thích"
    assert stones[0].get("when")
    item = ninjs(**bearer(partner))[urn(photo)]
    assert item["pubStatus"] == "canceled"
    assert item["edNote"] == "Sai chú thích"
    assert {"role": "successor", "value": urn(better)} in item["altIds"]
    assert "renditions" not in item
    assert urn(secret) not in ninjs(**bearer(partner))


def test_the_feed_speaks_the_language_asked_for_or_the_nearest() -> None:
    photo = approved(title_lo="ອ່າວຮາລອງ", caption_lo="ເຮືອ")
    item = ninjs()[urn(photo)]
    assert item["language"] == "en"
    response = Client().get("/press/feeds/ninjs.json?lang=lo")
    assert response["Content-Language"] == "lo"
    assert response.json()["associations"][0]["headlines"][0]["value"] == "ອ່າວຮາລອງ"
    french = Client().get("/press/feeds/atom.xml?lang=fr").content
    root = etree.fromstring(french)
    xml_lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert root.get(xml_lang) == "fr"
    assert root.find("a:entry", NAMES).get(xml_lang) == "en"


# --- order, filters, caches -------------------------------------------------------------------------------


def test_the_newest_change_stands_first_and_time_moves_on_with_it() -> None:
    first, second = approved(), approved()
    assert list(ninjs()) == [urn(second), urn(first)]
    before = ninjs()[urn(first)]["versionCreated"]
    Asset.objects.filter(pk=first.pk).update(updated_at=timezone.now() + timedelta(seconds=5))
    assert list(ninjs()) == [urn(first), urn(second)]
    assert ninjs()[urn(first)]["versionCreated"] > before


def test_the_end_of_an_embargo_makes_an_old_picture_new() -> None:
    old, newer = approved(), approved()
    set_embargo(old, timezone.now() + timedelta(hours=1), actor=None)
    Asset.objects.filter(pk=newer.pk).update(updated_at=timezone.now() + timedelta(minutes=1))
    with mock.patch.object(timezone, "now", return_value=timezone.now() + timedelta(hours=2)):
        assert list(ninjs()) == [urn(old), urn(newer)]


def test_filters() -> None:
    here, there = approved(), approved(of=province("01"))
    sector = Sector.objects.all()[0]
    here.sectors.add(sector)
    here.save_revision().publish()
    gone = withdrawn(of=province("01"))
    assert set(ninjs(f"&province={here.province.slug}")) == {urn(here)}
    assert set(ninjs("&province=01")) == {urn(there), urn(gone)}
    assert set(ninjs(f"&sector={sector.slug}")) == {urn(here)}
    assert ninjs(f"&sector={sector.slug}&province=01") == {}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("lang", "tlh"),
        ("lang", "de"),
        ("lang", "en'--"),
        ("lang", "x" * 5000),
        ("lang", "%C3%A9"),
        ("province", "%00"),
        ("province", "99"),
        ("province", "'; DROP TABLE press_receipt; --"),
        ("province", "../../etc/passwd"),
        ("province", "binh-dinh-until-2025"),
        ("sector", "%F0%9F%98%80"),
        ("sector", "no-such-sector"),
        ("sector", "<script>"),
    ],
)
def test_hostile_and_mistaken_parameters_are_named(name: str, field: str, value: str) -> None:
    response = Client().get(f"/press/feeds/{name}?{field}={value}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["field"] == field
    assert "<script>" not in problem["detail"]


def test_a_parameter_given_twice_is_refused_and_unknown_ones_dont_matter() -> None:
    assert Client().get("/press/feeds/atom.xml?lang=en&lang=fr").status_code == 400
    assert Client().get("/press/feeds/atom.xml?lang=en&utm_source=x").status_code == 200
    assert Client().post("/press/feeds/atom.xml").status_code == 405


def test_an_invalid_token_isnt_taken_for_the_public() -> None:
    response = Client().get("/press/feeds/ninjs.json", headers={"Authorization": "Bearer pic_wrong"})
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("name", FORMATS)
def test_conditional_requests(name: str) -> None:
    photo = approved()
    first = get(name)
    assert first["Cache-Control"] == "public, no-cache"
    assert {"Authorization", "Cookie", "Accept-Language"} <= set(first["Vary"].split(", "))
    again = Client().get(f"/press/feeds/{name}?lang=en", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "public, no-cache"
    withdraw(photo, reason="Sai", actor=None)
    assert Client().get(f"/press/feeds/{name}?lang=en", headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert get(name, **bearer(organisation()))["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("number", [1, 6])
@pytest.mark.parametrize("name", FORMATS)
def test_queries_dont_grow(name: str, number: int, django_assert_max_num_queries: Any) -> None:
    for _index in range(number):
        approved()
        withdrawn()
    headers = bearer(organisation())
    get(name, **headers)
    with django_assert_max_num_queries(10):
        get(name, f"&province=22&sector={Sector.objects.all()[0].slug}", **headers)


def test_it_holds_the_newest_hundred_only() -> None:
    photo = approved()
    with mock.patch("press.feeds.selection.NEWEST", 3):
        for _number in range(4):
            approved()
        items = ninjs()
    assert NEWEST == 100
    assert len(items) == 3
    assert urn(photo) not in items


def test_drafts_never_get_in() -> None:
    photo = draft()
    assert str(photo.uuid) not in get("ninjs.json").content.decode()


# --- kits and searches ----------------------------------------------------------------------------------
@pytest.mark.parametrize("by", ["slug", "uuid"])
def test_a_kits_feed_holds_its_files_and_leads_to_its_page(by: str) -> None:
    inside, outside = approved(), approved()
    made = kit([inside])
    feed = atom(f"&kit={getattr(made, by)}")
    assert [entry.findtext("a:id", namespaces=NAMES) for entry in feed.findall("a:entry", NAMES)] == [urn(inside)]
    assert outside.pk != inside.pk
    assert feed.findtext("a:id", namespaces=NAMES).endswith(f"?lang=en&kit={made.uuid}"), "one identifier for both"
    home = feed.find("a:link[@rel='alternate']", NAMES).get("href")
    assert home.endswith(f"/en/press/kits/{made.slug}/")
    assert made.title_en in feed.findtext("a:title", namespaces=NAMES)


def test_a_kits_feed_keeps_what_was_withdrawn_as_a_tombstone() -> None:
    photo, elsewhere = approved(), approved()
    made = kit([photo, approved()])
    for asset in (photo, elsewhere):
        withdraw(Asset.objects.get(pk=asset.pk), reason="Wrong caption", actor=None)
    stones = atom(f"&kit={made.slug}").findall("at:deleted-entry", NAMES)
    assert [stone.get("ref") for stone in stones] == [urn(photo)]


@pytest.mark.parametrize("name", FORMATS)
def test_a_kit_that_isnt_for_the_reader_doesnt_exist(name: str) -> None:
    partner = organisation()
    hidden = [
        kit([approved()], publish=False),
        kit([approved()], audience="press"),
        kit([approved()], embargo_until=in_hours(3), grants=[(partner, True)]),
    ]
    unknown = Client().get(f"/press/feeds/{name}?lang=en&kit=no-such-kit")
    for made in hidden:
        response = Client().get(f"/press/feeds/{name}?lang=en&kit={made.slug}")
        assert (response.status_code, response.content) == (400, unknown.content)
    early = Client().get(f"/press/feeds/{name}?lang=en&kit={hidden[2].slug}", headers=bearer(partner))
    assert early.status_code == 200
    assert early["Cache-Control"] == "private, no-cache"


def test_a_saved_search_finds_what_the_image_bank_finds_and_keeps_its_tombstones() -> None:
    found = approved(title_en="Lantern festival", title_vi="Lễ hội đèn lồng")
    gone = approved(title_en="Lantern market", title_vi="Chợ đèn lồng")
    approved(title_en="Terraces", title_vi="Ruộng bậc thang")
    withdraw(Asset.objects.get(pk=gone.pk), reason="Wrong caption", actor=None)
    items = ninjs("&q=lantern")
    assert {uri: item["pubStatus"] for uri, item in items.items()} == {urn(found): "usable", urn(gone): "canceled"}
    assert get("feed.json", "&q=lantern").json()["home_page_url"].endswith("/en/images/?q=lantern")


def test_the_image_banks_filters_are_the_feeds(ninjs_validator: Draft202012Validator) -> None:
    press = approved(licence=licence("press"))
    wide = approved()
    assert list(ninjs("&licence=province-open")) == [urn(wide)]
    assert list(ninjs("&licence=press-editorial", **bearer(organisation()))) == [urn(press)]
    assert ninjs("&licence=press-editorial") == {}
    assert set(ninjs("&kind=photo")) == {urn(wide)}
    assert ninjs("&kind=video") == {}
    assert len(ninjs("&orientation=landscape")) + len(ninjs("&orientation=portrait")) <= 1
    ninjs_validator.validate(get("ninjs.json", "&kind=photo&q=x").json())


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kit", "../x"), ("kit", "%00"), ("kit", "a" * 500), ("q", "a" * 201), ("q", "a%00b"), ("q", "a%E2%80%AEb"),
        ("kind", "PHOTO"), ("kind", "x"), ("orientation", "sideways"), ("licence", "internal"), ("licence", "%27--"),
    ],
)  # fmt: skip
def test_hostile_search_parameters_are_named(name: str, field: str, value: str) -> None:
    licence("internal")
    response = Client().get(f"/press/feeds/{name}?lang=en&{field}={value}")
    assert response.status_code == 400
    assert response["Content-Type"].startswith("application/problem+json")
    assert response.json()["field"] == field


@pytest.mark.parametrize("name", FORMATS)
def test_conditional_requests_of_a_search(name: str) -> None:
    approved(title_en="Lantern festival")
    first = get(name, "&q=lantern")
    again = Client().get(f"/press/feeds/{name}?lang=en&q=lantern", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_pages_lead_to_their_feeds() -> None:
    made = kit([approved(title_en="Lantern festival")])
    page = Client().get(f"/en/press/kits/{made.slug}/").content.decode()
    assert f'href="/press/feeds/atom.xml?lang=en&amp;kit={made.uuid}"' in page
    page = Client().get("/en/images/?q=lantern").content.decode()
    assert page.count("/press/feeds/ninjs.json?lang=en&amp;q=lantern") == 2
    assert "Save for your newsroom" not in page
