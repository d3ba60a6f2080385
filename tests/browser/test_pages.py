"""Every kind of page as readers meet it: accessible, quiet, without scripts, on a phone, by keyboard."""

from __future__ import annotations

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.actions import Person, visitor
from tests.browser.server import RunningSite

pytestmark = [pytest.mark.browser]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
SERIOUS = ("serious", "critical")


def paths(url: str) -> list[str]:
    """One address of every kind, found by following the site's own links from the English home page."""
    found = [
        "/en/",
        "/vi/",
        "/lo/",
        "/en/images/",
        "/en/images/?q=xyzzy",
        "/en/press/",
        "/en/press/login/",
        "/en/press/register/",
        "/en/search/?q=ha+long",
        "/en/provinces/?coast=1&airport=1",
        "/vi/provinces/compare/?p=quang-ninh&p=gia-lai&p=hanoi",
        "/en/investment/",
        "/en/investment/?province=lao-cai&status=taken",
        "/en/lao-cai/kim-thanh-cold-chain/",
        "/vi/gia-lai/nha-may-ca-phe-dac-san/",
        "/en/quang-ninh/season-of-lights-ha-long-and-japan/",
        "/lo/lao-cai/",
        "/en/contact/?province=lao-cai",
        "/vi/newsletter/",
        "/en/privacy/",
    ]
    for entry in ("/sitemap-pages.xml", "/sitemap-pictures.xml"):
        answer = httpx.get(url + entry)
        if answer.status_code == 200:
            locations = [part.split("</loc>")[0] for part in answer.text.split("<loc>")[1:]]
            shown = [location.split("/", 3)[-1] for location in locations]
            found += ["/" + path for path in shown if path.startswith(("en/", "vi/"))][:24]
    return list(dict.fromkeys(found))


def serious(person: Person) -> list[str]:
    results = Axe().run(person.page)
    return [
        f"{person.page.url}: {violation['id']} {[node['target'] for node in violation['nodes']][:3]}"
        for violation in results.response["violations"]
        if violation["impact"] in SERIOUS
    ]


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_pages_are_accessible_and_quiet(chromium: Browser, demo: RunningSite, width: str) -> None:
    person = visitor(chromium, demo.url, viewport=PHONE if width == "phone" else DESK)
    findings = []
    for path in paths(demo.url):
        answer = person.page.goto(demo.url + path)
        assert answer is not None and answer.status == 200, path
        findings += serious(person)
        wide = person.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} is wider than the screen by {wide} px"
    assert not findings
    assert not person.complaints


def test_pages_are_whole_without_scripts(chromium: Browser, demo: RunningSite) -> None:
    person = visitor(chromium, demo.url, java_script_enabled=False, viewport=PHONE)
    for path in paths(demo.url):
        page = person.go(path)
        assert page.locator("main h1").first.is_visible(), path
        assert page.locator("nav a, header a").count() > 3, path


def test_the_policy_is_strict(demo: RunningSite) -> None:
    for path in paths(demo.url):
        policy = httpx.get(demo.url + path).headers["Content-Security-Policy"]
        assert "unsafe" not in policy and "http" not in policy, path
        assert "default-src 'none'" in policy


def test_by_keyboard_to_the_content(chromium: Browser, demo: RunningSite) -> None:
    page = visitor(chromium, demo.url).go("/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")
