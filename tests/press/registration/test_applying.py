"""Applying: the form, its guards, the links, and what nobody may learn."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail as outbox
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation

from locales.countries import country_choices
from press.models import Application, ApplicationState, Letter
from press.registration import links, services
from press.registration.views import ALTOGETHER, CARDS, FROM_ONE_PLACE
from tests.press.factories import member
from tests.press.registration.applying import PDF, applied, filled_in, later, link_in_last_mail

pytestmark = pytest.mark.django_db
URL = "/en/press/register/"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **kwargs: act())


def send(client: Client | None = None, **values: Any) -> Any:
    return (client or Client()).post(URL, filled_in(**values))


@pytest.mark.parametrize("lang", ["vi", "en", "fr", "ja", "lo"])
def test_the_form_names_countries_in_the_readers_language(lang: str) -> None:
    response = Client().get(f"/{lang}/press/register/")
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert dict(country_choices(lang))["FR"] in response.content.decode()
    assert len(country_choices(lang)) > 240


def test_an_application_is_seen_only_once_its_address_is_confirmed() -> None:
    card = SimpleUploadedFile("Anne Duval.pdf", PDF)
    assert send(card=card)["Location"] == f"{URL}?sent"
    made = Application.objects.get()
    assert made.state == ApplicationState.UNCONFIRMED
    assert "Anne" not in (made.card.name or "")
    assert outbox.outbox[0].to == ["anne@lematin.example"]
    link = link_in_last_mail()
    page = Client().get(link)
    assert page["Referrer-Policy"] == "same-origin"
    made.refresh_from_db()
    assert made.state == ApplicationState.UNCONFIRMED, "a program that follows links confirms nothing"
    for _twice in range(2):
        assert Client().post(link).status_code == 200
    made.refresh_from_db()
    assert made.state == ApplicationState.WAITING
    assert made.thread.count() == 1


def test_nobody_learns_by_applying_who_has_an_account() -> None:
    known = member()
    first, second = send(), send(email=known.user.email.upper())
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert Application.objects.count() == 1
    assert outbox.outbox[-1].to == [known.user.email]
    assert "account already" in str(outbox.outbox[-1].body)


def test_mass_registration_is_stopped_by_place_by_address_and_altogether() -> None:
    for number in range(FROM_ONE_PLACE.limit):
        assert send(email=f"a{number}@example.org").status_code == 302
    assert send(email="z@example.org").status_code == 422
    other = Client(REMOTE_ADDR="203.0.113.9")
    for _number in range(4):
        assert send(other, email="one@example.org").status_code == 302
    assert Application.objects.filter(email="one@example.org").count() == 2
    for _number in range(ALTOGETHER.limit):
        ALTOGETHER.count()
    assert send(Client(REMOTE_ADDR="203.0.113.10"), email="y@example.org").status_code == 422


def test_files_are_looked_into_only_so_often() -> None:
    for _number in range(CARDS.limit):
        assert send(name="", card=SimpleUploadedFile("card.pdf", PDF)).status_code == 422
    assert send(card=SimpleUploadedFile("card.pdf", PDF)).status_code == 422
    assert not Application.objects.exists()


def test_programs_are_thanked_and_ignored() -> None:
    assert send(website="https://spam.example/").status_code == 302
    assert send(stamp="forged").status_code == 422
    assert not Application.objects.exists()
    data = filled_in()
    assert Client().post(URL, data).status_code == Client().post(URL, data).status_code == 302
    assert Application.objects.count() == 1, "a second click sends nothing twice"


@pytest.mark.parametrize(
    "values",
    [
        {"email": "anne@lematin.example\nBcc: all@example.org"},
        {"email": "a" * 150 + "@example.org"},
        {"name": "x" * 201},
        {"name": "\u202e\u0007"},
        {"links": "javascript:alert(1)"},
        {"links": "\n".join(f"https://x.example/{n}" for n in range(11))},
        {"links": "https://x.example/" + "x" * 2000},
        {"homepage": "javascript:alert(1)"},
        {"country": "ZZ"},
        {"languages": ["xx"]},
        {"provinces": ["22", "nowhere"]},
        {"editor_email": "nobody"},
        {"kind": "ministry"},
    ],
)
def test_what_cant_be_is_refused_with_all_that_was_typed(values: dict[str, Any]) -> None:
    response = send(**values)
    assert response.status_code == 422
    assert "Anne Duval" in response.content.decode()
    assert not Application.objects.exists()
    assert not outbox.outbox


def test_names_stand_in_one_line_and_in_no_header() -> None:
    send(name="Le\r\nBcc: all@example.org\r\nMatin", applicant_name="Anne\nDuval")
    made = Application.objects.get()
    assert made.name == "Le Bcc: all@example.org Matin"
    services.confirm(made)
    services.ask_back(made, "Who?", actor=None)
    for message in outbox.outbox:
        assert message.recipients() == ["anne@lematin.example"]
        assert "\n" not in message.subject


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a<script>alert(1)</script>", b"MZ" + b"x" * 99, b"%PDF-1.7 cut off", b"\xff\xd8\xff<?php ?>", b"PK"],
)
def test_cards_are_known_by_their_content(content: bytes) -> None:
    response = send(card=SimpleUploadedFile("card.pdf", content, content_type="application/pdf"))
    assert response.status_code == 422
    assert not Application.objects.exists()


def test_a_card_that_is_too_large_is_refused(settings: Any) -> None:
    settings.PRESS_CARD_MAX_BYTES = 20
    assert send(card=SimpleUploadedFile("card.pdf", PDF)).status_code == 422


@pytest.mark.parametrize("kind", ["confirm", "answer"])
def test_forged_and_old_links_lead_nowhere(kind: str) -> None:
    made = applied(confirmed=kind == "answer")
    if kind == "answer":
        services.ask_back(made, "Who?", actor=None)
    with translation.override("en"):
        link = links.confirm_path(made) if kind == "confirm" else links.answer_path(made.thread.get(act="asked"))
    for forged in (
        link[:-2] + "x/",
        f"/en/press/register/{kind}/x/",
        link.replace(kind, "confirm" if kind != "confirm" else "answer"),
    ):
        for method in ("get", "post"):
            assert getattr(Client(), method)(forged).status_code == 404
    with later(days=31):
        assert Client().get(link).status_code == 404


def test_a_question_is_answered_once_and_what_changed_is_noted() -> None:
    made = applied(card=False)
    services.ask_back(made, "Who is your editor?", actor=None)
    first = link_in_last_mail()
    services.ask_back(made, "And your press card?", actor=None)
    link = link_in_last_mail()
    assert Client().get(first).status_code == 404, "only the open question is answered"
    page = Client().get(link).content.decode()
    assert "And your press card?" in page and "Anne Duval" in page
    data = filled_in(
        words="Here it is.", editor_name="Marie Blanc", card=SimpleUploadedFile("c.pdf", PDF), email="x@x.example"
    )
    assert Client().post(link, data).status_code == 200
    made.refresh_from_db()
    assert (made.state, made.editor_name, made.email) == ("waiting", "Marie Blanc", "anne@lematin.example")
    answered = made.thread.get(act="answered")
    assert set(answered.changes) == {"editor_name", "provinces", "card"}
    assert Client().get(link).status_code == 404


def test_what_was_promised_to_be_erased_is(settings: Any) -> None:
    idle, refused, waiting = applied(confirmed=False), applied(email="b@example.org"), applied(email="c@example.org")
    services.refuse(refused, "No.", actor=None)
    files = [str(one.card.name) for one in (idle, refused, waiting)]
    with later(days=settings.PRESS_CARD_KEEP_DAYS + 1):
        assert services.forget(timezone.now()) == 2
    assert [storages["private"].exists(name) for name in files] == [False, False, True]
    assert set(Application.objects.values_list("pk", flat=True)) == {refused.pk, waiting.pk}
    with later(days=367):
        services.forget(timezone.now())
    assert set(Application.objects.values_list("pk", flat=True)) == {waiting.pk}


def test_a_mail_server_that_is_down_is_asked_again_and_each_letter_goes_once(settings: Any) -> None:
    from press.services import letters

    settings.EMAIL_BACKEND = "tests.press.registration.test_applying.Down"
    applied(confirmed=False)
    letter = Letter.objects.get()
    assert (letter.mailed_at, letter.attempts) == (None, 1)
    assert letters.send_waiting() == 0, "not again at once"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with later(minutes=2):
        assert (letters.send_waiting(), letters.send_waiting()) == (1, 0)
    assert len(outbox.outbox) == 1
    assert outbox.outbox[0].extra_headers["Message-ID"].startswith("<letter-")


class Down:
    """A mail server that doesn't answer."""

    def __init__(self, **kwargs: Any) -> None: ...

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError
