"""Mail to partners, in the organisation's language. Texts are templates; addresses are the organisation's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from locales.registry import INTERNATIONAL, WORKING, chain, enabled_codes, tag_of
from locales.text import LocalText, pick
from media_library.models import Asset
from press import answer_links
from press.models import (
    AccessToken,
    Member,
    NoticeDelivery,
    Organisation,
    Reminder,
    ReminderStep,
    WebhookEndpoint,
)
from press.selectors.access import technical_contacts
from press.services import sign_in_links

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def language_for(organisation: Organisation) -> str:
    """Its language of correspondence, or the nearest that the site is offered in."""
    return offered(organisation.language)


def offered(language: str) -> str:
    """The language, or the nearest that the site is offered in."""
    enabled = enabled_codes()
    return next((code for code in chain(language) if code in enabled), INTERNATIONAL)


def recipients(organisation: Organisation) -> list[str]:
    """The contact and all members who can sign in, each address once."""
    members = organisation.members.filter(user__is_active=True).values_list("user__email", flat=True)
    return list(dict.fromkeys(address for address in (organisation.contact_email, *members) if address))


def title_of(asset: Asset, lang: str) -> LocalText:
    """The approved title, also of what has been withdrawn since: the reader holds the file."""
    document = getattr(asset, "published", None)
    return pick(document.body["texts"]["title"], lang) if document else LocalText()


def send_notices(
    organisation: Organisation, deliveries: Sequence[NoticeDelivery], connection: BaseEmailBackend | None = None
) -> None:
    """One mail about one or more notices of the same act. Raises what the mail backend raises."""
    lang = language_for(organisation)
    with translation.override(lang):
        context = _about(organisation, deliveries, lang)
        # The same act gives the same Message-ID, so that a mail sent twice by an accident shows once.
        identity = f"notice-{deliveries[0].notice.act}-{organisation.pk}"
        _send("notice", context, recipients(organisation), identity, connection)


def send_reminder(
    reminder: Reminder, deliveries: Sequence[NoticeDelivery], connection: BaseEmailBackend | None = None
) -> None:
    """That an answer is still awaited, and to what. Raises what the mail backend raises."""
    organisation = reminder.organisation
    lang = language_for(organisation)
    with translation.override(lang):
        overdue = reminder.step >= ReminderStep.DUE
        context = _about(organisation, deliveries, lang) | {"overdue": overdue}
        identity = f"reminder-{reminder.recall.act}-{organisation.pk}-{reminder.step}"
        _send("reminder", context, recipients(organisation), identity, connection)


def _about(organisation: Organisation, deliveries: Sequence[NoticeDelivery], lang: str) -> dict[str, Any]:
    """What a mail about notices of one act says. With the language of the mail active."""
    recall = deliveries[0].notice.recall
    return {
        "organisation": organisation,
        "entries": [
            {
                "notice": delivery.notice,
                "title": title_of(delivery.notice.asset, lang),
                "told": delivery.notice.told,
                "tag": "" if delivery.notice.told.lang == tag_of(lang) else delivery.notice.told.lang,
            }
            for delivery in deliveries
        ],
        "kind": deliveries[0].notice.kind,
        "due_at": recall and recall.due_at,
        # Guests and whoever is no partner (any more) have no way into the press room.
        "url": settings.SITE_URL + reverse("press:notices") if organisation.is_partner else "",
        "answer_url": settings.SITE_URL + reverse("press:answer", args=[answer_links.sign(recall, organisation)])
        if recall
        else "",
        "site": settings.SITE_URL,
    }


def send_password_link(member: Member, *, invitation: bool) -> None:
    """The link that sets a password: to a new member, or to one who forgot it. Raises what the backend raises."""
    with translation.override(language_for(member.organisation)):
        _send("password", password_context(member, invitation=invitation), [member.user.email])


def password_context(member: Member, *, invitation: bool) -> dict[str, Any]:
    """With a fresh link; its address is in the active language."""
    uid = urlsafe_base64_encode(force_bytes(member.user.pk))
    path = reverse("press:set-password", args=[uid, default_token_generator.make_token(member.user)])
    return {
        "member": member,
        "organisation": member.organisation,
        "invitation": invitation,
        "url": settings.SITE_URL + path,
        "site": settings.SITE_URL,
        "days": settings.PASSWORD_RESET_TIMEOUT // 86400,
    }


def send_sign_in_link(member: Member, key: str) -> None:
    """The link that signs a member in. Raises what the backend raises."""
    with translation.override(language_for(member.organisation)):
        context = {
            "organisation": member.organisation,
            "url": settings.SITE_URL + reverse("press:login-by-link", args=[key]),
            "site": settings.SITE_URL,
            "minutes": int(sign_in_links.VALID.total_seconds()) // 60,
        }
        _send("sign_in", context, [member.user.email])


def send_factor_reset(user: User) -> None:
    """That the second factor is gone: to a member in the organisation's language, to staff in Vietnamese."""
    member = Member.objects.select_related("organisation").filter(user=user).first()
    with translation.override(language_for(member.organisation) if member else WORKING):
        context = {"url": settings.SITE_URL + reverse("press:security"), "site": settings.SITE_URL}
        _send("factor_reset", context, [user.email])


def send_token_ending(token: AccessToken, to: list[str]) -> None:
    """That an access token ends soon, to those who run the systems it is in. Raises what the backend raises."""
    organisation = token.organisation
    with translation.override(language_for(organisation)):
        context = {
            "organisation": organisation,
            "token": token,
            "url": settings.SITE_URL + reverse("press:account"),
            "site": settings.SITE_URL,
        }
        _send("token_ending", context, to, f"token-ending-{token.pk}")


def send_webhook_paused(endpoint: WebhookEndpoint) -> None:
    """That an endpoint was stopped, why, and where to go on. Raises what the backend raises."""
    with translation.override(language_for(endpoint.organisation)):
        context = {
            "endpoint": endpoint,
            "organisation": endpoint.organisation,
            "url": settings.SITE_URL + reverse("press:webhook", args=[endpoint.pk]),
            "site": settings.SITE_URL,
        }
        identity = f"webhook-{endpoint.pk}-{endpoint.paused_at:%Y%m%d%H%M%S}" if endpoint.paused_at else ""
        _send("webhook_paused", context, technical_contacts(endpoint.organisation), identity)


def _send(
    template: str,
    context: dict[str, Any],
    to: list[str],
    identity: str = "",
    connection: BaseEmailBackend | None = None,
) -> None:
    written(template, context, to, identity, connection=connection).send()


def written(
    template: str,
    context: dict[str, Any],
    to: list[str],
    identity: str = "",
    *,
    folder: str = "press/mail",
    headers: Mapping[str, str] | None = None,
    connection: BaseEmailBackend | None = None,
) -> EmailMessage:
    """A mail from its two templates in the active language. The same identity gives the same Message-ID."""
    subject = " ".join(render_to_string(f"{folder}/{template}.subject.txt", context).split())
    body = render_to_string(f"{folder}/{template}.txt", context).strip() + "\n"
    named = {"Message-ID": f"<{identity}@{site_host()}>"} if identity else {}
    return EmailMessage(subject, body, to=to, headers={**named, **(headers or {})}, connection=connection)


def site_host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
