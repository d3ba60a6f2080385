"""Wherever a picture is shown, readers are told that an AI made it: found by walking the site, not by a list."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from media_library.disclosure import DISCLOSED, disclosure_of
from media_library.models import DigitalSourceType
from tests.media_library import factories as assets
from tests.press import factories as press
from tests.promotion import documents, factories

LABEL = "//span[@class='made']"


@pytest.fixture
def made(homes: Any) -> Any:
    """An AI-made photo on every kind of page that shows photos."""
    photo = assets.approved(digital_source_type=DigitalSourceType.AI_MADE, title_vi="Phố núi")
    profile = factories.profile(homes["vi"], hero=photo, body=factories.body(photo, photo))
    factories.story(profile, 1, hero=photo, body=factories.body(photo, photo))
    press.kit([photo])
    return photo


def labels(document: Any) -> list[str]:
    return [" ".join(found.text_content().split()) for found in document.xpath(LABEL)]


def test_every_page_with_the_picture_carries_its_label(client: Client, made: Any) -> None:
    """All pages reachable from the front: wherever one of its files stands in an `img`, a label follows it."""
    seen: set[str] = set()
    waiting = ["/vi/", "/vi/images/", "/vi/search/?q=pho", "/vi/press/", "/en/", f"/vi/images/{made.uuid}/bao-loi/"]
    with_picture: set[str] = set()
    while waiting and len(seen) < 80:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        document = documents.parse(answer)
        shown = [image for image in document.xpath("//img") if str(made.uuid) in image.get("src", "")]
        if shown:
            with_picture.add(address)
            assert len(labels(document)) >= len(shown), address
        for link in document.xpath("//a/@href"):
            path = link.split("#")[0]
            if path.startswith(("/vi/", "/en/")) and path not in seen:
                waiting.append(path)
    kinds = {re.sub(r"[0-9a-f-]{36}|kit-\d+", "…", address) for address in with_picture}
    assert {
        "/vi/images/",
        "/vi/images/…/",
        "/vi/quang-ninh/",
        "/vi/quang-ninh/chuyen-xe-1/",
        "/vi/press/kits/…/",
    } <= kinds


def test_no_template_draws_a_picture_past_the_label() -> None:
    """A template of readers that draws an asset itself has the part beside it that says how it was made."""
    root = Path(__file__).resolve().parents[2] / "templates"
    for room in ("promotion", "press"):
        for path in (root / room).rglob("*.html"):
            drawn = re.findall("<(?:img|video)[^>]*", path.read_text(encoding="utf-8"))
            if drawn and "press/admin" not in str(path):
                labels = path.read_text(encoding="utf-8").count("media_library/parts/made_label.html")
                assert labels >= 1, path


def test_the_pictures_page_explains(client: Client, made: Any) -> None:
    document = documents.parse(client.get(f"/en/images/{made.uuid}/"))
    (told,) = document.xpath("//p[@class='disclosure']")
    assert "made by an AI" in told.text_content()


def test_other_ways_out_say_it_too(client: Client, made: Any) -> None:
    kit = press.kit([made])
    archive = client.get(f"/api/v1/kits/{kit.uuid}/download")
    with zipfile.ZipFile(io.BytesIO(b"".join(archive.streaming_content))) as opened:  # type: ignore[attr-defined]
        (file,) = json.loads(opened.read("manifest.json"))["files"]
        captions = opened.read("captions.en.txt").decode("utf-8-sig")
    assert file["digital_source_type"] == DigitalSourceType.AI_MADE.uri
    assert "How it was made: Made with AI." in captions
    for feed in ("atom.xml", "rss.xml", "feed.json"):
        assert "[Made with AI]" in client.get(f"/press/feeds/{feed}?lang=en").content.decode(), feed
    assert DigitalSourceType.AI_MADE.uri in client.get("/press/feeds/ninjs.json?lang=en").content.decode()
    told = client.get(f"/api/v1/assets/{made.uuid}?lang=en").json()
    assert (told["digital_source_type"], told["disclosure"]) == (DigitalSourceType.AI_MADE.uri, "Made with AI")


def test_photographs_carry_no_label(client: Client, homes: Any, photo: Any) -> None:
    factories.profile(homes["vi"], hero=photo)
    document = documents.parse(client.get("/vi/quang-ninh/"))
    assert document.xpath("//img")
    assert labels(document) == []
    assert client.get(f"/api/v1/assets/{photo.uuid}").json()["disclosure"] == ""


@pytest.mark.parametrize("kind", DigitalSourceType)
def test_who_is_disclosed(kind: DigitalSourceType) -> None:
    told = disclosure_of(kind)
    untouched = {
        DigitalSourceType.CREATION,  # papers, logos, charts: nobody takes them for photographs
        DigitalSourceType.CAPTURE,
        DigitalSourceType.NEGATIVE,
        DigitalSourceType.PRINT,
        DigitalSourceType.MINOR_EDITS,
    }
    assert (told is None) is (kind in untouched)
    if told:
        assert told.by_ai is ("TrainedAlgorithmic" in kind or "trainedAlgorithmic" in kind)


@pytest.mark.parametrize("kind", DISCLOSED)
def test_words_are_there_in_english(kind: str) -> None:
    with translation.override("en"):
        assert str(DISCLOSED[kind].label)
        assert str(DISCLOSED[kind].explanation).endswith(".")
