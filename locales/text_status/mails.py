"""Mail to the translator whose text came back. An approver's comment helps only whoever hears of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from locales import tasks
from locales.people import admin_language_of
from locales.registry import LANGUAGES
from locales.text_status.models import TextComment, TextItem, TextStatus


def tell_of_return(item: TextItem, row: TextStatus, *, by: Any, told: int | None = None) -> None:
    """Once the return is certain. `told`: primary key of who hears of it already (a page's workflow writes itself)."""
    person = row.edited_by_id or item.owner_id
    if row.pk is None or row.returned_at is None or person in (None, by.pk, told):
        return
    status, since = row.pk, row.returned_at.isoformat()
    transaction.on_commit(lambda: tasks.mail_return.enqueue(status, by.pk, since))


def mail_return(status_id: int, by_id: int, since: str) -> int:
    """How many mails went out. None where the text was handed in again meanwhile, or its translator has no address.

    Raises what the mail backend raises.
    """
    row = TextStatus.objects.select_related("item__owner", "edited_by").filter(pk=status_id).first()
    if row is None or row.item is None or row.returned_at is None or row.returned_at.isoformat() != since:
        return 0
    person: Any = row.edited_by or row.item.owner
    if person is None or not person.email or not person.is_active:
        return 0
    by = get_user_model().objects.filter(pk=by_id).first()
    with translation.override(admin_language_of(person)):
        context = {
            "name": person.get_full_name() or person.get_username(),
            "by": (by.get_full_name() or by.get_username()) if by else "",
            "title": str(row.item),
            "language": LANGUAGES[row.language].name_native,
            "comments": _said(row),
            "url": settings.SITE_URL + reverse("locales_text", args=[row.item.pk, row.language]),
        }
        subject = " ".join(render_to_string("locales/mail/returned.subject.txt", context).split())
        body = render_to_string("locales/mail/returned.txt", context).strip() + "\n"
    EmailMessage(subject, body, to=[person.email]).send()
    return 1


def _said(row: TextStatus) -> list[str]:
    """The open comments on the text, by whoever made them: all of them are to be answered."""
    found = TextComment.objects.filter(item=row.item_id, language=row.language, resolved_at=None)
    return [comment.words for comment in found]
