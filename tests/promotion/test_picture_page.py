"""The page of one picture: what may be taken, what goes with it, how close one may look."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from media_library.renditions.presets import PRESETS
from promotion.image_bank.facts import OFFERED
from provinces.models import Sector
from tests.leak.world import organisation
from tests.media_library import factories as assets
from tests.promotion import documents


def page(client: Any, photo: Any, lang: str = "en") -> Any:
    response = client.get(f"/{lang}/images/{photo.uuid}/")
    assert response.status_code == 200
    return documents.parse(response)


def offered(document: Any) -> list[str]:
    return [str(href) for href in document.xpath("//ul[@class='takes']//a/@href")]


def test_every_offered_size_is_a_preset_and_is_given(client: Any, homes: Any) -> None:
    assert set(OFFERED) <= set(PRESETS)
    photo = assets.approved(data=assets.jpeg(2400, 1800, seed=31))
    links = offered(page(client, photo))
    assert f"/media/{photo.uuid}/press-wire.avif" in links
    assert f"/media/{photo.uuid}/social-story.webp" in links
    for link in links:
        assert client.head(link).status_code == 200, link


def test_no_size_is_offered_twice_or_enlarged(client: Any, homes: Any) -> None:
    photo = assets.approved(data=assets.jpeg(900, 600, seed=32))
    links = offered(page(client, photo))
    assert f"/media/{photo.uuid}/small.webp" in links
    names = {link.rsplit("/", 1)[1].partition(".")[0] for link in links}
    # Press wire carries another resolution inside; the others would be the original once more.
    assert names == {"original", "press-wire", "small", "social-square", "social-story"}


def test_who_may_only_look_is_offered_no_full_size(client: Any, homes: Any) -> None:
    look_only = assets.licence("public", allows_download=False)
    photo = assets.approved(data=assets.jpeg(2400, 1800, seed=33), licence=look_only)
    document = page(client, photo)
    links = offered(document)
    assert not any(PRESETS[link.rsplit("/", 1)[1].partition(".")[0]].is_full_size for link in links)
    assert not any(link.endswith("/original") for link in document.xpath("//a/@href"))
    assert "isn't open to you" in document.text_content()


def test_a_partner_is_offered_what_the_decision_gives(client: Any, homes: Any) -> None:
    photo = assets.approved(licence=assets.licence("press"))
    assert client.get(f"/en/images/{photo.uuid}/").status_code == 404
    _found, token = organisation("Granted", "LA")
    response = client.get(f"/en/images/{photo.uuid}/", headers={"Authorization": f"Bearer {token}"})
    assert f"/media/{photo.uuid}/press-wire.jpg" in offered(documents.parse(response))
    assert "private" in response["Cache-Control"]


def test_looking_closer_works_without_a_script(client: Any, homes: Any) -> None:
    photo = assets.approved(data=assets.jpeg(2400, 1800, seed=34))
    (link,) = page(client, photo).xpath("//a[@data-zoom]")
    assert link.get("href") == f"/media/{photo.uuid}/large.jpg"
    assert client.get(link.get("data-zoom") + "/info.json").status_code == 200
    for words in ("data-in", "data-out", "data-whole", "data-close", "data-help", "data-label"):
        assert link.get(words)
    assert page(client, assets.approved()).xpath("//a[@data-zoom]") == []


def test_everything_is_said_in_vietnamese_too(client: Any, homes: Any) -> None:
    document = page(client, assets.approved(data=assets.jpeg(2400, 1800, seed=35)), "vi")
    assert documents.problems(document) == []
    assert document.xpath("//html/@lang") == ["vi"]
    assert document.xpath("//details[@class='wordings']/div/@lang") == ["en"]


@pytest.fixture
def library(homes: Any) -> dict[str, Any]:
    tourism, industry = Sector.objects.get(slug="tourism"), Sector.objects.exclude(slug="tourism").first()
    made = {
        "here": assets.approved(place_vi="Quy Nhơn", place_en="Quy Nhon", keywords="thuyền, biển"),
        "same place": assets.approved(place_vi="Quy Nhơn", place_en="Quy Nhon"),
        "same word": assets.approved(of=assets.province("01"), keywords="thuyền"),
        "same sector": assets.approved(of=assets.province("01")),
        "same province": assets.approved(),
        "stranger": assets.approved(of=assets.province("01"), caption_vi="Chợ phiên.", alt_text_vi="Chợ"),
        "hidden": assets.in_state("press_only", place_vi="Quy Nhơn", place_en="Quy Nhon", keywords="thuyền, biển"),
    }
    for name, sector in (("here", tourism), ("same sector", tourism), ("stranger", industry)):
        made[name].sectors.set([sector])
        made[name].save(update_fields=["sectors"])
        made[name].save_revision().publish()
    return made


def test_related_are_the_nearest_that_one_may_see(client: Any, library: dict[str, Any]) -> None:
    links = page(client, library["here"]).xpath("//ul[@class='rows']/li/a/@href")
    found = [name for link in links for name, photo in library.items() if str(photo.uuid) in link]
    assert found == ["same place", "same word", "same sector", "same province"]


def test_the_page_asks_the_database_as_often_in_a_large_library(client: Any, library: dict[str, Any]) -> None:
    def asked() -> int:
        # A session, so that no cache answers.
        asker = Client()
        asker.force_login(assets.user("reader"))
        asker.get(f"/en/images/{library['here'].uuid}/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert asker.get(f"/en/images/{library['here'].uuid}/").status_code == 200
        return len(queries)

    few = asked()
    for number in range(12):
        assets.approved(place_vi="Quy Nhơn", keywords="thuyền, biển", title_vi=f"Ảnh {number}")
    assert asked() == few


def test_a_film_plays_through_the_gate_without_a_partners_signature(client: Any, homes: Any) -> None:
    film = assets.approved(kind="video")
    (player,) = page(client, film).xpath("//video")
    assert player.get("src") == f"/media/{film.uuid}/original"
    assert player.get("preload") == "metadata"
    part = client.get(player.get("src"), headers={"Range": "bytes=0-9"})
    assert (part.status_code, b"".join(part.streaming_content)[4:8]) == (206, b"ftyp")
    _found, token = organisation("Desk", "JP")
    partner = Client(headers={"Authorization": f"Bearer {token}"})
    # Looking at the page must not make the partner a holder of the file.
    assert page(partner, film).xpath("//video/@preload") == ["none"]


@pytest.mark.parametrize("kind", ["video", "document", "graphic"])
def test_what_may_not_be_taken_is_named_but_not_shown(client: Any, homes: Any, kind: str) -> None:
    record = assets.approved(kind=kind, licence=assets.licence("public", allows_download=False))
    document = page(client, record)
    assert not document.xpath("//main//video | //main//img[contains(@src, '/media/')][contains(@src, 'original')]")
    assert not document.xpath("//a[contains(@href, '/original')]")
    assert document.xpath("//main//*[contains(@class, 'kind-sign--')]")
    assert client.get(f"/media/{record.uuid}/original").status_code == 403


def test_a_paper_is_a_file_to_download(client: Any, homes: Any) -> None:
    paper = assets.approved(kind="document")
    document = page(client, paper)
    (button,) = document.xpath("//aside//a[@download]")
    assert button.text_content().strip() == "Download PDF"
    assert button.get("href") == f"/media/{paper.uuid}/original"
    assert "Use this file" in document.text_content()
    assert client.get(button.get("href"))["Content-Disposition"].startswith("attachment")


def test_a_withdrawn_picture_names_only_a_successor_that_one_may_see(client: Any, homes: Any) -> None:
    from media_library.services import withdraw

    for successor, is_named in ((assets.approved(), True), (assets.draft(), False), (assets.embargoed(), False)):
        photo = assets.approved()
        withdraw(photo, reason="Sai chú thích", actor=None, successor=successor)
        response = client.get(f"/en/images/{photo.uuid}/")
        assert response.status_code == 410
        assert (str(successor.uuid) in response.content.decode()) is is_named


@pytest.mark.parametrize(("kind", "word"), [("photo", "picture"), ("document", "file")])
def test_the_page_of_something_withdrawn_calls_it_by_its_kind(client: Any, homes: Any, kind: str, word: str) -> None:
    gone = client.get(f"/en/images/{assets.withdrawn(kind=kind).uuid}/")
    assert (gone.status_code, f"This {word} has been withdrawn" in gone.content.decode()) == (410, True)
