"""When something breaks, readers get a page in their language. No database here: any question to it would fail."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import loader
from django.test import Client
from lxml import html

from locales.registry import LANGUAGES, tag_of
from promotion.page_cache import version


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Client:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the database is gone")

    monkeypatch.setattr("locales.middleware.enabled_codes", fail)
    monkeypatch.setattr(version, "current", fail)
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("code", LANGUAGES)
def test_it_is_in_the_language_of_the_address_and_leads_on(broken: Client, code: str) -> None:
    response = broken.get(f"/{code}/images/")
    assert response.status_code == 500 and response["Cache-Control"] == "no-store"
    document = html.document_fromstring(response.content.decode())
    assert document.get("lang") == tag_of(code) and document.get("dir") == LANGUAGES[code].direction
    assert document.xpath(f"//form[@role='search'][@action='/{code}/search/']//input[@name='q']")
    assert f"/{code}/" in document.xpath("//main//a/@href")


@pytest.mark.parametrize(
    ("headers", "cookie", "code"),
    [
        ({"Accept-Language": "ko-KR,en;q=0.5"}, "", "ko"),
        ({"Accept-Language": "ko"}, "lo", "lo"),
        ({"Accept-Language": "tlh, " + "x" * 5000}, "nonsense\0", "en"),
        ({}, "", "en"),
    ],
)
def test_else_in_the_language_that_is_asked_for(
    broken: Client, headers: dict[str, str], cookie: str, code: str
) -> None:
    if cookie:
        broken.cookies["language"] = cookie
    response = broken.get("/", headers=headers)
    assert response.status_code == 500
    assert html.document_fromstring(response.content.decode()).get("lang") == code


def test_it_never_fails_itself(broken: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*args: Any, **kwargs: Any) -> str:
        raise OSError

    monkeypatch.setattr(loader, "render_to_string", missing)
    response = broken.get("/en/")
    assert response.status_code == 500 and b"Something went wrong" in response.content
