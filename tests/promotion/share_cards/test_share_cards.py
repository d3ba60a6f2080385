"""A card for each page and language, of public pages only, with a picture that the public may pass on."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.storage import storages
from django.test import Client
from lxml import html
from PIL import Image
from wagtail.models import PageViewRestriction

from media_library import services
from promotion.models import SitePage
from promotion.share_cards.cards import card_of, drawn, kept
from tests.media_library import factories as assets
from tests.promotion import factories

pytestmark = pytest.mark.django_db


def taken(client: Client, page: SitePage) -> bytes:
    answer: Any = client.get(f"/share/{page.pk}.jpg")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"].startswith("public, no-cache")
    return b"".join(answer.streaming_content)


def test_the_page_names_its_card_in_its_language(client: Client, homes: Any, photo: Any) -> None:
    page = factories.profile(homes["vi"], hero=photo)
    english = factories.translated(page, "en", title="Quang Ninh, the bay")
    for one, language in ((page, "vi"), (english, "en")):
        document = html.fromstring(client.get(one.url).content)
        told = {tag.get("property") or tag.get("name"): tag.get("content") for tag in document.xpath("//meta")}
        assert told["og:image"].startswith(f"http://testserver/share/{one.pk}.jpg?v="), language
        assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
        assert one.title in told["og:image:alt"]
        assert told["twitter:card"] == "summary_large_image"


def test_it_is_as_large_as_it_says_and_asks_again_each_time(client: Client, homes: Any, photo: Any) -> None:
    page = factories.profile(homes["vi"], hero=photo)
    picture = Image.open(io.BytesIO(taken(client, page)))
    assert (picture.size, picture.format) == ((1200, 630), "JPEG")
    tag = client.head(f"/share/{page.pk}.jpg")["ETag"]
    assert client.get(f"/share/{page.pk}.jpg", headers={"If-None-Match": tag}).status_code == 304


def test_the_picture_goes_with_its_withdrawal(client: Client, homes: Any, photo: Any) -> None:
    page = factories.profile(homes["vi"], hero=photo)
    before = taken(client, page)
    services.withdraw(photo, actor=None, reason="Sai người")
    after = taken(client, page)
    assert before != after
    card = card_of(page.pk)
    assert card is not None and card.picture is None
    storage = storages["private"]
    assert len(storage.listdir(f"share-cards/{page.pk}")[1]) == 1, "and so does the stored card"


@pytest.mark.parametrize(
    "state", ["draft", "embargoed", "press_only", "internal", "licence_expired", "consent_revoked"]
)
def test_no_picture_that_the_public_may_not_pass_on(homes: Any, state: str) -> None:
    page = factories.profile(homes["vi"], hero=assets.in_state(state))
    card = card_of(page.pk)
    assert card is not None and card.picture is None


def test_not_for_who_may_not_read_the_page(client: Client, admin_client: Client, homes: Any) -> None:
    page = factories.profile(homes["vi"])
    restricted = factories.profile(homes["vi"], "31")
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    page.unpublish()
    for pk in (page.pk, restricted.pk, 1, 999_999):
        for asker in (client, admin_client):
            assert asker.get(f"/share/{pk}.jpg").status_code == 404


@pytest.mark.parametrize(
    "title",
    ['#image("/etc/passwd") $x$ *b* "q" \\', "W" * 200, "ຂໍ້ມູນ " * 25, "ប្រទេសវៀតណាម" * 14, "下龙湾" * 40, "🌊 قلب ‮"],
)
def test_any_title_can_be_drawn(homes: Any, title: str) -> None:
    page = factories.profile(homes["vi"], title=title[:255], slug="x")
    card = card_of(page.pk)
    assert card is not None
    assert Image.open(io.BytesIO(drawn(card))).size == (1200, 630)


def test_it_is_drawn_once_until_it_changes(homes: Any) -> None:
    page = factories.profile(homes["vi"])
    card = card_of(page.pk)
    assert card is not None
    first = kept(card)[0].name
    assert kept(card)[0].name == first
    page.title = "Khác"
    page.save_revision().publish()
    other = card_of(page.pk)
    assert other is not None and kept(other)[0].name != first
