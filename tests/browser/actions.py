"""What a person does in the admin, as a browser does it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.people import PASSWORD

ADMIN_VIEW = {"width": 1440, "height": 900}


@dataclass
class Person:
    """Somebody at a browser of their own; console errors and requests to elsewhere are noted."""

    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        self.page.goto(self.url + path)
        return self.page

    def _watch(self) -> None:
        def foreign(request: Any) -> None:
            if not request.url.startswith((self.url, "data:", "blob:")):
                self.complaints.append(f"request to {request.url}")

        self.page.on("request", foreign)

        def told(message: Any) -> None:
            if message.type == "error" and not _is_unfinished_form(message):
                self.complaints.append(message.text)

        self.page.on("console", told)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))


def _is_unfinished_form(message: Any) -> bool:
    """Wagtail saves half a second after the last key: a form whose required fields aren't filled yet is answered 400,
    which a slow typist, or a busy machine, meets and the editor never sees."""
    return "status of 400" in message.text and "/admin/" in message.location.get("url", "")


def visitor(browser: Browser, url: str, language: str = "en-GB", **context: Any) -> Person:
    page = browser.new_context(locale=language, **({"viewport": ADMIN_VIEW} | context)).new_page()
    page.set_default_timeout(60_000)
    person = Person(page, url)
    person._watch()
    return person


def staff(browser: Browser, url: str, name: str) -> Person:
    """Somebody of a province, signed in to the admin."""
    person = visitor(browser, url, "vi-VN")
    page = person.go("/admin/login/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(re.compile(r"/admin/$"))
    return person


def upload(person: Person, files: list[Path]) -> dict[str, str]:
    """Upload through the page; {file name: outcome}."""
    page = person.go("/admin/photos/upload/")
    page.set_input_files("[data-files]", files)
    expect(page.locator("[data-outcome]")).to_have_count(len(files), timeout=120_000)
    rows = page.locator("[data-outcome]").all()
    return {row.locator(".upload__name").inner_text(): row.get_attribute("data-outcome") or "" for row in rows}


def open_photo(person: Person, title: str) -> Page:
    """Open a photo's editor from the list."""
    page = person.go("/admin/photos/")
    page.get_by_role("link", name=title, exact=True).first.click()
    page.wait_for_selector("#id_title_vi", state="attached")
    return page


def unfold(page: Page) -> None:
    """Open every folded panel that is in sight."""
    folded = page.locator("[data-panel-toggle][aria-expanded=false]:visible")
    while folded.count():
        folded.first.click()


def fill_tabs(page: Page, values: Mapping[str, str]) -> None:
    """Fill fields by their id, whichever tab they are on; selects by label, ticks with "on"."""
    for name, value in values.items():
        control = page.locator(f"#id_{name}")
        panel = page.locator(f"[role=tabpanel]:has(#id_{name})")
        if panel.count() and not panel.first.is_visible():
            tab = panel.first.get_attribute("aria-labelledby")
            page.locator(f"#{tab}").click()
        if not control.is_visible():
            unfold(page)
        kind = control.evaluate("element => element.type || element.tagName.toLowerCase()")
        if kind.startswith("select"):
            control.select_option(label=value)
        elif kind == "checkbox":
            control.check()
        else:
            control.fill(value)


def press_action(page: Page, name: str) -> None:
    """A button of the editor's footer, opening the menu if it is in there."""
    button = page.locator(f"footer button[name='{name}'], footer [data-workflow-action-name='{name}']").first
    if not button.is_visible():
        page.get_by_role("button", name=re.compile("More actions|Thao tác khác|Hành động khác")).last.click()
    button.click()


def messages(page: Page) -> str:
    return page.locator(".messages").inner_text()


def submit(page: Page) -> None:
    """Hand over to the approver."""
    with page.expect_navigation():
        press_action(page, "action-submit")
    expect(page.locator(".messages .success, .messages [class*=success]").first).to_be_visible()


def approve(page: Page) -> None:
    with page.expect_navigation():
        press_action(page, "approve")
    expect(page.locator(".messages .success, .messages [class*=success]").first).to_be_visible()


def send_back(page: Page, comment: str) -> None:
    """Return with a comment."""
    press_action(page, "reject")
    dialog = page.locator(".modal.in, .modal.show, .modal").last
    dialog.locator("textarea[name=comment]").fill(comment)
    with page.expect_navigation():
        dialog.locator("button[type=submit]").click()


def choose_picture(page: Page, field: str, title: str) -> None:
    """Choose an approved photo in the image chooser of a field."""
    page.locator(f"#id_{field}-chooser [data-chooser-action-choose]").first.click()
    choice = page.locator("a[data-chooser-modal-choice]").filter(has_text=title)
    choice.first.click()
    expect(page.locator(f"#id_{field}")).not_to_have_value("")


def write_rich_text(page: Page, field: str, text: str) -> None:
    editor = page.locator(f"[data-contentpath={field}] .public-DraftEditor-content, #id_{field} + * [contenteditable]")
    editor.first.click()
    page.keyboard.type(text)


def add_page(person: Person, kind: str, parent: int) -> Page:
    """Open the form for a new page of a kind below a parent."""
    return person.go(f"/admin/pages/add/promotion/{kind}/{parent}/")


def page_id(page: Page) -> int:
    """Id of the page whose editor is open, or that was just mentioned in a message."""
    found = re.search(r"/pages/(\d+)/", page.url)
    assert found, page.url
    return int(found.group(1))
