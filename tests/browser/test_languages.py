"""The interface in every language of the registry, on a narrow telephone: no words spill, none are cut off."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route

from locales.registry import LANGUAGES
from tests.browser.actions import visitor
from tests.browser.server import RunningSite
from tests.browser.spills import NARROW, spills

pytestmark = [pytest.mark.browser, pytest.mark.once]
PARTNER = "desk@mekong-courier.example"


def without_pictures(page: Page) -> Page:
    """Every picture says how large it is, so the page is laid out the same without its bytes."""

    def refuse(route: Route) -> None:
        route.abort()

    page.route(re.compile(r"/media/"), refuse)
    return page


CLOSED = "press/s/nobody-made-this-one/"
OF_A_MEMBER = (
    "account/",
    "account/members/",
    "account/interests/",
    "account/security/",
    "account/security/app/",
    "account/webhooks/",
    "account/webhooks/add/",
    "searches/",
    "requests/",
    "pickups/",
    "notices/",
)


def addresses(demo: RunningSite) -> dict[str, list[str]]:
    """One address of each kind, after the language: what anybody gets, and what a signed-in partner gets."""
    api, doors = f"{demo.url}/api/v1", {kind: f"press/{path}" for kind, path in demo.doors().items()}
    picture = httpx.get(f"{api}/assets?kind=photo&limit=1").json()["items"][0]["id"]
    changes = httpx.get(f"{api}/changes?limit=1000").json()["items"]
    withdrawn = next(line["subject_id"] for line in changes if line["event"] == "withdrawn")
    public = ["", "images/", f"images/{picture}/", f"images/{picture}/report/", "search/?q=ha", "search/?q=xyzzy"]
    public += [
        "press/",
        "press/login/",
        "press/login/link/",
        "press/password/",
        "press/register/",
        *(doors[kind] for kind in ("kit", "share", "password", "answer")),
        CLOSED,
        "contact/",
        "newsletter/",
        "privacy/",
        "nothing-here/",
        f"images/{withdrawn}/?withdrawn",
    ]
    of_a_member = [f"press/{path}" for path in OF_A_MEMBER]
    return {"anybody": public, "partner": of_a_member + [doors[kind] for kind in ("kit", "request", "webhook")]}


def status_of(path: str) -> int:
    """What is answered with an address of these."""
    return 404 if path in ("nothing-here/", CLOSED) else 410 if path.endswith("?withdrawn") else 200


def signed_in(chromium: Browser, demo: RunningSite, viewport: dict[str, int]) -> Page:
    page = visitor(chromium, demo.url, viewport=viewport).go("/en/press/login/")
    page.fill("main input[name=username]", PARTNER)
    page.fill("main input[name=password]", demo.password(PARTNER))
    page.click("main button[type=submit]")
    page.wait_for_url(re.compile(r"/press/$"))
    return page


def test_no_words_spill_or_are_cut_off_in_any_language(chromium: Browser, demo: RunningSite) -> None:
    reader, partner = visitor(chromium, demo.url, viewport=NARROW).page, signed_in(chromium, demo, NARROW)
    askers = {"anybody": reader, "partner": partner}
    found = []
    for asker, paths in addresses(demo).items():
        page = without_pictures(askers[asker])
        for code in LANGUAGES:
            for path in paths:
                answer = page.goto(f"{demo.url}/{code}/{path}", wait_until="domcontentloaded")
                assert answer is not None and answer.status == status_of(path), (code, path)
                assert page.evaluate("document.documentElement.lang.toLowerCase()") == code
                found += [f"{code} {asker} /{path}: {line}" for line in spills(page)]
    assert found == []


FAULTY = """<!doctype html><style>
  body { margin: 0; font: 16px sans-serif } .in { width: 80px; overflow: hidden; white-space: nowrap }
  .out { width: 80px; white-space: nowrap } .clamp { -webkit-line-clamp: 1; display: -webkit-box;
  -webkit-box-orient: vertical; overflow: hidden; width: 90px } .eye { position: absolute; clip-path: inset(50%) }
</style>"""


@pytest.mark.parametrize(
    ("markup", "told"),
    [
        ('<button class="in">Tải bản gốc xuống máy</button>', "is cut off: Tải bản gốc xuống máy (in)"),
        ('<p class="out">Tải bản gốc xuống máy</p>', "spills out of its box: Tải bản gốc xuống máy (out)"),
        ('<p style="margin-left: 340px">Originaldatei</p>', "off the screen: Originaldatei (P)"),
        ('<input style="width: 60px" placeholder="Ort, Thema, Fotograf">', "hint longer than its field"),
        ('<select style="width: 50px"><option>Querformat</option></select>', "choice longer than its field"),
        ("<details><p class='out'>Tải bản gốc xuống máy</p></details>", "spills out of its box"),
        ('<p class="clamp">One two three four five six</p>', None),
        ('<p>Short <span class="eye">Only for screen readers, and longer than the screen is wide</span></p>', None),
        ('<p class="out" style="overflow-x: auto"><a>Scrolls by itself, as wide tables do</a></p>', None),
    ],
)
def test_the_measure_finds_what_it_is_for(chromium: Browser, markup: str, told: str | None) -> None:
    page = chromium.new_page(viewport=NARROW)
    page.set_content(FAULTY + markup)
    found = spills(page)
    page.close()
    assert any(told in line for line in found) if told else found == []
