"""Every kind of page in every language of the registry passes axe without any finding, on a telephone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from locales.registry import LANGUAGES
from tests.browser.actions import visitor
from tests.browser.server import RunningSite
from tests.browser.test_languages import addresses, signed_in, status_of, without_pictures

pytestmark = [pytest.mark.browser, pytest.mark.once]
PHONE = {"width": 390, "height": 844}
WRITTEN = (
    "provinces/",
    "provinces/compare/?p=quang-ninh&p=gia-lai",
    "quang-ninh/",
    "quang-ninh/tourism/",
    "quang-ninh/brand/",
    "quang-ninh/behind-the-festival-night/",
    "quang-ninh/season-of-lights-ha-long-and-japan/",
    "sectors/",
    "stories/",
    "investment/",
    "lao-cai/kim-thanh-cold-chain/",
    "press/verify/",
)
"""What editors write, by its English address: others are led to their own language or the nearest."""


def findings(page: Page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [f"{one['id']} ({one['impact']}) {[node['target'] for node in one['nodes']][:3]}" for one in violations]


def test_every_kind_of_page_in_every_language(chromium: Browser, demo: RunningSite) -> None:
    reader, partner = visitor(chromium, demo.url, viewport=PHONE).page, signed_in(chromium, demo, PHONE)
    askers = {"anybody": reader, "partner": partner}
    paths = addresses(demo)
    paths["anybody"] += WRITTEN
    found = []
    for asker, its_paths in paths.items():
        page = without_pictures(askers[asker])
        for code in LANGUAGES:
            for path in its_paths:
                answer = page.goto(f"{demo.url}/{code}/{path}", wait_until="domcontentloaded")
                assert answer is not None and answer.status == status_of(path), (code, path)
                found += [f"{asker} /{code}/{path}: {line}" for line in findings(page)]
    assert found == []
