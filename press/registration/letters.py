"""The mails to applicants, in the language they asked for."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation

from press import mail
from press.models import Application, ApplicationState, Letter, LetterKind
from press.registration import links
from press.registration.services import ANSWER_WITHIN, CONFIRM_WITHIN
from press.services.letters import register_composer


def register() -> None:
    register_composer(LetterKind.CONFIRM, confirm)
    register_composer(LetterKind.KNOWN, known)
    register_composer(LetterKind.ASK_BACK, ask_back)
    register_composer(LetterKind.WELCOME, welcome)
    register_composer(LetterKind.REFUSAL, refusal)


def confirm(letter: Letter) -> EmailMessage | None:
    application = letter.application
    if application is None or application.state != ApplicationState.UNCONFIRMED:
        return None
    with translation.override(mail.offered(application.language)):
        url = settings.SITE_URL + links.confirm_path(application)
        return _written("confirm", letter, application, {"url": url, "days": CONFIRM_WITHIN.days})


def known(letter: Letter) -> EmailMessage | None:
    with translation.override(mail.offered(letter.language)):
        context = {"url": settings.SITE_URL + reverse("press:login")}
        return _message("known", context, letter.address, letter)


def ask_back(letter: Letter) -> EmailMessage | None:
    application, entry = letter.application, letter.entry
    if application is None or entry is None or application.state != ApplicationState.ASKED:
        return None
    with translation.override(mail.offered(application.language)):
        url = settings.SITE_URL + links.answer_path(entry)
        return _written("ask_back", letter, application, {"entry": entry, "url": url, "days": ANSWER_WITHIN.days})


def welcome(letter: Letter) -> EmailMessage | None:
    """The link in it sets the password; it is made now, so that its time runs from the mail."""
    application, member = letter.application, letter.member
    if application is None or member is None or not member.user.is_active:
        return None
    with translation.override(mail.offered(application.language)):
        return _written("welcome", letter, application, mail.password_context(member, invitation=True))


def refusal(letter: Letter) -> EmailMessage | None:
    application, entry = letter.application, letter.entry
    if application is None or entry is None:
        return None
    with translation.override(mail.offered(application.language)):
        return _written("refusal", letter, application, {"entry": entry})


def _written(template: str, letter: Letter, application: Application, context: dict[str, Any]) -> EmailMessage:
    return _message(template, {"application": application, **context}, application.email, letter)


def _message(template: str, context: dict[str, Any], to: str, letter: Letter) -> EmailMessage:
    headers = {"Auto-Submitted": "auto-generated"}
    return mail.written(
        template, context, [to], f"letter-{letter.key}", folder="press/registration/mail", headers=headers
    )
