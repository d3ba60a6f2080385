"""Every kind of page as readers meet it: accessible, quiet, without scripts, on a phone, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from locales.registry import LANGUAGES
from tests.browser.actions import Person, visitor
from tests.browser.server import RunningSite, running_site

pytestmark = [pytest.mark.browser]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def demo(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """The product with its small demo."""
    with running_site(Path(tmp_path_factory.mktemp("demo")), demo=True) as running:
        yield running


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
        "/en/search/?q=ha+long",
        "/en/investment/",
        "/en/investment/?province=lao-cai&status=taken",
        "/en/lao-cai/kim-thanh-cold-chain/",
        "/vi/gia-lai/nha-may-ca-phe-dac-san/",
        "/en/quang-ninh/season-of-lights-ha-long-and-japan/",
        "/lo/lao-cai/",
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


NARROW = {"width": 360, "height": 740}
SPILLS = """() => {
  const found = [];
  for (const one of document.querySelectorAll("a, button, summary, label, h1, h2, h3, .button, .kicker, .more")) {
    const box = one.getBoundingClientRect();
    const unseen = !box.width || getComputedStyle(one).clipPath !== "none";
    if (unseen || one.closest("[hidden], .visually-hidden, .skip")) continue;
    const inside = one.scrollWidth - one.clientWidth > 1 && getComputedStyle(one).display !== "inline";
    if (inside || box.right > innerWidth + 1 || box.left < -1) found.push(one.textContent.trim().slice(0, 60));
  }
  if (document.documentElement.scrollWidth > innerWidth) found.push("the page itself");
  return found;
}"""


def test_no_text_spills_in_any_language(chromium: Browser, demo: RunningSite) -> None:
    """At 360 px, in every language that the demo offers: those without content get the interface around a fallback."""
    person = visitor(chromium, demo.url, viewport=NARROW)
    page = person.page
    found = []
    for code in LANGUAGES:
        for path in ("", "images/", "press/", "press/login/", "search/?q=ha"):
            answer = page.goto(f"{demo.url}/{code}/{path}", wait_until="domcontentloaded")
            assert answer is not None
            if answer.status == 404 and code not in ("vi", "en", "ja", "lo", "km"):
                continue  # the demo doesn't offer it
            assert answer.status == 200, (code, path)
            found += [(code, path, text) for text in page.evaluate(SPILLS)]
    assert found == []


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
