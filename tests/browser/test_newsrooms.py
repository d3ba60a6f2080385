"""Three newsrooms, in English, French and Japanese, from their registration to the report of a recall."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.browser import actions
from tests.browser.actions import Person, fill_tabs, open_photo, staff, visitor
from tests.browser.newsrooms import CAPTIONS, SLUG, TITLES
from tests.browser.server import RunningSite, running_site

pytestmark = [pytest.mark.browser, pytest.mark.once]
HANOI_TIME = ZoneInfo("Asia/Ho_Chi_Minh")
PASSWORD = "a-quiet-harbour-7"
LINK = re.compile(r"https?://\S+")
CORRECTED = {"vi": "Đèn hoa đăng ở Tuần Châu.", "en": "Lanterns off Tuần Châu."}
WRONG_PLACE = {
    "vi": "Chú thích ghi sai địa điểm.",
    "en": "The caption named the wrong place.",
    "fr": "La légende indiquait un mauvais lieu.",
    "ja": "撮影場所の表記に誤りがありました。",
}
NO_CONSENT = {
    "vi": "Người trong ảnh rút lại sự đồng ý.",
    "en": "The person shown has withdrawn consent.",
    "fr": "La personne photographiée a retiré son accord.",
    "ja": "写っている方が同意を取り消しました。",
}


@dataclass
class Newsroom:
    """One of the three, with its correspondent at a browser."""

    lang: str
    locale: str
    name: str
    country: str
    address: str
    person: Person


@dataclass
class Story:
    site: RunningSite
    browser: Browser
    newsrooms: list[Newsroom]
    people: dict[str, Person] = field(default_factory=dict)
    embargo: datetime | None = None
    photo: str = ""

    def staff(self, name: str) -> Person:
        if name not in self.people:
            self.people[name] = staff(self.browser, self.site.url, name)
        return self.people[name]

    def get(self, path: str, **headers: str) -> httpx.Response:
        """As nobody in particular."""
        return httpx.get(self.site.url + path, headers=headers, follow_redirects=False)

    def letter(self, newsroom: Newsroom, holds: str) -> str:
        """The newest mail to a newsroom with these words, once it has come."""
        found = until(lambda: [one for one in self.site.letters_to(newsroom.address) if holds in one], bool)
        assert found, f"no mail to {newsroom.name} with “{holds}”: {self.site.letters_to(newsroom.address)[-1:]}"
        return str(found[-1])


def until(read: Callable[[], Any], good: Callable[[Any], bool], seconds: float = 30) -> Any:
    deadline = time.monotonic() + seconds
    while not good(value := read()) and time.monotonic() < deadline:
        time.sleep(0.3)
    return value


def path_in(letter: str, part: str) -> str:
    """The path of a mail's link that holds `part`: the site's own name isn't where the test's server listens."""
    return next(urlsplit(link).path for link in LINK.findall(letter) if part in link)


@pytest.fixture
def story(chromium: Browser, tmp_path: Path) -> Iterator[Story]:
    with running_site(tmp_path, prepared_by="tests.browser.newsrooms") as site:
        three = [
            ("en", "en-GB", "Harbour Gazette", "GB", "desk@harbour-gazette.example"),
            ("fr", "fr-FR", "Agence Mousson", "FR", "photo@mousson.example"),
            ("ja", "ja-JP", "青空通信", "JP", "shashin@aozora-tsushin.example"),
        ]
        yield Story(site, chromium, [Newsroom(*one, visitor(chromium, site.url, one[1])) for one in three])


def test_three_newsrooms(story: Story) -> None:
    for newsroom in story.newsrooms:
        registers(story, newsroom)
    officer_approves_all(story)
    for newsroom in story.newsrooms:
        comes_in(story, newsroom)
        wants_to_be_told(newsroom)
    officer_publishes_under_embargo(story)
    for newsroom in story.newsrooms:
        is_told_and_takes_it_early(story, newsroom)
    embargo_ends(story)
    a_caption_is_corrected(story)
    officer_withdraws(story)
    holders_answer(story)
    officer_closes_the_recall(story)
    complaints = {person.url: person.complaints for person in story.people.values() if person.complaints}
    assert not complaints


# --- coming in ------------------------------------------------------------------------------------------
def registers(story: Story, newsroom: Newsroom) -> None:
    page = newsroom.person.go(f"/{newsroom.lang}/press/register/")
    assert page.evaluate("document.documentElement.lang") == newsroom.lang
    page.fill("#register-name", newsroom.name)
    page.select_option("#register-country", newsroom.country)
    page.fill("#register-homepage", f"https://{newsroom.address.partition('@')[2]}/")
    page.check(f"main input[name=languages][value={newsroom.lang}]")
    page.select_option("#register-language", newsroom.lang)
    page.fill("#register-applicant_name", "A. Dubois")
    page.fill("#register-email", newsroom.address)
    page.wait_for_timeout(2200)  # a form that comes back at once is a program's
    with page.expect_navigation():
        page.locator("main form button[type=submit]").last.click()
    assert page.url.endswith("?sent"), page.inner_text("main")
    link = path_in(story.letter(newsroom, "/press/register/confirm/"), "/press/register/confirm/")
    page = newsroom.person.go(link)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    expect(page.locator("[role=status]")).to_be_visible()


def officer_approves_all(story: Story) -> None:
    officer = story.staff("officer")
    for newsroom in story.newsrooms:
        page = officer.go("/admin/press/applications/")
        page.get_by_role("link", name=newsroom.name).first.click()
        expect(page.locator("main")).to_contain_text(newsroom.address)
        with page.expect_navigation():
            page.locator("form:has(input[name=act][value=approve]) button[type=submit]").click()
        expect(page.locator(".messages")).to_be_visible()


def comes_in(story: Story, newsroom: Newsroom) -> None:
    """By the link of the invitation, a password of one's own, and the terms."""
    story.site.manage("send_partner_mail")
    link = path_in(story.letter(newsroom, "/press/password/"), "/press/password/")
    page = newsroom.person.go(link)
    for name in ("new_password1", "new_password2"):
        page.fill(f"input[name={name}]", PASSWORD)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    page = newsroom.person.go(f"/{newsroom.lang}/press/login/")
    page.fill("main input[name=username]", newsroom.address)
    page.fill("main input[name=password]", PASSWORD)
    with page.expect_navigation():
        page.locator("main form:has(input[name=password]) button[type=submit]").click()
    expect(newsroom.person.go(f"/{newsroom.lang}/press/").locator("main")).to_contain_text(newsroom.name)


def wants_to_be_told(newsroom: Newsroom) -> None:
    page = newsroom.person.go(f"/{newsroom.lang}/press/account/interests/")
    page.check("input[name=alerts][value=at_once]")
    page.select_option("select[name=language]", newsroom.lang)
    with page.expect_navigation():
        page.locator("main form:has(input[name=alerts]) button[type=submit]").click()
    assert page.locator("main [role=alert]").count() == 0


# --- a kit under embargo --------------------------------------------------------------------------------
def officer_publishes_under_embargo(story: Story) -> None:
    officer = story.staff("officer")
    page = officer.go("/admin/kits/")
    page.get_by_role("link", name=TITLES["vi"]).first.click()
    page.wait_for_selector("#id_title_vi", state="attached")
    story.embargo = (datetime.now(HANOI_TIME) + timedelta(seconds=150)).replace(second=0, microsecond=0)
    fill_tabs(page, {"embargo_until": story.embargo.strftime("%Y-%m-%d %H:%M")})
    page.keyboard.press("Escape")
    panel = page.locator("[role=tabpanel]:has(#id_grants-ADD)")
    page.locator(f"#{panel.first.get_attribute('aria-labelledby')}").click()
    for number, newsroom in enumerate(story.newsrooms):
        page.locator("#id_grants-ADD").click()
        _grant(page, number, newsroom.name)
    with page.expect_navigation():
        page.locator("footer button[type=submit]").first.click()
    with page.expect_navigation():
        page.locator("a[href*='/publish/']").first.click()
    with page.expect_navigation():
        page.locator("main form button[type=submit], form button.button").last.click()
    for newsroom in story.newsrooms:
        assert story.get(f"/{newsroom.lang}/press/kits/{SLUG}/").status_code == 404
        assert SLUG not in story.get(f"/{newsroom.lang}/press/").text
    assert story.get("/api/v1/assets").json()["items"] == []


def _grant(page: Any, number: int, organisation: str) -> None:
    select = page.locator(f"select#id_grants-{number}-organisation")
    if select.count():
        value = select.locator("option").filter(has_text=organisation).first.get_attribute("value")
        select.select_option(value)
    else:
        page.locator(f"#id_grants-{number}-organisation-chooser [data-chooser-action-choose]").first.click()
        page.locator("a[data-chooser-modal-choice]").filter(has_text=organisation).first.click()
    page.locator(f"#id_grants-{number}-may_see_under_embargo").check()


def is_told_and_takes_it_early(story: Story, newsroom: Newsroom) -> None:
    story.site.manage("send_partner_mail")
    alert = story.letter(newsroom, f"/press/kits/{SLUG}/")
    assert TITLES[newsroom.lang] in alert
    page = newsroom.person.go(path_in(alert, f"/press/kits/{SLUG}/"))
    assert page.evaluate("document.documentElement.lang") == newsroom.lang
    expect(page.locator("h1")).to_have_text(TITLES[newsroom.lang])
    expect(page.locator(".press-embargo, [class*=embargo]").first).to_be_visible()
    with page.expect_navigation():
        page.locator("main a[href*='/press/terms/']").first.click()
    with page.expect_navigation():
        page.locator("main form[method=post] button[type=submit]").last.click()
    answer = page.request.get(f"{story.site.url}/{newsroom.lang}/press/kits/{SLUG}/download/")
    assert answer.status == 200
    with zipfile.ZipFile(io.BytesIO(answer.body())) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert "manifest.json.sig" in archive.namelist()
    (file,) = manifest["files"]
    assert file["captions"] == CAPTIONS
    story.photo = file["asset"]
    assert story.get(f"/media/{story.photo}/original").status_code == 404


def embargo_ends(story: Story) -> None:
    assert story.embargo is not None
    path = f"/media/{story.photo}/small.webp"
    while datetime.now(HANOI_TIME) < story.embargo - timedelta(seconds=1):
        assert story.get(path).status_code == 404
        time.sleep(1)
    assert until(lambda: story.get(path).status_code, lambda status: status == 200, seconds=5) == 200
    for newsroom in story.newsrooms:
        assert TITLES[newsroom.lang] in story.get(f"/{newsroom.lang}/press/kits/{SLUG}/").text


# --- correcting, taking back ----------------------------------------------------------------------------
def a_caption_is_corrected(story: Story) -> None:
    page = open_photo(story.staff("editor"), TITLES["vi"])
    fill_tabs(page, {"caption_vi": CORRECTED["vi"], "caption_en": CORRECTED["en"]})
    actions.submit(page)
    actions.approve(open_photo(story.staff("approver"), TITLES["vi"]))
    officer = story.staff("officer")
    page = officer.go(f"/admin/press/assets/{_number(story)}/correct/")
    for newsroom in story.newsrooms:
        expect(page.locator("main")).to_contain_text(newsroom.name)
    _give_reasons(page, WRONG_PLACE)
    for newsroom in story.newsrooms:
        assert story.letter(newsroom, WRONG_PLACE[newsroom.lang])
    answer = story.get(f"/api/v1/assets/{story.photo}?lang=en").json()
    assert answer["caption"] == CORRECTED["en"]


def _number(story: Story) -> str:
    """The primary key of the picture, from the list of photos."""
    page = story.staff("officer").go("/admin/photos/")
    row = page.locator("tr").filter(has_text=TITLES["vi"])
    row.locator("button.w-dropdown__toggle").first.click()
    address = page.locator("a[href*='/holders/']:visible").first.get_attribute("href") or ""
    return address.rstrip("/").split("/")[-2]


def _give_reasons(page: Any, reasons: dict[str, str]) -> None:
    for details in page.locator("details.press-reasons:not([open])").all():
        details.locator("summary").click()
    for code, words in reasons.items():
        page.fill(f"textarea[name=reason_{code}]", words)
    with page.expect_navigation():
        page.locator("main form button[type=submit], form button.button").last.click()


def officer_withdraws(story: Story) -> None:
    page = story.staff("officer").go(f"/admin/press/assets/{_number(story)}/withdraw/")
    _give_reasons(page, NO_CONSENT)
    for newsroom in story.newsrooms:
        gone = story.get(f"/{newsroom.lang}/images/{story.photo}/")
        assert gone.status_code == 410 and NO_CONSENT[newsroom.lang] in gone.text
        answer = story.get(f"/api/v1/assets/{story.photo}?lang={newsroom.lang}")
        assert (answer.status_code, answer.json()["reason"]) == (410, NO_CONSENT[newsroom.lang])
        feed = story.get(f"/press/feeds/atom.xml?lang={newsroom.lang}").text
        assert "deleted-entry" in feed and NO_CONSENT[newsroom.lang] in feed
        assert story.letter(newsroom, NO_CONSENT[newsroom.lang])
    for file in ("original", "small.webp"):
        assert story.get(f"/media/{story.photo}/{file}").status_code == 410


def holders_answer(story: Story) -> None:
    """One by the link in the mail without signing in, one in the press room, one by telephone."""
    by_link, in_the_room, _by_telephone = story.newsrooms
    link = path_in(story.letter(by_link, NO_CONSENT[by_link.lang]), "/press/answer/")
    page = visitor(story.browser, story.site.url, by_link.locale).go(link)
    page.check("main input[name=answer][value=removed]")
    with page.expect_navigation():
        page.locator("main form:has(input[name=answer]) button[type=submit]").click()
    page = in_the_room.person.go(f"/{in_the_room.lang}/press/notices/")
    notice = page.locator(".press-notice").filter(has_text=NO_CONSENT[in_the_room.lang])
    notice.locator("input[name=answer][value=published_before]").check()
    notice.locator("input[name=address]").fill("https://mousson.example/vietnam")
    with page.expect_navigation():
        notice.locator("button[type=submit]").click()


def officer_closes_the_recall(story: Story) -> None:
    by_telephone = story.newsrooms[-1]
    officer = story.staff("officer")
    page = officer.go("/admin/press/recalls/")
    page.locator("main table a[href*='/press/recalls/']").first.click()
    page.wait_for_selector("section h2")
    row = page.locator("tr").filter(has_text=by_telephone.name)
    with page.expect_navigation():
        row.locator("a[href*='/answer/']").click()
    page.check("input[name=answer][value=not_used]")
    page.fill("input[name=name]", "水無月")
    with page.expect_navigation():
        page.locator("main form button[type=submit], form button.button").last.click()
    assert page.locator("tr").filter(has_text=by_telephone.name).locator("a[href*='/answer/']").count() == 0
    with page.expect_navigation():
        page.locator("button.serious").click()
    reports = {
        form: page.request.get(story.site.url + (page.locator(f"a[href$='report.{form}']").get_attribute("href") or ""))
        for form in ("pdf", "csv")
    }
    assert reports["pdf"].body().startswith(b"%PDF")
    table = reports["csv"].body().decode("utf-8-sig")
    for newsroom in story.newsrooms:
        assert newsroom.name in table
    assert "https://mousson.example/vietnam" in table and "水無月" in table
