"""What readers are told is kept of them, and that it is so."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from locales.registry import LANGUAGES
from tests.promotion import documents, factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_the_page_is_there_in_every_language(client: Client, homes: Any, code: str) -> None:
    factories.language(code)
    document = documents.parse(client.get(f"/{code}/privacy/"))
    assert len(document.xpath("//h1")) == 1 and len(document.xpath("//main//h2")) == 6


def test_the_times_are_those_of_the_settings(client: Client, homes: Any, settings: Any) -> None:
    settings.VIEWS_KEEP_YEARS, settings.CONTACT_KEEP_DAYS, settings.SESSION_COOKIE_AGE = 7, 91, 5 * 24 * 3600
    text = client.get("/en/privacy/").content.decode()
    assert "deleted after 7 years" in text and "after 91 days" in text and "for 5 days" in text


def test_forms_and_every_page_lead_to_it(client: Client, homes: Any, photo: Any) -> None:
    for address in ("/en/contact/", "/en/newsletter/", f"/en/images/{photo.uuid}/report/"):
        main = documents.parse(client.get(address)).xpath("//main//a[@href='/en/privacy/']")
        assert len(main) == 1, address
    assert documents.parse(client.get("/en/")).xpath("//footer//a[@href='/en/privacy/']")


def test_readers_get_no_cookie_but_from_forms_and_that_one_goes_with_the_browser(homes: Any, photo: Any) -> None:
    reader = Client()
    for address in ("/", "/en/", "/en/privacy/", "/en/images/", f"/en/images/{photo.uuid}/", "/en/search/?q=a"):
        reader.get(address)
    reader.get(f"/media/{photo.uuid}/original")
    assert not reader.cookies
    reader.get("/en/contact/")
    assert list(reader.cookies) == ["csrftoken"]
    assert reader.cookies["csrftoken"]["max-age"] == "" and reader.cookies["csrftoken"]["expires"] == ""
    reader.get("/en/language/?to=/en/")
    assert reader.cookies["language"]["max-age"] == 365 * 24 * 3600


def test_it_comes_from_the_cache(client: Client, homes: Any) -> None:
    first, second = client.get("/en/privacy/"), client.get("/en/privacy/")
    assert first["Cache-Control"] == second["Cache-Control"] == "public, no-cache"
