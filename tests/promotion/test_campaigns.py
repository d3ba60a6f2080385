"""Campaigns come to the front and step back by themselves, from cached pages too."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from django.utils import timezone, translation

from promotion import kit_links
from promotion.blocks.events import moment_of, offset_words
from promotion.models import CampaignPage
from promotion.page_cache import clock
from promotion.selectors.campaigns import country_words, period_words
from tests.media_library import factories as assets
from tests.press import factories as press
from tests.promotion import documents, factories

pytestmark = pytest.mark.django_db


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Let the site think that it is `moment`."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def heads(client: Any, path: str) -> list[str]:
    document = documents.parse(client.get(path))
    return [
        " ".join(one.text_content().split()) for one in document.xpath("//section[@aria-labelledby='campaigns']//h3")
    ]


def test_it_stands_on_home_and_profile_for_its_time(client: Any, homes: Any) -> None:
    profile, other = factories.profile(homes["vi"]), factories.profile(homes["vi"], "52")
    factories.campaign(profile)
    factories.campaign(homes["vi"], title="Của cả nước", slug="ca-nuoc")
    factories.campaign(profile, title="Đã qua", slug="da-qua", shows_until=timezone.now())
    factories.campaign(profile, title="Sắp tới", slug="sap-toi", shows_from=timezone.now() + timedelta(hours=1))
    assert set(heads(client, "/vi/")) == {"Mùa đèn", "Của cả nước"}
    assert heads(client, profile.get_url()) == ["Mùa đèn"]
    assert heads(client, other.get_url()) == []
    for slug in ("da-qua", "sap-toi"):
        assert client.get(f"/vi/quang-ninh/{slug}/").status_code == 200


def test_a_cached_page_changes_at_the_moment(client: Any, homes: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    start, end = now + timedelta(seconds=40), now + timedelta(seconds=80)
    kept: list[int] = []
    keep = cache.set

    def noted(key: str, value: Any, timeout: Any = None, **more: Any) -> None:
        if key.startswith("page."):
            kept.append(timeout)
        keep(key, value, timeout, **more)

    monkeypatch.setattr("promotion.page_cache.middleware.cache.set", noted)
    factories.campaign(homes["vi"], shows_from=start, shows_until=end)
    assert clock.next_moment(now) == start and clock.next_moment(start) == end
    at(monkeypatch, now)
    assert heads(client, "/vi/") == []
    assert kept[-1] <= 40
    cache.clear()  # what the seconds would have done
    at(monkeypatch, start)
    assert heads(client, "/vi/") == ["Mùa đèn"]
    assert kept[-1] <= 40
    cache.clear()
    at(monkeypatch, end)
    assert heads(client, "/vi/") == []


def test_its_page_tells_of_its_time() -> None:
    today = timezone.localdate()
    with translation.override("en"):
        said = [
            period_words(CampaignPage(first_day=today + timedelta(days=a), last_day=today + timedelta(days=b)))
            for a, b in ((1, 2), (0, 0), (-2, -1))
        ]
    assert said[0].startswith("Begins on ") and said[1].startswith("From ")
    assert said[2].startswith("This campaign ran from ")


def test_hours_are_those_of_the_place(client: Any, homes: Any) -> None:
    tokyo = {"day": date(2026, 7, 1), "hour": time(18, 30), "zone": "Asia/Tokyo"}
    assert moment_of(tokyo).isoformat() == "2026-07-01T18:30:00+09:00"
    moment = datetime(2026, 1, 1, tzinfo=ZoneInfo("America/St_Johns"))
    assert offset_words(moment) == "UTC−3:30"
    factories.campaign(homes["vi"])
    document = documents.parse(client.get("/vi/mua-den/"))
    assert document.xpath("//time/@datetime") == ["2026-07-01T18:30+09:00"]
    assert "UTC+9" in document.xpath("//time")[0].text_content()
    block = next(block for block in documents.structured(document) if block["@type"] == "Event")
    assert block["subEvent"][0]["startDate"] == "2026-07-01T18:30:00+09:00"


def test_the_partner_country_is_named_in_the_readers_language() -> None:
    page = CampaignPage(partner_country="JP")
    assert [country_words(page, code) for code in ("vi", "en", "ja")] == ["Nhật Bản", "Japan", "日本"]
    assert country_words(CampaignPage(), "en") == ""


def test_the_kit_is_linked_for_those_who_may_open_it(client: Any, homes: Any) -> None:
    kit = press.kit(audience="press", title_vi="Bộ ảnh lễ hội")
    factories.campaign(homes["vi"], kit=kit.slug)
    path = f"/vi/press/kits/{kit.slug}/"
    assert path not in client.get("/vi/mua-den/").content.decode()
    client.force_login(press.member().user)
    assert path in client.get("/vi/mua-den/").content.decode()


def test_there_is_one_finder_of_kits() -> None:
    request = RequestFactory().get("/")
    assert kit_links.kit_link(request, "", "vi") is None
    assert kit_links.kit_link(request, "unknown", "vi") is None
    with pytest.raises(ValueError):
        kit_links.register_kit_finder(lambda request, slug, lang: None)


def test_days_and_hours_must_follow_each_other(homes: Any) -> None:
    form_class = CampaignPage.get_edit_handler().get_form_class()
    values = {
        "first_day": "2026-07-02", "last_day": "2026-07-01",
        "shows_from": "2026-07-02 00:00", "shows_until": "2026-07-02 00:00",
        "events-count": "0", "body-count": "0", "pictures-count": "0",
    }  # fmt: skip
    form = form_class(values, instance=CampaignPage(locale=homes["vi"].locale), parent_page=homes["vi"])
    assert {"last_day", "shows_until"} <= form.errors.keys()


def test_its_pictures_ask_the_decision(client: Any, homes: Any) -> None:
    shown, hidden = assets.approved(), assets.in_state("internal")
    pictures = [{"type": "photo", "value": photo.pk} for photo in (shown, hidden)]
    factories.campaign(homes["vi"], hero=hidden, pictures=pictures)
    html = client.get("/vi/mua-den/").content.decode()
    assert str(shown.uuid) in html and str(hidden.uuid) not in html
