"""Suggestions while typing, by keyboard alone (WAI-ARIA APG, editable combobox with list autocomplete)."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.actions import visitor
from tests.browser.server import RunningSite

pytestmark = [pytest.mark.browser, pytest.mark.once]
WORDS = {"vi": "hạ", "ja": "ハロン"}


def box_of(page: Page) -> Locator:
    return page.locator("main input[name=q]")


def typed(chromium: Browser, demo: RunningSite, code: str) -> Page:
    """The search page of a language with its words typed, and the list open."""
    page = visitor(chromium, demo.url).go(f"/{code}/search/")
    box = box_of(page)
    box.focus()
    expect(box).to_have_role("combobox")
    page.keyboard.insert_text(WORDS[code])
    expect(page.get_by_role("listbox")).to_be_visible()
    return page


def state(page: Page) -> tuple[str | None, list[str], str | None, str]:
    """(expanded, texts of the options marked, text of the active descendant, what the box says)."""
    box = box_of(page)
    marked = page.locator("[role=option][aria-selected=true]").all_inner_texts()
    active = box.get_attribute("aria-activedescendant")
    text = page.locator(f"[id='{active}']").inner_text() if active else None
    return box.get_attribute("aria-expanded"), marked, text, box.input_value()


@pytest.mark.parametrize("code", WORDS)
def test_through_the_list_and_back(chromium: Browser, demo: RunningSite, code: str) -> None:
    page = typed(chromium, demo, code)
    words, options = WORDS[code], page.get_by_role("option").all_inner_texts()
    assert len(options) >= 2
    box = box_of(page)
    assert box.get_attribute("aria-controls") == page.get_by_role("listbox").get_attribute("id")
    assert box.get_attribute("aria-autocomplete") == "list"
    expect(page.locator("main .search [role=status]")).to_have_text(re.compile(rf": {len(options)}$"))
    assert state(page) == ("true", [], None, words), "nothing is chosen before a key says so"
    for key, place in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0)):
        page.keyboard.press(key)
        assert state(page) == ("true", [options[place]], options[place], words), "the typed words stay"
    page.keyboard.press("ArrowUp")
    assert state(page) == ("true", [], None, words), "above the first is the box"
    page.keyboard.press("ArrowUp")
    assert state(page)[2] == options[-1], "and above that the last"
    for key, at in (("Home", 0), ("End", len(words))):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press(key)
        assert state(page) == ("true", [], None, words)
        assert box.evaluate("box => box.selectionStart") == at
    page.keyboard.press("Escape")
    assert state(page) == ("false", [], None, words), "closed, and nothing lost"
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_be_focused()


@pytest.mark.parametrize("code", WORDS)
def test_enter_searches_for_what_is_chosen_or_typed(chromium: Browser, demo: RunningSite, code: str) -> None:
    page = typed(chromium, demo, code)
    first = page.get_by_role("option").first.inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"\?q="))
    expect(box_of(page)).to_have_value(first)
    page = typed(chromium, demo, code)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"\?q="))
    expect(box_of(page)).to_have_value(WORDS[code])


def test_a_closed_list_is_opened_by_keys(chromium: Browser, demo: RunningSite) -> None:
    page = typed(chromium, demo, "vi")
    options, words = page.get_by_role("option").all_inner_texts(), WORDS["vi"]
    listbox = page.get_by_role("listbox")
    for key, chosen in (("ArrowDown", options[0]), ("ArrowUp", options[-1]), ("Alt+ArrowDown", None)):
        page.keyboard.press("Escape")
        expect(listbox).to_be_hidden()
        page.keyboard.press(key)
        expect(listbox).to_be_visible()
        assert state(page) == ("true", [chosen] if chosen else [], chosen, words), key
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Alt+ArrowUp")
    assert state(page) == ("false", [], None, words)


def test_tab_leaves_without_choosing(chromium: Browser, demo: RunningSite) -> None:
    page = typed(chromium, demo, "vi")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.locator("main .search button")).to_be_focused()
    assert state(page) == ("false", [], None, WORDS["vi"])


def test_keys_of_an_input_method_are_its_own(chromium: Browser, demo: RunningSite) -> None:
    """While a Japanese word is being composed, Enter and arrows choose among its spellings."""
    page = visitor(chromium, demo.url).go("/ja/search/")
    box_of(page).focus()
    expect(box_of(page)).to_have_role("combobox")
    method = page.context.new_cdp_session(page)
    method.send("Input.imeSetComposition", {"text": "はろん", "selectionStart": 3, "selectionEnd": 3})
    page.wait_for_timeout(400)
    expect(page.get_by_role("listbox")).to_be_hidden()
    method.send("Input.insertText", {"text": "ハロン"})
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("ArrowDown")
    enter = {"key": "Enter", "keyCode": 229, "bubbles": True, "cancelable": True}
    kept = box_of(page).evaluate("(box, enter) => box.dispatchEvent(new KeyboardEvent('keydown', enter))", enter)
    assert kept and "?q=" not in page.url and state(page)[0] == "true"


@pytest.mark.parametrize("code", WORDS)
def test_the_open_list_is_accessible(chromium: Browser, demo: RunningSite, code: str) -> None:
    page = typed(chromium, demo, code)
    page.keyboard.press("ArrowDown")
    results = Axe().run(page, context="main .search")
    assert [f"{found['id']}: {found['help']}" for found in results.response["violations"]] == []


@pytest.mark.parametrize("code", WORDS)
def test_without_scripts_the_box_sends_what_was_typed(chromium: Browser, demo: RunningSite, code: str) -> None:
    page = visitor(chromium, demo.url, java_script_enabled=False).go(f"/{code}/search/")
    box_of(page).fill(WORDS[code])
    box_of(page).press("Enter")
    page.wait_for_url(re.compile(r"\?q="))
    expect(box_of(page)).to_have_value(WORDS[code])
    assert page.locator("main .hit, main .rows li").count()
