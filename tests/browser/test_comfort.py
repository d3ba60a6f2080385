"""Every kind of page as people set their browsers: narrow, enlarged, dark, still, on paper, and without a mouse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.actions import Person, visitor
from tests.browser.server import RunningSite
from tests.browser.spills import spills

pytestmark = [pytest.mark.browser, pytest.mark.once]

NARROWEST = {"width": 320, "height": 640}
"""What WCAG 1.4.10 asks for: 1280 CSS pixels at 400%."""
ENLARGED = {"width": 640, "height": 450}
"""A window of 1280 by 900 at 200%."""
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
_ONLY_CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def kinds(url: str) -> list[str]:
    """One address of every kind of page, in a language of many marks and in English."""
    assets = {
        kind: httpx.get(f"{url}/api/v1/assets?kind={kind}&limit=1").json()["items"][0]["id"]
        for kind in ("photo", "video", "document", "graphic")
    }
    kit = httpx.get(f"{url}/api/v1/kits").json()["items"][0]["slug"]
    return [
        "/vi/",
        "/en/provinces/",
        "/en/provinces/?coast=1&airport=1",
        "/vi/quang-ninh/",
        "/en/sectors/",
        _below(url, "/en/quang-ninh/", "sector-row|more|tile"),
        "/en/quang-ninh/brand/",
        "/en/stories/",
        _first(url, "/en/stories/", "card"),
        "/en/investment/",
        "/en/lao-cai/kim-thanh-cold-chain/",
        "/en/quang-ninh/season-of-lights-ha-long-and-japan/",
        "/vi/provinces/compare/?p=quang-ninh&p=gia-lai&p=hanoi",
        "/vi/images/",
        "/en/images/?q=xyzzy",
        *(f"/en/images/{uuid}/" for uuid in assets.values()),
        f"/en/images/{assets['photo']}/report/",
        "/vi/search/?q=ha+long",
        "/en/search/?q=xyzzy",
        "/en/contact/",
        "/vi/newsletter/",
        "/en/press/",
        f"/en/press/kits/{kit}/",
        "/en/press/login/",
        "/en/press/register/",
        "/en/nothing-here/",
    ]


def _first(url: str, on: str, inside: str) -> str:
    """The first link inside an element of a class."""
    found = re.search(rf'class="[^"]*\b(?:{inside})\b.*?<h\d[^>]*><a href="(/[^"]+)"', httpx.get(url + on).text, re.S)
    assert found, on
    return found[1]


def _below(url: str, profile: str, _inside: str) -> str:
    """A page of a key sector of a province."""
    for path in re.findall(rf'href="({profile}[a-z0-9-]+/)"', httpx.get(url + profile).text):
        if "page-sector" in httpx.get(url + path).text:
            return str(path)
    raise AssertionError(profile)


def opened(person: Person) -> Iterator[tuple[str, Page]]:
    """Each kind of page, laid out as with its pictures: they say how large they are."""

    def refuse(route: Route) -> None:
        route.abort()

    person.page.route(re.compile(r"/media/"), refuse)
    for path in kinds(person.url):
        answer = person.page.goto(person.url + path, wait_until="domcontentloaded")
        assert answer is not None and answer.status == (404 if path.endswith("nothing-here/") else 200), path
        yield path, person.page


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def found_by_axe(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    results = Axe().run(page, options=options)
    return [
        f"{violation['id']} {[node['target'] for node in violation['nodes']][:3]}"
        for violation in results.response["violations"]
    ]


def test_nothing_is_lost_at_320_pixels(chromium: Browser, demo: RunningSite) -> None:
    person = visitor(chromium, demo.url, viewport=NARROWEST)
    assert [f"{path}: {line}" for path, page in opened(person) for line in spills(page)] == []


def test_nothing_is_lost_at_twice_the_size(chromium: Browser, demo: RunningSite) -> None:
    """The window enlarged, and the letters alone."""
    person = visitor(chromium, demo.url, viewport=ENLARGED)
    found = []
    for path, page in opened(person):
        found += [f"{path}: {line}" for line in spills(page)]
        page.set_viewport_size(DESK)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if (wide := sideways(page)) > 0:
            found.append(f"{path} is {wide} px too wide with letters of twice the size")
        page.set_viewport_size(ENLARGED)
    assert found == []


def test_dark_pages_are_accessible(chromium: Browser, demo: RunningSite) -> None:
    person = visitor(chromium, demo.url, viewport=DESK, color_scheme="dark")
    found = []
    for path, page in opened(person):
        found += [f"{path}: {line}" for line in found_by_axe(page)]
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)", path
    assert found == []


def test_nothing_moves_for_those_who_asked_for_it(chromium: Browser, demo: RunningSite) -> None:
    person = visitor(chromium, demo.url, viewport=DESK, reduced_motion="reduce")
    moving = """() => [...document.querySelectorAll("*")].filter((one) => {
      const style = getComputedStyle(one);
      const long = (times) => times.split(",").some((time) => parseFloat(time) > 0);
      return long(style.transitionDuration) || long(style.animationDuration) || style.scrollBehavior === "smooth";
    }).map((one) => one.tagName + "." + one.className)"""
    assert [f"{path}: {name}" for path, page in opened(person) for name in page.evaluate(moving)] == []


def test_paper_shows_the_content_and_nothing_to_press(chromium: Browser, demo: RunningSite) -> None:
    """Printed by somebody whose screen is dark: black on white all the same."""
    person = visitor(chromium, demo.url, viewport=DESK, color_scheme="dark")
    found = []
    for path, page in opened(person):
        page.emulate_media(media="print", color_scheme="dark")
        found += [f"{path}: {line}" for line in found_by_axe(page, _ONLY_CONTRAST)]
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)", path
        expect(page.locator("main h1").first).to_be_visible()
        for shown in page.locator(
            "nav:visible, .button:visible, .copy:visible, .skip:visible, [role=search]:visible"
        ).all():
            if "crumbs" not in (shown.get_attribute("class") or ""):
                found.append(f"{path}: on paper {shown.evaluate('one => one.outerHTML.slice(0, 80)')}")
        page.emulate_media(media="screen", color_scheme="dark")
    assert found == []


def test_every_page_says_where_it_stands(chromium: Browser, demo: RunningSite) -> None:
    person = visitor(chromium, demo.url, java_script_enabled=False)
    for path, page in opened(person):
        crumbs = page.locator("main nav.crumbs")
        if path in ("/vi/", "/en/nothing-here/"):
            expect(crumbs).to_have_count(0)
            continue
        expect(crumbs).to_have_count(1)
        expect(crumbs.locator("a").first).to_have_attribute("href", f"/{path.split('/')[1]}/")
        expect(crumbs.locator("[aria-current=page]")).to_have_count(1)


def test_a_page_that_is_not_there_leads_on(chromium: Browser, demo: RunningSite) -> None:
    """In the reader's language, with a search and the main ways, without a script."""
    person = visitor(chromium, demo.url, java_script_enabled=False)
    for code in ("vi", "lo"):
        page = person.go(f"/{code}/nothing-here/")
        assert page.evaluate("document.documentElement.lang") == code
        assert page.locator("main .index-list a").count() >= 5
        page.fill("main input[name=q]", "Hạ Long")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(rf"/{code}/search/\?q="))


# --- without a mouse -----------------------------------------------------------------------------------------
def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until the focus is there."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"the focus on {selector} can't be seen"
            return
    raise AssertionError(f"{selector} can't be reached by Tab")


def test_menu_and_language_by_keyboard(chromium: Browser, demo: RunningSite) -> None:
    page = visitor(chromium, demo.url, viewport=PHONE).go("/en/quang-ninh/")
    tab_to(page, ".menu--main > summary")
    page.keyboard.press("Enter")
    expect(page.locator(".menu--main .menu__panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".menu--main .menu__panel")).to_be_hidden()
    assert page.evaluate("document.activeElement.matches('.menu--main > summary')")
    page.keyboard.press("Enter")
    tab_to(page, ".menu--main a[href='/en/images/']", 12)
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/images/")
    tab_to(page, ".menu:not(.menu--main) > summary")
    page.keyboard.press("Space")
    tab_to(page, ".menu a[lang=vi]", 12)
    page.keyboard.press("Enter")
    page.wait_for_url("**/vi/images/")
    assert page.evaluate("document.documentElement.lang") == "vi"


def test_search_by_keyboard(chromium: Browser, demo: RunningSite) -> None:
    page = visitor(chromium, demo.url).go("/en/")
    tab_to(page, ".site-tools a[href='/en/search/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/")
    tab_to(page, "main input[name=q]")
    page.keyboard.type("ha long")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"\?q=ha"))
    tab_to(page, "main .hit a, main .rows a")


def test_comparing_by_keyboard(chromium: Browser, demo: RunningSite) -> None:
    page = visitor(chromium, demo.url).go("/en/provinces/?coast=1")
    for _ in range(2):
        tab_to(page, "input[name=p]:not(:checked)")
        page.keyboard.press("Space")
    tab_to(page, "main form:has(input[name=p]) button[type=submit], main button[form]", 120)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/compare/\?.*p="))
    expect(page.locator("table.compare thead th:not(.compare__country)")).to_have_count(2)


def test_taking_a_kit_by_keyboard(chromium: Browser, demo: RunningSite) -> None:
    page = visitor(chromium, demo.url).go("/en/press/login/")
    tab_to(page, "main input[name=username]")
    page.keyboard.type("khamla@mekong-courier.example")
    tab_to(page, "main input[name=password]")
    page.keyboard.type(demo.password("khamla@mekong-courier.example"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/en/press/$"))
    tab_to(page, "main a[href*='/press/kits/']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/press/kits/"))
    tab_to(page, "main a[href$='/download/'], main form[action$='/download/'] button")
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    assert taken.value.suggested_filename.endswith(".zip")
