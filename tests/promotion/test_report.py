"""Readers report problems: what arrives, what is refused, and that nobody can make it rain."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from media_library import problems
from media_library.models import ProblemKind, ProblemReport
from media_library.throttle import Throttle
from promotion.image_bank import report
from provinces.teams import Role
from tests.media_library import factories as assets
from tests.promotion import documents


@pytest.fixture
def editor(db: Any) -> Any:
    return assets.user("editor", Role.EDITOR)


def address(photo: Any, lang: str = "en") -> str:
    return f"/{lang}/images/{photo.uuid}/report/"


def filled(**values: str) -> dict[str, str]:
    return {"kind": "facts", "words": "The boats come home in it; they don't leave.", "email": "a@b.example"} | values


@pytest.fixture
def sent(client: Any, homes: Any, photo: Any, editor: Any, django_capture_on_commit_callbacks: Any) -> Any:
    def send(**values: str) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address(photo), filled(**values))

    return send


def test_a_report_is_kept_and_the_editors_are_told(sent: Any, photo: Any, client: Any) -> None:
    assets.user("approver", Role.APPROVER)
    assets.user("elsewhere", Role.EDITOR, of=assets.province("01"))
    response = sent()
    assert response.status_code == 302
    kept = ProblemReport.objects.get()
    assert (kept.asset_id, kept.province_id, kept.kind, kept.email, kept.language, kept.handled) == (
        photo.pk, photo.province_id, "facts", "a@b.example", "en", False,
    )  # fmt: skip
    (message,) = mail.outbox
    assert message.to == ["editor@example.org"]
    assert not any("a@b.example" in str(value) for value in message.message().values())
    assert "they don't leave" in message.body
    assert f"/admin/problems/edit/{kept.pk}/" in message.body
    thanks = client.get(response["Location"])
    assert thanks.status_code == 200
    assert documents.problems(documents.parse(thanks)) == []


def test_the_form_works_without_a_script(client: Any, homes: Any, photo: Any) -> None:
    for lang in ("vi", "en", "ja"):
        document = documents.parse(client.get(address(photo, lang)))
        assert documents.problems(document) == []
        assert document.xpath("//meta[@name='robots']/@content") == ["noindex"]
        labelled = set(document.xpath("//label/@for"))
        for field in document.xpath("//form[@class='report-form']//*[self::textarea or self::input[@type='email']]"):
            assert field.get("id") in labelled
    values = document.xpath("//input[@name='kind']/@value")
    assert values == [kind.value for kind in ProblemKind]


@pytest.mark.parametrize(
    "values",
    [
        {"kind": ""},
        {"kind": "nonsense"},
        {"words": ""},
        {"words": "short"},
        {"words": "a" * 2001},
        {"words": "\u200b" * 40},
        {"words": "abcdefghij\0klm"},
        {"email": "nobody"},
        {"email": "a@b.example\nBcc: everybody@c.example"},
        {"email": "a" * 250 + "@b.example"},
    ],
)
def test_what_is_no_report_is_named_and_nothing_typed_is_lost(sent: Any, values: dict[str, str]) -> None:
    response = sent(**values)
    assert response.status_code == 422
    assert ProblemReport.objects.count() == 0 and mail.outbox == []
    document = documents.parse(response)
    assert document.xpath("//*[@class='report-form__error']")
    kept = document.xpath("//textarea[@name='words']")[0].text_content().strip()
    assert kept == filled(**values)["words"].strip().replace("\0", "") or "\0" in values.get("words", "")


def test_hostile_words_are_only_words(sent: Any, client: Any, editor: Any) -> None:
    words = "<script>alert(1)</script>\r\n{{ 7|add:7 }} \u202e gnirts\x1b[2J %s \r\nSubject: hello"
    assert sent(words=words).status_code == 302
    kept = ProblemReport.objects.get()
    assert "\x1b" not in kept.words and "\u202e" not in kept.words and "<script>" in kept.words
    (message,) = mail.outbox
    assert "\n" not in message.subject and "hello" not in str(message.message()["Subject"])
    client.force_login(editor)
    shown = client.get(f"/admin/problems/edit/{kept.pk}/").content.decode()
    assert "<script>alert(1)" not in shown and "&lt;script&gt;alert(1)" in shown


def test_a_program_is_thanked_and_ignored(sent: Any) -> None:
    assert sent(website="http://spam.example").status_code == 302
    assert ProblemReport.objects.count() == 0 and mail.outbox == []


def test_one_place_cannot_send_many(sent: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "FROM_ONE_PLACE", Throttle("problem", limit=2, seconds=60))
    assert [sent().status_code for _ in range(4)] == [302, 302, 422, 422]
    assert ProblemReport.objects.count() == 2


def test_one_picture_cannot_be_flooded(sent: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "ABOUT_ONE_PICTURE", Throttle("problem-picture", limit=1, seconds=60))
    assert [sent().status_code for _ in range(2)] == [302, 422]


def test_a_mailbox_cannot_be_filled(sent: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems, "MAILS", Throttle("problem-mails", limit=1, seconds=60))
    for _ in range(3):
        sent()
    assert ProblemReport.objects.count() == 3
    assert len(mail.outbox) == 1


def test_a_form_of_another_site_is_refused(homes: Any, photo: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address(photo), filled()).status_code == 403
    token = documents.parse(strict.get(address(photo))).xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
    assert strict.post(address(photo), filled() | {"csrfmiddlewaretoken": token}).status_code == 302


def test_only_about_what_one_may_see(client: Any, homes: Any) -> None:
    for state in ("draft", "embargoed", "press_only", "internal", "licence_expired", "consent_revoked"):
        hidden = assets.in_state(state)
        assert client.get(address(hidden)).status_code == 404, state
        assert client.post(address(hidden), filled()).status_code == 404, state
    gone = assets.withdrawn()
    assert client.post(address(gone), filled()).status_code == 410
    assert ProblemReport.objects.count() == 0


def test_the_form_is_kept_by_no_cache(client: Any, homes: Any, photo: Any) -> None:
    assert client.get(address(photo))["Cache-Control"] == "private, no-store"
    assert client.get(address(photo) + "?sent")["Cache-Control"] == "private, no-store"


def test_other_methods_are_refused(client: Any, homes: Any, photo: Any) -> None:
    assert client.put(address(photo)).status_code == 405
    assert client.delete(address(photo)).status_code == 405
