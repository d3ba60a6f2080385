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
