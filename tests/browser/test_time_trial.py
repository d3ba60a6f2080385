"""Thirty photos, captioned in two languages and handed in, as a new editor does it: how many clicks that takes.

The numbers stand in `docs/guide-for-editors.md`. They may only go down.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.actions import staff
from tests.browser.server import ROOT, RunningSite
from tests.media_library import factories

pytestmark = [pytest.mark.browser]
PHOTOS = 30
CLICKS = 12
TYPINGS = 7
"""Texts that are typed, once for all thirty; a field that isn't under the cursor already costs a click."""

TEXTS = {
    "title_vi": "Lễ hội hoa anh đào Hạ Long",
    "caption_vi": "Du khách dự lễ hội hoa anh đào bên vịnh Hạ Long, tháng 3 năm 2026.",
    "alt_text_vi": "Người đi giữa hàng cây anh đào nở hoa cạnh bờ vịnh",
    "title_en": "Cherry blossom festival in Hạ Long",
    "caption_en": "Visitors at the cherry blossom festival beside Hạ Long Bay, March 2026.",
    "alt_text_en": "People walking between flowering cherry trees by the bay",
    "credit_line": "Ảnh: Sở VHTTDL Quảng Ninh",
}


@dataclass
class Hand:
    """Counts every press of the mouse, going to the next field too, and every text that is typed."""

    clicks: int = 0
    typings: int = 0

    def click(self, target: Locator) -> None:
        self.clicks += 1
        target.click()

    def write(self, field: Locator, text: str) -> None:
        if not field.evaluate("field => field === document.activeElement"):
            self.click(field)
        self.typings += 1
        field.press_sequentially(text[:3])
        field.fill(text)

    def choose(self, field: Locator, value: str) -> None:
        self.clicks += 1
        field.select_option(value)


def test_thirty_photos_in_two_languages(chromium: Browser, site: RunningSite, tmp_path: Path) -> None:
    files = []
    for number in range(PHOTOS):
        files.append(tmp_path / f"DSC_{9000 + number}.jpg")
        files[-1].write_bytes(factories.jpeg(900, 600, seed=9000 + number))
    editor = staff(chromium, site.url, "editor")
    page, hand = editor.page, Hand()
    page.set_default_timeout(120_000)

    hand.click(page.locator("a[href='/admin/photos/upload/']").first)
    hand.clicks += 1  # the file dialog, or dragging the folder
    page.set_input_files("[data-files]", files)
    expect(page.locator("[data-list] [data-outcome=accepted]")).to_have_count(PHOTOS, timeout=240_000)
    hand.click(page.locator("[data-together]"))

    expect(page.locator("[name=title_vi]")).to_be_focused()
    for name, text in TEXTS.items():
        hand.write(page.locator(f"[name={name}]"), text)
    hand.choose(page.locator("select[name=licence]"), "province-open")
    hand.click(page.locator("button[name=do][value=preview]"))
    expect(page.locator(".batch-items > li")).to_have_count(PHOTOS)
    hand.click(page.locator("button[name=hand_in]"))
    expect(page.locator("form[action$='/undo/']")).to_be_visible(timeout=240_000)

    assert page.locator(".batch-problem").count() == 0
    waiting = page.locator(".batch-items > li p:not(.batch-problem)")
    assert waiting.count() == PHOTOS, "each waits for the approver"
    assert not editor.complaints
    assert (hand.clicks, hand.typings) == (CLICKS, TYPINGS), "write the new numbers here and into the guide"
    guide = (ROOT / "docs" / "guide-for-editors.md").read_text(encoding="utf-8")
    assert re.search(rf"{PHOTOS} ảnh.*{hand.clicks} lần bấm.*{hand.typings} lần gõ", guide)
