"""One story from upload to withdrawal, played in a browser as the people of the product live it."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import subprocess
import time
import zipfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.browser import actions
from tests.browser.actions import Person, fill_tabs, open_photo, staff, visitor
from tests.browser.people import PASSWORD
from tests.browser.server import RunningSite
from tests.media_library.metadata.camera_files import camera_jpeg

pytestmark = [pytest.mark.browser]
HANOI_TIME = ZoneInfo("Asia/Ho_Chi_Minh")
BAY, BOATS, MARKET = "Bình minh trên vịnh", "Thuyền về bến", "Chợ sớm"


@dataclass
class Story:
    """What the people of the story remember between its scenes."""

    browser: Browser
    site: RunningSite
    folder: Path
    people: dict[str, Person] = field(default_factory=dict)
    assets: dict[str, str] = field(default_factory=dict)
    embargo: datetime | None = None

    def person(self, name: str) -> Person:
        if name not in self.people:
            self.people[name] = staff(self.browser, self.site.url, name)
        return self.people[name]

    def get(self, path: str, **headers: str) -> httpx.Response:
        """As nobody in particular."""
        return httpx.get(self.site.url + path, headers=headers, follow_redirects=False)


def test_the_story(chromium: Browser, site: RunningSite, tmp_path: Path) -> None:
    story = Story(chromium, site, tmp_path)
    editor_uploads_a_folder(story)
    editor_writes_and_submits(story)
    neighbour_sees_nothing(story)
    approver_returns_one_and_approves_the_others(story)
    editor_builds_pages_and_translates_them(story)
    officer_prepares_a_kit_under_embargo(story)
    correspondent_takes_it_early(story)
    embargo_ends_by_itself(story)
    officer_withdraws(story)
    complaints = {name: person.complaints for name, person in story.people.items() if person.complaints}
    assert not complaints


# --- 2 ------------------------------------------------------------------------------------------
def editor_uploads_a_folder(story: Story) -> None:
    """Real camera files of 24 and 45 megapixels, a duplicate, a corrupt one, a text file named .jpg."""
    folder = story.folder
    taken = datetime(2024, 5, 4, 6, 15)
    bay = camera_jpeg(
        6000, 4000, seed=1, gps=(20.91, 107.18), taken_at=taken,
        iim=[(5, BAY), (120, "Bình minh trên vịnh Hạ Long."), (80, "Trần Văn Bình"), (110, "Báo Quảng Ninh"),
             (25, "biển"), (25, "du lịch"), (90, "Hạ Long")],
    )  # fmt: skip
    (folder / "DSC_0001.jpg").write_bytes(bay)
    (folder / "DSC_0002.jpg").write_bytes(
        camera_jpeg(8192, 5464, seed=2, orientation=6, iim=[(5, BOATS), (120, "Thuyền về bến lúc chiều.")])
    )
    (folder / "DSC_0003.jpg").write_bytes(camera_jpeg(1600, 1200, seed=3, iim=[(5, MARKET), (120, "Chợ sớm.")]))
    (folder / "copy.jpg").write_bytes(bay)
    (folder / "corrupt.jpg").write_bytes(bay[: len(bay) // 3])
    (folder / "notes.jpg").write_text("Not a picture at all.")
    outcomes = actions.upload(story.person("editor"), sorted(folder.glob("*.jpg")))
    assert outcomes == {
        "DSC_0001.jpg": "accepted",
        "DSC_0002.jpg": "accepted",
        "DSC_0003.jpg": "accepted",
        "copy.jpg": "duplicate",
        "corrupt.jpg": "refused",
        "notes.jpg": "refused",
    }
    page = open_photo(story.person("editor"), BAY)
    assert page.locator("#id_caption_vi").input_value() == "Bình minh trên vịnh Hạ Long."
    assert page.locator("#id_creator").input_value() == "Trần Văn Bình"
    assert page.locator("#id_place_vi").input_value() == "Hạ Long"
    assert page.locator("#id_keywords").input_value() == "biển, du lịch"
    assert page.locator("#id_taken_at").input_value().startswith("2024-05-04 06:15")


# --- 3 ------------------------------------------------------------------------------------------
def editor_writes_and_submits(story: Story) -> None:
    for title in (BAY, BOATS, MARKET):
        page = open_photo(story.person("editor"), title)
        story.assets[title] = _uuid_in(page)
        fill_tabs(
            page,
            {
                "alt_text_vi": "Thuyền trên mặt vịnh",
                "title_en": {BAY: "Dawn over the bay", BOATS: "Boats come home", MARKET: "Early market"}[title],
                "caption_en": "Quang Ninh wakes early.",
                "alt_text_en": "Boats on calm water",
                "caption_lo": "ຍາມເຊົ້າທີ່ອ່າວ",
                "licence": "Sử dụng tự do có ghi nguồn",
                "credit_line": "Ảnh: Báo Quảng Ninh",
            },
        )
        actions.submit(page)


def _uuid_in(page: Any) -> str:
    source = page.locator(".photo-panel img").get_attribute("src")
    return re.search(r"/media/([0-9a-f-]{36})/", source).group(1)  # type: ignore[union-attr]


def neighbour_sees_nothing(story: Story) -> None:
    editor_page = open_photo(story.person("editor"), BAY)
    address = editor_page.url.replace(story.site.url, "")
    neighbour = story.person("neighbour")
    page = neighbour.go("/admin/photos/")
    expect(page.get_by_text(BAY)).to_have_count(0)
    for path in (address, f"/media/{story.assets[BAY]}/small.webp", f"/media/{story.assets[BAY]}/original"):
        answer = neighbour.page.request.get(story.site.url + path)
        assert answer.status == 404, path
    neighbour.complaints.clear()


# --- 4 ------------------------------------------------------------------------------------------
def approver_returns_one_and_approves_the_others(story: Story) -> None:
    approver = story.person("approver")
    waiting = approver.go("/admin/")
    for title in (BAY, BOATS, MARKET):
        expect(waiting.get_by_role("link", name=title).first).to_be_visible()
    actions.send_back(open_photo(approver, MARKET), "Chú thích cần nói rõ chợ nào.")
    for title in (BAY, BOATS):
        page = open_photo(approver, title)
        expect(page.locator("a[href*='compare']").first).to_be_attached()
        assert story.get(f"/media/{story.assets[title]}/small.webp").status_code == 404
        actions.approve(page)
        assert story.get(f"/media/{story.assets[title]}/small.webp").status_code == 200
    assert story.get(f"/api/v1/assets/{story.assets[MARKET]}").status_code == 404
    assert "Chú thích cần nói rõ" in _until(lambda: _decoded_mail(story), lambda text: "Chú thích" in text)
    page = story.person("editor").go("/admin/photos/")
    expect(page.get_by_text(MARKET)).to_be_visible()
    listed = {item["id"] for item in story.get("/api/v1/assets").json()["items"]}
    assert listed == {story.assets[BAY], story.assets[BOATS]}
    assert story.assets[BAY] in story.get("/en/images/?q=binh+minh").text


def _decoded_mail(story: Story) -> str:
    import email
    from email import policy

    texts = []
    for path in sorted((story.site.var / "mail").glob("*")):
        for raw in path.read_bytes().split(b"-" * 79):
            message = email.message_from_bytes(raw.strip(), policy=policy.default)
            body = message.get_body(("plain",))
            texts.append(f"{message['to']}\n{message['subject']}\n{body.get_content() if body else ''}")
    return "\n".join(texts)


def _until(read: Any, good: Any, seconds: float = 20) -> Any:
    deadline = time.monotonic() + seconds
    while True:
        value = read()
        if good(value) or time.monotonic() > deadline:
            return value
        time.sleep(0.3)


# --- 5 ------------------------------------------------------------------------------------------
PAGES = {
    "sectorpage": ("Kinh tế biển", "Sea economy"),
    "brandpage": ("Định vị thương hiệu", "Brand positioning"),
    "storypage": ("Một buổi sáng trên vịnh", "A morning on the bay"),
}


def editor_builds_pages_and_translates_them(story: Story) -> None:
    editor = story.person("editor")
    page = editor.go("/admin/pages/")
    profile = actions.page_id(page)
    page = editor.go(f"/admin/pages/{profile}/edit/")
    fill_tabs(page, {"tagline": "Nơi núi gặp biển"})
    actions.choose_picture(page, "hero", BAY)
    actions.submit(page)
    _approve_page(story, profile)
    made = {"profile": profile}
    for kind, (title, _english) in PAGES.items():
        made[kind] = _new_page(editor, kind, profile, title)
        _approve_page(story, made[kind])
    vietnamese = story.get("/vi/quang-ninh/")
    assert vietnamese.status_code == 200 and "Nơi núi gặp biển" in vietnamese.text
    english_reader = story.get("/en/quang-ninh/")
    assert english_reader.status_code == 200 and 'lang="vi"' in english_reader.text
    _translate(story, made, vietnamese_slug="quang-ninh")


def _new_page(editor: Person, kind: str, parent: int, title: str) -> int:
    page = actions.add_page(editor, kind, parent)
    fill_tabs(page, {"title": title})
    if kind == "sectorpage":
        select = page.locator("select#id_sector")
        if select.count():
            select.select_option(index=1)
        else:
            page.locator("#id_sector-chooser [data-chooser-action-choose]").first.click()
            page.locator("a[data-chooser-modal-choice]").first.click()
    if kind == "brandpage":
        fill_tabs(page, {"promise": "Nơi núi gặp biển, nơi khách thành bạn"})
    if kind == "storypage":
        actions.choose_picture(page, "hero", BOATS)
    actions.submit(page)
    page = editor.go(f"/admin/pages/{parent}/")
    link = page.locator("a[href$='/edit/']").filter(has_text=title).first
    return int(re.search(r"/pages/(\d+)/", link.get_attribute("href") or "").group(1))  # type: ignore[union-attr]


def _approve_page(story: Story, pk: int) -> None:
    page = story.person("approver").go(f"/admin/pages/{pk}/edit/")
    actions.approve(page)


def _translate(story: Story, made: dict[str, int], vietnamese_slug: str) -> None:
    """Drafts of their own, approved on their own."""
    editor = story.person("editor")
    titles = {"profile": "Quang Ninh", **{kind: english for kind, (_vi, english) in PAGES.items()}}
    for kind, pk in made.items():
        page = editor.go(f"/admin/translation/submit/page/{pk}/")
        page.locator("input[name=locales]").first.wait_for(state="attached")
        for label in page.locator("label").filter(has_text=re.compile("English")).all():
            label.click()
        with page.expect_navigation():
            page.locator("main form button[type=submit], form .button[type=submit]").last.click()
        translated = actions.page_id(page)
        page = editor.go(f"/admin/pages/{translated}/edit/")
        fill_tabs(page, {"title": titles[kind]})
        if kind == "profile":
            fill_tabs(page, {"tagline": "Where mountains meet the sea"})
        actions.submit(page)
        if kind == "profile":
            assert "Where mountains" not in story.get(f"/en/{vietnamese_slug}/").text
        _approve_page(story, translated)
    answer = story.get(f"/en/{vietnamese_slug}/")
    assert "Where mountains meet the sea" in answer.text
    assert 'hreflang="vi"' in answer.text and 'hreflang="x-default"' in answer.text
    assert "A morning on the bay" in answer.text
    lao = story.get(f"/lo/{vietnamese_slug}/")
    assert lao.status_code == 200 and 'lang="en"' in lao.text


# --- 6 ------------------------------------------------------------------------------------------
def officer_prepares_a_kit_under_embargo(story: Story) -> None:
    officer = story.person("officer")
    page = officer.go("/admin/kits/new/")
    story.embargo = (datetime.now(HANOI_TIME) + timedelta(seconds=100)).replace(second=0, microsecond=0)
    fill_tabs(
        page,
        {
            "title_vi": "Mùa du lịch mới",
            "release_title_vi": "Quảng Ninh mở mùa du lịch",
            "release_body_vi": "Tỉnh mở mùa du lịch mới.",
            "title_en": "A new season",
            "release_title_en": "Quang Ninh opens its season",
            "release_body_en": "The province opens a new season.",
            "slug": "a-new-season",
            "embargo_until": story.embargo.strftime("%Y-%m-%d %H:%M"),
        },
    )
    page.keyboard.press("Escape")
    _choose_inline_picture(page, 0, BAY)
    _grant(page, "Mekong Courier")
    with page.expect_navigation():
        page.locator("footer button[type=submit]").first.click()
    with page.expect_navigation():
        page.locator("a[href*='/publish/']").first.click()
    with page.expect_navigation():
        page.locator("main form button[type=submit], form button.button").last.click()
    assert story.get("/en/press/kits/a-new-season/").status_code == 404
    assert story.get(f"/media/{story.assets[BAY]}/small.webp").status_code == 404
    assert story.assets[BAY] not in story.get("/en/images/").text
    assert "a-new-season" not in story.get("/en/press/").text


def _to_tab_of(page: Any, selector: str) -> None:
    panel = page.locator(f"[role=tabpanel]:has({selector})")
    page.locator(f"#{panel.first.get_attribute('aria-labelledby')}").click()


def _choose_inline_picture(page: Any, number: int, title: str) -> None:
    _to_tab_of(page, "#id_items-ADD")
    page.locator("#id_items-ADD").click()
    actions.choose_picture(page, f"items-{number}-asset", title)


def _grant(page: Any, organisation: str) -> None:
    _to_tab_of(page, "#id_grants-ADD")
    page.locator("#id_grants-ADD").click()
    select = page.locator("select#id_grants-0-organisation")
    if select.count():
        value = select.locator("option").filter(has_text=organisation).first.get_attribute("value")
        select.select_option(value)
    else:
        page.locator("#id_grants-0-organisation-chooser [data-chooser-action-choose]").first.click()
        page.locator("a[data-chooser-modal-choice]").filter(has_text=organisation).first.click()
    page.locator("#id_grants-0-may_see_under_embargo").check()


# --- 7, 8 ---------------------------------------------------------------------------------------
def correspondent_takes_it_early(story: Story) -> None:
    person = visitor(story.browser, story.site.url)
    story.people["correspondent"] = person
    page = person.go("/en/press/login/")
    page.fill("input[name=username]", "correspondent")
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation():
        page.locator("main button[type=submit]").last.click()
    page = person.go("/en/press/kits/a-new-season/")
    shown = page.inner_text("main")
    for words in ("embargo", "Quang Ninh opens its season", "Quang Ninh wakes early.", "Ảnh: Báo Quảng Ninh"):
        assert words.lower() in shown.lower(), words
    assert "Free to use with credit" in shown
    asked = page.request.get(f"{story.site.url}/media/{story.assets[BAY]}/original")
    assert asked.status == 403, "terms come first"
    _accept_terms(person)
    original = page.request.get(f"{story.site.url}/media/{story.assets[BAY]}/original").body()
    _check_file(story, original)
    archive = page.request.get(f"{story.site.url}/en/press/kits/a-new-season/download/")
    assert archive.status == 200
    _check_archive(story, archive.body(), original)
    _check_api(story, person)
    person.complaints.clear()


def _accept_terms(person: Person) -> None:
    page = person.go("/en/press/kits/a-new-season/")
    with page.expect_navigation():
        page.locator("a[href*='/press/terms/']").first.click()
    with page.expect_navigation():
        page.locator("main form[method=post] button[type=submit]").last.click()


def _check_file(story: Story, data: bytes) -> None:
    """Metadata in all approved languages, no position, the very pixels."""
    came = (story.folder / "DSC_0001.jpg").read_bytes()
    scan = b"\xff\xda"
    assert (
        data[data.index(scan) :] == came[came.index(scan) :] or data[data.rindex(scan) :] == came[came.rindex(scan) :]
    )
    exiftool = shutil.which("exiftool")
    if exiftool is None:
        return
    read = subprocess.run([exiftool, "-j", "-G1", "-struct", "-"], input=data, capture_output=True, check=True)
    told = json.dumps(json.loads(read.stdout), ensure_ascii=False)
    for text in ("Bình minh trên vịnh Hạ Long.", "Quang Ninh wakes early.", "ຍາມເຊົ້າທີ່ອ່າວ", "Ảnh: Báo Quảng Ninh"):
        assert text in told, text
    assert "GPSLatitude" not in told


def _check_archive(story: Story, data: bytes, original: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        files = [entry for entry in manifest["files"] if entry["asset"] == story.assets[BAY]]
        assert len(files) == 1
        content = archive.read(files[0]["path"])
    assert content == original
    assert hashlib.sha256(content).hexdigest() == files[0]["sha256"]
    assert files[0]["captions"]["en"] == "Quang Ninh wakes early."


def _check_api(story: Story, person: Person) -> None:
    """The partner's token sees the embargoed asset, the public doesn't."""
    page = person.go("/en/press/account/")
    page.locator("form[action*='tokens'] input[name=name]").first.fill("picture desk")
    with page.expect_navigation():
        page.locator("form[action*='tokens'] button[type=submit]").first.click()
    secret = page.locator("#secret").inner_text().strip()
    path = f"/api/v1/assets/{story.assets[BAY]}"
    answer = story.get(path, Authorization=f"Bearer {secret}")
    assert answer.status_code == 200 and answer.json()["embargo_until"]
    assert story.get(path).status_code == 404
    assert story.get(path, Authorization="Bearer nonsense").status_code == 401


def embargo_ends_by_itself(story: Story) -> None:
    assert story.embargo is not None
    path = f"/media/{story.assets[BAY]}/small.webp"
    while datetime.now(HANOI_TIME) < story.embargo - timedelta(seconds=1):
        assert story.get(path).status_code == 404
        time.sleep(1)
    assert _until(lambda: story.get(path).status_code, lambda status: status == 200, seconds=5) == 200
    assert story.get("/en/press/kits/a-new-season/").status_code == 200
    assert story.get(f"/api/v1/assets/{story.assets[BAY]}").status_code == 200
    assert story.assets[BAY] in story.get("/en/images/").text


# --- 9 ------------------------------------------------------------------------------------------
def officer_withdraws(story: Story) -> None:
    officer, uuid = story.person("officer"), story.assets[BAY]
    assert story.get(f"/en/images/{uuid}/").status_code == 200
    page = officer.go("/admin/photos/")
    row = page.locator("tr").filter(has_text=BAY)
    row.locator("button.w-dropdown__toggle").first.click()
    with page.expect_navigation():
        page.locator("a[href*='/withdraw/']:visible").first.click()
    assert "Mekong Courier" in page.inner_text("main")
    page.fill("textarea[name=reason_vi]", "Chú thích ghi sai vịnh.")
    page.fill("textarea[name=reason_en]", "The caption names the wrong bay.")
    with page.expect_navigation():
        page.locator("main form button[type=submit], form button.button").last.click()
    assert "Mekong Courier" in page.inner_text("main")
    for path in (
        f"/media/{uuid}/small.webp",
        f"/media/{uuid}/original",
        f"/en/images/{uuid}/",
        f"/api/v1/assets/{uuid}",
    ):
        assert story.get(path).status_code == 410, path
    assert story.get(f"/api/v1/assets/{uuid}?lang=en").json()["reason"] == "The caption names the wrong bay."
    assert uuid not in story.get("/en/images/").text
    assert f"/media/{uuid}/" not in story.get("/en/quang-ninh/").text
    feed = story.get("/press/feeds/atom.xml?lang=en").text
    assert "deleted-entry" in feed and uuid in feed and f"/media/{uuid}/" not in feed
    archive = story.get("/en/press/kits/a-new-season/download/")
    assert archive.status_code == 404 or uuid not in archive.content.decode("latin-1")
    correspondent = story.people["correspondent"]
    notices = correspondent.go("/en/press/notices/")
    expect(notices.get_by_text("The caption names the wrong bay.").first).to_be_visible()
    mail = _until(lambda: _decoded_mail(story), lambda text: "wrong bay" in text)
    assert "desk@example.la" in mail and "wrong bay" in mail
    correspondent.complaints.clear()
