"""Readers write to a province: what arrives, what is refused, who reads it, and when it is gone."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

import pytest
from django.core import mail, signing
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from media_library.throttle import Throttle
from promotion import guarded_forms
from promotion.contact import services, views
from promotion.models import ContactMessage, ContactStatus, ProvincePage
from provinces.teams import Role
from tests.media_library import factories as assets
from tests.promotion import documents, factories

ADDRESS = "/en/contact/"
WORDS = "Is there room for a cold store near the port?"


@pytest.fixture
def editor(db: Any) -> Any:
    return assets.user("editor", Role.EDITOR)


@pytest.fixture
def site(homes: Any) -> Any:
    for code in ("vi", "en"):
        profile = ProvincePage(title="Quảng Ninh", slug=f"quang-ninh-{code}", province=assets.province())
        factories.published(homes[code], profile)
    return homes


def stamp(seconds_ago: int = 30, purpose: str = "contact", word: str = "") -> str:
    signer = signing.TimestampSigner(salt=f"promotion.form.{purpose}")
    signer.timestamp = lambda: signing.b62_encode(int(timezone.now().timestamp()) - seconds_ago)  # type: ignore[method-assign]
    return signer.sign(word or guarded_forms.secrets.token_urlsafe(9))


def filled(**values: str) -> dict[str, str]:
    return {
        "province": assets.province().slug,
        "topic": "investment",
        "words": WORDS,
        "name": "Aiko",
        "email": "a@b.example",
        "stamp": stamp(),
    } | values


@pytest.fixture
def sent(client: Any, site: Any, editor: Any, django_capture_on_commit_callbacks: Any) -> Any:
    def send(**values: str) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(ADDRESS, filled(**values))

    return send


def test_a_message_is_kept_and_the_editors_are_told(sent: Any, client: Any) -> None:
    assets.user("approver", Role.APPROVER)
    assets.user("colleague", Role.EDITOR)
    assets.user("elsewhere", Role.EDITOR, of=assets.province("01"))
    response = sent()
    assert response.status_code == 302
    kept = ContactMessage.objects.get()
    assert (kept.province, kept.topic, kept.words, kept.name, kept.email, kept.language, kept.status) == (
        assets.province(), "investment", WORDS, "Aiko", "a@b.example", "en", "new",
    )  # fmt: skip
    assert kept.mailed_at is not None
    (message,) = mail.outbox
    assert sorted(message.recipients()) == ["colleague@example.org", "editor@example.org"]
    headers = [str(value) for value in message.message().values()]
    assert not any("a@b.example" in value or "Aiko" in value or "@example.org" in value for value in headers)
    assert WORDS in message.body and f"/admin/contact/edit/{kept.pk}/" in message.body
    thanks = client.get(response["Location"])
    assert thanks.status_code == 200 and "Thank you" in documents.text_of(thanks)
    assert documents.problems(documents.parse(thanks)) == []


@pytest.mark.parametrize("lang", ["vi", "en", "ja"])
def test_the_form_works_without_a_script_and_says_what_becomes_of_it(client: Any, site: Any, lang: str) -> None:
    response = client.get(f"/{lang}/contact/?province={assets.province().slug}")
    document = documents.parse(response)
    assert documents.problems(document) == []
    assert response["Cache-Control"] == "private, no-store"
    labelled = set(document.xpath("//label/@for"))
    for field in document.xpath("//form[@method='post']//*[self::textarea or self::select or @type='email']"):
        assert field.get("id") in labelled
    assert document.xpath("//option[@selected]/@value") == [assets.province().slug]
    assert "365" in document.text_content()


def test_it_is_found_from_every_page_and_from_the_profile(client: Any, site: Any) -> None:
    assert documents.parse(client.get("/en/")).xpath("//footer//a[@href='/en/contact/']")
    profile = documents.parse(client.get("/en/quang-ninh-en/"))
    assert profile.xpath(f"//main//a[@href='/en/contact/?province={assets.province().slug}']")


@pytest.mark.parametrize(
    "values",
    [
        {"province": ""},
        {"province": "nowhere"},
        {"topic": "nonsense"},
        {"words": ""},
        {"words": "short"},
        {"words": "a" * 4001},
        {"words": "\u200b" * 40},
        {"words": "\u202e" * 40},
        {"words": "abcdefghij\0klm"},
        {"name": "a" * 101},
        {"email": "nobody"},
        {"email": "a@b.example\nBcc: everybody@c.example"},
        {"stamp": ""},
        {"stamp": "made up"},
        {"stamp": "a" * 5000},
    ],
)
def test_what_is_no_message_is_named_and_nothing_typed_is_lost(sent: Any, values: dict[str, str]) -> None:
    response = sent(**values)
    assert response.status_code == 422
    assert ContactMessage.objects.count() == 0 and mail.outbox == []
    document = documents.parse(response)
    assert document.xpath("//*[@class='report-form__error' or @role='alert']")
    if "words" not in values:
        assert document.xpath("//textarea[@name='words']")[0].text_content().strip() == WORDS


def test_the_stamp_tells_a_program_from_a_person(sent: Any) -> None:
    assert sent(stamp=stamp(0)).status_code == 422
    assert sent(stamp=stamp(guarded_forms.OLDEST + 60)).status_code == 422
    assert sent(stamp=stamp(purpose="newsletter")).status_code == 422
    assert ContactMessage.objects.count() == 0
    again = documents.parse(sent(stamp=stamp(0))).xpath("//input[@name='stamp']/@value")[0]
    assert again and again != stamp(0)


def test_a_form_is_good_once(sent: Any) -> None:
    one = stamp()
    assert [sent(stamp=one).status_code for _ in range(3)] == [302, 302, 302]
    assert ContactMessage.objects.count() == 1 and len(mail.outbox) == 1


def test_hostile_words_are_only_words(sent: Any, client: Any, editor: Any) -> None:
    words = "<script>alert(1)</script>\r\n{{ 7|add:7 }} \u202e gnirts\x1b[2J %s \r\nSubject: hello"
    assert sent(words=words, name="X\r\nBcc: all@c.example \u202eevil").status_code == 302
    kept = ContactMessage.objects.get()
    assert "\x1b" not in kept.words and "\u202e" not in kept.words + kept.name and "\n" not in kept.name
    (message,) = mail.outbox
    assert "hello" not in str(message.message()["Subject"]) and message.message()["Bcc"] is None
    client.force_login(editor)
    shown = client.get(f"/admin/contact/edit/{kept.pk}/").content.decode()
    assert "<script>alert(1)" not in shown and "&lt;script&gt;alert(1)" in shown


@pytest.mark.parametrize(
    "words",
    [
        "https://spam.example/a https://spam.example/b",
        "Buy: www.spam.example/pills?x=1",
        "[url=https://spam.example]x[/url] ok",
        "Here are many: " + " ".join(f"https://s{n}.example/x" for n in range(6)) + " and that was it, dear friends",
    ],
)
def test_nothing_but_links_is_kept_aside_and_not_mailed(sent: Any, words: str) -> None:
    assert sent(words=words).status_code == 302
    assert ContactMessage.objects.get().status == ContactStatus.SPAM
    assert mail.outbox == []


def test_a_link_among_words_is_no_spam(sent: Any) -> None:
    sent(words="We plan a film about the bay, see https://studio.example/reel for what we do.")
    assert ContactMessage.objects.get().status == ContactStatus.NEW


def test_a_program_is_thanked_and_ignored(sent: Any) -> None:
    assert sent(website="http://spam.example").status_code == 302
    assert ContactMessage.objects.count() == 0 and mail.outbox == []


def test_one_place_cannot_send_many(sent: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "FROM_ONE_PLACE", Throttle("contact", limit=2, seconds=60))
    assert [sent().status_code for _ in range(3)] == [302, 302, 422]
    assert ContactMessage.objects.count() == 2


def test_one_province_cannot_be_flooded(sent: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "TO_ONE_PROVINCE", Throttle("contact-province", limit=1, seconds=60))
    assert [sent().status_code for _ in range(2)] == [302, 422]


def test_a_mailbox_cannot_be_filled(sent: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MAILS", Throttle("contact-mails", limit=1, seconds=60))
    for _ in range(3):
        sent()
    assert ContactMessage.objects.count() == 3 and len(mail.outbox) == 1


def test_a_dead_mail_server_loses_nothing(sent: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def dead(*args: Any) -> None:
        raise SMTPException("down")

    with monkeypatch.context() as patched:
        patched.setattr(services, "_mail", dead)
        assert sent().status_code == 302
    assert mail.outbox == [] and ContactMessage.objects.get().mailed_at is None
    call_command("send_to_readers", verbosity=0)
    call_command("send_to_readers", verbosity=0)
    assert len(mail.outbox) == 1


def test_a_form_of_another_site_is_refused(site: Any, editor: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(ADDRESS, filled()).status_code == 403
    token = documents.parse(strict.get(ADDRESS)).xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
    assert strict.post(ADDRESS, filled() | {"csrfmiddlewaretoken": token}).status_code == 302


def test_other_methods_and_a_huge_body_are_refused(client: Any, site: Any) -> None:
    assert client.put(ADDRESS).status_code == 405
    assert client.post(ADDRESS, filled(words="a" * 3_000_000)).status_code in (400, 413)


# --- in the admin ---------------------------------------------------------------------------------------
def a_message(code: str = "22", **values: Any) -> ContactMessage:
    given = {"topic": "other", "words": f"Words for {code}", "language": "en", "mailed_at": timezone.now()}
    return ContactMessage.objects.create(province=assets.province(code), **given | values)


def test_each_province_reads_its_own(client: Any, site: Any, editor: Any) -> None:
    own, other = a_message(), a_message("01")
    client.force_login(editor)
    listed = client.get("/admin/contact/").content.decode()
    assert "Words for 22" in listed and "Words for 01" not in listed
    assert client.get(f"/admin/contact/edit/{own.pk}/").status_code == 200
    for view in ("edit", "delete", "history", "usage"):
        assert client.get(f"/admin/contact/{view}/{other.pk}/").status_code == 404
    assert client.get("/admin/contact/add/").status_code == 404
    client.force_login(assets.user("translator", Role.TRANSLATOR))
    assert client.get(f"/admin/contact/edit/{own.pk}/").status_code in (302, 404)


def test_a_message_is_assigned_in_the_team_and_answered(client: Any, site: Any, editor: Any) -> None:
    own = a_message()
    stranger = assets.user("stranger", Role.EDITOR, of=assets.province("01"))
    client.force_login(editor)
    address = f"/admin/contact/edit/{own.pk}/"
    client.post(address, {"status": "answered", "assigned_to": stranger.pk, "note": ""})
    own.refresh_from_db()
    assert own.status == "new"
    client.post(address, {"status": "answered", "assigned_to": editor.pk, "note": "by mail", "words": "changed"})
    own.refresh_from_db()
    assert (own.status, own.assigned_to, own.note, own.words) == ("answered", editor, "by mail", "Words for 22")
    assert own.settled_at is not None
    client.post(address, {"status": "new", "assigned_to": "", "note": ""})
    own.refresh_from_db()
    assert own.settled_at is None


def test_the_list_goes_out_as_csv_without_formulas(client: Any, site: Any, editor: Any) -> None:
    a_message(words="=HYPERLINK(1)", name="@sum")
    a_message("01", words="Others'")
    client.force_login(editor)
    response = client.get("/admin/contact/?export=csv")
    told = b"".join(response.streaming_content).decode() if response.streaming else response.content.decode()
    rows = list(csv.reader(io.StringIO(told)))
    assert len(rows) == 2
    assert "'=HYPERLINK(1)" in rows[1] and "'@sum" in rows[1]


def test_the_list_asks_a_constant_number_of_questions(
    client: Any, site: Any, editor: Any, django_assert_max_num_queries: Any
) -> None:
    client.force_login(editor)
    a_message()
    client.get("/admin/contact/")
    with django_assert_max_num_queries(60) as few:
        client.get("/admin/contact/")
    for _ in range(12):
        a_message(assigned_to=editor)
    with django_assert_max_num_queries(len(few)):
        client.get("/admin/contact/")


def test_it_is_forgotten_in_time(db: Any, settings: Any) -> None:
    settings.CONTACT_KEEP_DAYS = 100
    now = timezone.now()
    kept = a_message(created_at=now - timedelta(days=99))
    a_message(created_at=now - timedelta(days=101))
    a_message(created_at=now - timedelta(days=31), status=ContactStatus.SPAM)
    call_command("forget_readers", verbosity=0)
    assert list(ContactMessage.objects.all()) == [kept]


def test_messages_move_no_cached_page(db: Any) -> None:
    from promotion.page_cache import version

    before = version.current()
    message = a_message()
    message.status = ContactStatus.ANSWERED
    message.save()
    message.delete()
    assert version.current() == before
