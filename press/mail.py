"""Mail to partners, in the organisation's language. Texts are templates; addresses are the organisation's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from locales.registry import INTERNATIONAL, chain, enabled_codes
from locales.text import LocalText, pick
from media_library.models import Asset
from press.models import Member, NoticeDelivery, Organisation


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


def send_notices(organisation: Organisation, deliveries: Sequence[NoticeDelivery]) -> None:
    """One mail about one or more notices of the same act. Raises what the mail backend raises."""
    lang = language_for(organisation)
    with translation.override(lang):
        entries = [
            {"notice": delivery.notice, "title": title_of(delivery.notice.asset, lang)} for delivery in deliveries
        ]
        context = {
            "organisation": organisation,
            "entries": entries,
            "kind": deliveries[0].notice.kind,
            "url": settings.SITE_URL + reverse("press:notices"),
            "site": settings.SITE_URL,
        }
        # The same act gives the same Message-ID, so that a mail sent twice by an accident shows once.
        identity = f"notice-{deliveries[0].notice.act}-{organisation.pk}"
        _send("notice", context, recipients(organisation), identity)


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


def _send(template: str, context: dict[str, Any], to: list[str], identity: str = "") -> None:
    written(template, context, to, identity).send()


def written(
    template: str,
    context: dict[str, Any],
    to: list[str],
    identity: str = "",
    *,
    folder: str = "press/mail",
    headers: Mapping[str, str] | None = None,
) -> EmailMessage:
    """A mail from its two templates in the active language. The same identity gives the same Message-ID."""
    subject = " ".join(render_to_string(f"{folder}/{template}.subject.txt", context).split())
    body = render_to_string(f"{folder}/{template}.txt", context).strip() + "\n"
    named = {"Message-ID": f"<{identity}@{site_host()}>"} if identity else {}
    return EmailMessage(subject, body, to=to, headers={**named, **(headers or {})})


def site_host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
