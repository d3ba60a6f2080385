"""Taking in what readers write, telling the editors, and forgetting it in time."""

from __future__ import annotations

import logging
import re
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from locales.registry import WORKING
from media_library.throttle import Throttle
from promotion import tasks
from promotion.models import ContactMessage, ContactStatus
from provinces.teams import Role, members_of

logger = logging.getLogger(__name__)

MAILS = Throttle("contact-mails", limit=30, seconds=3600)
"""For each province; messages beyond are in the list all the same, so nobody can fill an office's mailbox."""
SPAM_DAYS = 30
TRY_FOR = timedelta(days=3)

_LINK = re.compile(r"(?:https?://|www\.)\S+|\[/?url[^\]]*\]|\b[\w-]+\.[a-z]{2,}/\S*", re.IGNORECASE)
MOST_LINKS = 4
WORDS_BESIDE_A_LINK = 10
"""Letters that somebody who has something to say writes around a link."""


def looks_like_spam(words: str) -> bool:
    """Nothing but links, or more of them than anybody needs."""
    links = _LINK.findall(words)
    rest = sum(char.isalpha() for char in _LINK.sub("", words))
    return len(links) > MOST_LINKS or (bool(links) and rest < WORDS_BESIDE_A_LINK)


@transaction.atomic
def receive(*, province_id: int, topic: str, words: str, name: str, email: str, language: str) -> ContactMessage:
    """Keep a message and tell the editors by mail, once it is stored. What looks like spam is kept, and not mailed."""
    spam = looks_like_spam(words)
    made = ContactMessage.objects.create(
        province_id=province_id,
        topic=topic,
        words=words,
        name=name,
        email=email,
        language=language,
        status=ContactStatus.SPAM if spam else ContactStatus.NEW,
    )
    if not spam:
        transaction.on_commit(lambda: tasks.mail_contact_message.enqueue(made.pk))
    return made


def settle(message: ContactMessage) -> None:
    """Note when it was answered or found to be spam; set back to new, it is open again. Not saved here."""
    if message.status == ContactStatus.NEW:
        message.settled_at = None
    elif message.settled_at is None:
        message.settled_at = timezone.now()


def mail_editors(pk: int) -> int:
    """Tell the province's editors of a message, once; how many are told. 0 too where the mail server failed."""
    message = ContactMessage.objects.select_related("province").filter(pk=pk, mailed_at=None).first()
    if message is None or message.status == ContactStatus.SPAM or MAILS.is_exhausted(str(message.province_id)):
        return 0
    editors = members_of(message.province_id, Role.EDITOR).exclude(email="").values_list("email", flat=True)
    to = list(dict.fromkeys(editors))
    if to:
        MAILS.count(str(message.province_id))
        try:
            _mail(message, to)
        except (OSError, SMTPException):
            logger.warning("message %s wasn't mailed", pk, exc_info=True)
            return 0
    ContactMessage.objects.filter(pk=pk).update(mailed_at=timezone.now())
    return len(to)


def _mail(message: ContactMessage, to: list[str]) -> None:
    """One mail, its readers hidden from each other. The sender's words and address are in no header."""
    with translation.override(WORKING):
        context = {"message": message, "url": settings.SITE_URL + reverse("contact:edit", args=[message.pk])}
        subject = " ".join(render_to_string("promotion/mail/contact.subject.txt", context).split())
        body = render_to_string("promotion/mail/contact.txt", context).strip() + "\n"
    EmailMessage(subject, body, bcc=to, headers={"To": "undisclosed-recipients:;"}).send()


def mail_waiting() -> int:
    """Tell of what couldn't be told before; how many messages. For the timetable."""
    since = timezone.now() - TRY_FOR
    waiting = ContactMessage.objects.filter(mailed_at=None, status=ContactStatus.NEW, created_at__gt=since)
    return sum(bool(mail_editors(pk)) for pk in waiting.order_by("pk").values_list("pk", flat=True))


def forget(now: datetime) -> int:
    """Delete what has been kept as long as readers were told, spam after a month; how many messages."""
    old = Q(created_at__lt=now - timedelta(days=settings.CONTACT_KEEP_DAYS))
    spam = Q(status=ContactStatus.SPAM, created_at__lt=now - timedelta(days=SPAM_DAYS))
    gone, _by_model = ContactMessage.objects.filter(old | spam).delete()
    return gone
