"""What loses its connection, its tab and its patience: an upload and a translation. Nothing is lost or sent twice."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.actions import Person, staff
from tests.browser.server import RunningSite
from tests.browser.slow_line import SlowLine, slow_line
from tests.media_library import factories

pytestmark = [pytest.mark.browser]
PAGE = "/admin/photos/upload/"
WEIGHT = 2_000_000
SLOW, FAST = 1_500_000, 1e9
"""Bytes a second: five files of 2 MB take long enough to be interrupted."""


def pictures(folder: Path, count: int, seed: int, weight: int = WEIGHT) -> list[Path]:
    """Pictures of about 2 MB: a small one, and noise behind its end that every reader leaves alone."""
    made = []
    for number in range(count):
        path = folder / f"DSC_{seed + number}.jpg"
        path.write_bytes(factories.jpeg(900, 600, seed=seed + number) + os.urandom(weight))
        made.append(path)
    return made


def sent(page: Page) -> float:
    return float(page.locator("[data-progress]").evaluate("bar => bar.value"))


def until_sent(page: Page, count: int) -> None:
    page.wait_for_function(
        "count => document.querySelector('[data-progress]').value > count", arg=count, timeout=60_000
    )


def outcomes(page: Page, count: int) -> list[str]:
    expect(page.locator("[data-list] [data-outcome]")).to_have_count(count, timeout=120_000)
    return [row.get_attribute("data-outcome") or "" for row in page.locator("[data-list] [data-outcome]").all()]


def person_sees(person: Person, batch: str) -> int:
    """How many files of a batch were taken in, by its page."""
    answer = person.page.request.get(person.url + batch)
    return answer.text().count('data-outcome="accepted"')


@pytest.fixture
def line(site: RunningSite) -> Iterator[SlowLine]:
    with slow_line(site.url, FAST) as line:
        yield line


@pytest.fixture
def editor(chromium: Browser, line: SlowLine) -> Person:
    return staff(chromium, line.url, "editor")


def test_the_connection_is_lost_in_the_middle(editor: Person, line: SlowLine, tmp_path: Path) -> None:
    files = pictures(tmp_path, 5, 1000)
    page = editor.go(PAGE)
    line.speed = SLOW
    page.set_input_files("[data-files]", files)
    until_sent(page, WEIGHT)
    page.context.set_offline(True)
    expect(page.locator("[data-state=lost]").first).to_be_visible(timeout=60_000)
    before = sent(page)
    page.wait_for_timeout(1500)
    assert sent(page) <= before
    page.context.set_offline(False)
    line.speed = FAST
    assert outcomes(page, 5) == ["accepted"] * 5
    expect(page.locator("[data-batch]")).to_be_visible()
    page.click("[data-batch]")
    expect(page.locator("[data-outcome=accepted]")).to_have_count(5)
    expect(page.locator(".upload__missing").first).to_be_visible()
    found = Axe().run(page)
    assert not [each["id"] for each in found.response["violations"] if each["impact"] in ("serious", "critical")]


def test_the_tab_is_closed_in_the_middle(
    editor: Person, line: SlowLine, chromium: Browser, site: RunningSite, tmp_path: Path
) -> None:
    files = pictures(tmp_path, 5, 2000, 4 * WEIGHT)
    page = editor.go(PAGE)
    line.speed = SLOW
    page.set_input_files("[data-files]", files)
    until_sent(page, WEIGHT * 4)
    page.goto("about:blank")
    page.wait_for_timeout(4000)  # what was under way arrives, and the server notices that nobody is there any more

    page = editor.go(PAGE)
    begun = page.locator("[data-begun]")
    left = begun.count()
    assert 1 <= left <= 5
    found = Axe().run(page)
    assert not [each["id"] for each in found.response["violations"] if each["impact"] in ("serious", "critical")]

    neighbour = staff(chromium, site.url, "neighbour")
    assert neighbour.go(PAGE).locator("[data-begun]").count() == 0
    address = begun.first.get_attribute("data-begun")
    assert neighbour.page.request.get(site.url + str(address)).status == 404

    line.speed = FAST
    uploaded: list[int] = []
    page.on(
        "request",
        lambda request: (
            uploaded.append(int(request.headers.get("upload-offset", "0"))) if request.method == "PATCH" else None
        ),
    )
    page.set_input_files("[data-files]", files)
    assert outcomes(page, 5) == ["accepted"] * 5
    assert page.locator("[data-unfinished]").is_hidden()
    batch = page.locator("[data-batch]").get_attribute("href")
    assert person_sees(editor, str(batch)) == 5
    # What was here completely isn't sent again, and of the others only the rest.
    assert len(uploaded) <= left and any(uploaded)
    expect(editor.go(PAGE).locator("[data-begun]")).to_have_count(0)


def test_pause_and_continue(editor: Person, line: SlowLine, tmp_path: Path) -> None:
    files = pictures(tmp_path, 2, 3000, 5 * WEIGHT)
    page = editor.go(PAGE)
    line.speed = SLOW
    page.set_input_files("[data-files]", files)
    until_sent(page, WEIGHT // 4)
    page.click("button[data-pause]")
    expect(page.locator("[data-state=paused]")).to_have_count(2)
    line.speed = FAST
    page.wait_for_timeout(500)
    assert page.locator("[data-outcome]").count() == 0
    page.click("button[data-pause]")
    assert outcomes(page, 2) == ["accepted"] * 2


def test_a_zip_with_everything_in_it(editor: Person, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "Tháng 5.zip", "w") as archive:
        for number in range(3):
            archive.writestr(f"Ảnh/{number}.jpg", factories.jpeg(600, 400, seed=4000 + number))
        archive.writestr("ghi chú.txt", "không phải ảnh")
        archive.writestr("__MACOSX/._1.jpg", b"")
    page = editor.go(PAGE)
    page.set_input_files("[data-files]", [tmp_path / "Tháng 5.zip"])
    assert sorted(outcomes(page, 4)) == ["accepted"] * 3 + ["refused"]
    expect(page.locator("[data-status]")).to_contain_text(re.compile("3"))
    assert not editor.complaints


def test_without_scripts(chromium: Browser, editor: Person, tmp_path: Path) -> None:
    state = editor.page.context.storage_state()
    context = chromium.new_context(java_script_enabled=False, storage_state=state)
    page = context.new_page()
    page.goto(editor.url + PAGE)
    page.set_input_files("[data-files]", pictures(tmp_path, 2, 5000))
    page.click("[data-submit]")
    expect(page.locator("[data-outcome=accepted]")).to_have_count(2)
    context.close()


# --- the translator's desk --------------------------------------------------------------------------------
def until(status: Locator, state: str) -> None:
    expect(status).to_have_attribute("data-state", state, timeout=60_000)


def test_a_translation_outlives_the_line_and_the_tab(editor: Person) -> None:
    page = editor.go("/admin/languages/coverage/?kind=province-page")
    page.locator('a.coverage-table__cell[href$="/en/"]').first.click()
    box, status = page.locator("[data-desk-text]").first, page.locator("[data-desk-status]")
    box.fill("Quang Ninh")
    box.blur()
    until(status, "saved")
    page.route("**/save/", lambda route: route.abort())
    box.fill("Quang Ninh, forest and sea")
    box.press("Control+Enter")
    until(status, "lost")
    page.unroute("**/save/")
    page.evaluate("navigator.sendBeacon = () => false")
    page.reload()
    expect(box).to_have_value("Quang Ninh")
    until(status, "kept")
    assert not [v for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
    page.locator("[data-desk-use-kept]").first.click()
    expect(box).to_have_value("Quang Ninh, forest and sea")
    box.blur()
    until(status, "saved")
    page.reload()
    expect(box).to_have_value("Quang Ninh, forest and sea")
    expect(page.locator("[data-desk-kept]").first).to_be_hidden()
    assert [one for one in editor.complaints if "ERR_FAILED" not in one] == []
