"""Feeds and archives tell newsrooms, people and programs, which texts a machine translated."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import feedparser
import pytest
from django.test import Client
from lxml import etree

from media_library.models import Photo
from tests.media_library.factories import approved
from tests.press.factories import kit
from tests.press.test_feeds import NAMES, atom, get, ninjs_validator, urn
from tests.promotion import factories as promotion
from tests.promotion.test_machine_notes import label, photo_by_machine

__all__ = ["ninjs_validator"]
pytestmark = pytest.mark.django_db

DC = NAMES | {"dc": "http://purl.org/dc/elements/1.1/"}
TOLD = "Boats in the bay [Machine translation]"


@pytest.fixture(autouse=True)
def languages() -> None:
    promotion.language("fr")


@pytest.fixture
def photo() -> Photo:
    """Its English caption is a machine's; title and French caption are people's."""
    return photo_by_machine()


def test_atom_and_rss(photo: Photo) -> None:
    by_hand = approved()
    entries = {entry.findtext("a:id", namespaces=DC): entry for entry in atom().findall("a:entry", DC)}
    assert entries[urn(photo)].findtext("a:summary", namespaces=DC) == TOLD
    assert entries[urn(photo)].findtext("dc:language", namespaces=DC) == "en-t-t0-und"
    assert entries[urn(photo)].get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert entries[urn(by_hand)].find("dc:language", DC) is None
    content = get("rss.xml").content
    items = {item.findtext("guid"): item for item in etree.fromstring(content).iter("item")}
    assert items[urn(photo)].findtext("description") == TOLD
    assert items[urn(photo)].findtext("dc:language", namespaces=DC) == "en-t-t0-und"
    assert "[" not in items[urn(by_hand)].findtext("description")
    assert not feedparser.parse(content).bozo and not feedparser.parse(get("atom.xml").content).bozo


def test_json_feed(photo: Photo) -> None:
    by_hand = approved()
    items = {item["id"]: item for item in get("feed.json").json()["items"]}
    assert items[urn(photo)]["content_text"] == TOLD
    assert items[urn(photo)]["language"] == "en"
    assert items[urn(photo)]["_translation"] == {"machine": True, "language": "en-t-t0-und"}
    assert "_translation" not in items[urn(by_hand)]


def test_ninjs(photo: Photo, ninjs_validator: Any) -> None:
    by_hand = approved()
    document = get("ninjs.json").json()
    ninjs_validator.validate(document)
    items = {item["uri"]: item for item in document["associations"]}
    assert items[urn(photo)]["genres"] == [{"name": "Machine translation", "literal": "machine-translation"}]
    assert items[urn(photo)]["edNote"] == "Machine translation."
    assert items[urn(photo)]["language"] == "en"
    assert "genres" not in items[urn(by_hand)] and "edNote" not in items[urn(by_hand)]


def test_a_feed_in_a_language_that_people_wrote_says_nothing(photo: Photo) -> None:
    french = Client().get("/press/feeds/feed.json?lang=fr").json()["items"][0]
    assert french["content_text"] == "Des bateaux" and "_translation" not in french


def opened(kit_slug: str) -> zipfile.ZipFile:
    response: Any = Client().get(f"/en/press/kits/{kit_slug}/download/")
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def text_of(archive: zipfile.ZipFile, name: str) -> str:
    return archive.read(name).decode("utf-8-sig")


def test_the_archive_says_it_at_each_caption(photo: Photo) -> None:
    made = kit([photo, approved()])
    label("press.kit", made.pk, "en", summary=made.summary_en, release_body=made.release_body_en)
    archive = opened(made.slug)
    english = text_of(archive, "captions.en.txt")
    assert "\r\nCaption: Boats in the bay [Machine translation]\r\n" in english
    assert "\r\nTitle: Boats\r\n" in english
    assert "\r\nEverything about the festival. [Machine translation]\r\n" in english
    assert english.count("[Machine translation]") == 2
    assert "Des bateaux\r\n" in text_of(archive, "captions.fr.txt")
    assert "Dịch bằng máy" not in text_of(archive, "captions.vi.txt")
    assert "Translated by a machine; it may contain mistakes." in text_of(archive, "release.en.txt")
    assert "dịch" not in text_of(archive, "release.vi.txt")
    files = json.loads(archive.read("manifest.json"))["files"]
    assert files[0]["machine_captions"] == ["en"] and "machine_captions" not in files[1]
