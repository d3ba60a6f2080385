"""Sending a newsletter: each subscriber once, whatever happens to the worker.

A row for each subscriber is written when it is sent off. A worker claims a row before it mails and notes the effect
after each mail, so two workers never mail the same, and one that dies leaves at most one mail in doubt: its claim
lapses and it is mailed again, under the same Message-ID, so that a mail server or program that got it shows it once.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from locales.registry import LANGUAGES, tag_of
from promotion import tasks
from promotion.languages.alternates import reader_url
from promotion.models import IssueDelivery, NewsletterIssue, StoryPage, Subscriber
from promotion.newsletter.subscribing import stop_path
from promotion.selectors.frame import frame_for
from promotion.selectors.versions import public_pages

logger = logging.getLogger(__name__)

CLAIM_LAPSES = timedelta(minutes=10)
ATTEMPTS = 10


def stories_of(issue: NewsletterIssue) -> list[StoryPage]:
    """Its stories that anybody may read now, in its language and order."""
    order = [row.story_id for row in issue.stories.all()]
    wanted = StoryPage.objects.filter(pk__in=order, locale__language_code=issue.language)
    found = {page.pk: page for page in public_pages(wanted).select_related("locale")}
    return [found[pk] for pk in order if pk in found]


def recipients_of(issue: NewsletterIssue) -> QuerySet[Subscriber]:
    """Who reads its language and asked for its province, or all, and for one of its sectors, or all."""
    found = Subscriber.objects.filter(language=issue.language)
    found = found.filter(Q(provinces=None) | Q(provinces=issue.province_id))
    sectors = list(issue.sectors.all())
    if sectors:
        found = found.filter(Q(sectors=None) | Q(sectors__in=sectors))
    return found.distinct()


@transaction.atomic
def send(issue: NewsletterIssue, *, actor: Any) -> int:
    """Send it off; how many subscribers it goes to. Raises ValidationError where that can't be, or was done."""
    if not stories_of(issue):
        raise ValidationError(_("None of its stories is published in its language."))
    now = timezone.now()
    begun = NewsletterIssue.objects.filter(pk=issue.pk, sent_at=None).update(sent_at=now, sent_by=actor)
    if not begun:
        raise ValidationError(_("This newsletter has been sent already."))
    rows = [IssueDelivery(issue=issue, subscriber_id=pk) for pk in recipients_of(issue).values_list("pk", flat=True)]
    IssueDelivery.objects.bulk_create(rows, batch_size=500)
    transaction.on_commit(lambda: tasks.mail_newsletter.enqueue(issue.pk))
    return len(rows)


def unmailed(now: datetime) -> QuerySet[IssueDelivery]:
    """Those that nobody is mailing at the moment and that haven't failed too often."""
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM_LAPSES)
    return IssueDelivery.objects.filter(free, mailed_at__isnull=True, attempts__lt=ATTEMPTS)


def mail_issue(issue_id: int) -> int:
    """Mail everything of an issue that wasn't mailed; how many mails went. Stops where the mail server fails."""
    issue = NewsletterIssue.objects.select_related("province").filter(pk=issue_id).first()
    if issue is None:
        return 0
    waiting = list(unmailed(timezone.now()).filter(issue=issue).order_by("pk").values_list("pk", flat=True))
    if not waiting:
        return 0
    texts = texts_of(issue)
    sent = 0
    connection = get_connection()
    try:
        for pk in waiting:
            delivery = _claim(pk)
            if delivery is None:
                continue  # another worker has it, or the subscriber left
            try:
                message_to(delivery, texts, connection).send()
            except (OSError, SMTPException):
                logger.warning("newsletter %s wasn't mailed to %s", issue_id, delivery.subscriber_id, exc_info=True)
                IssueDelivery.objects.filter(pk=pk).update(claimed_at=None)
                break
            sent += IssueDelivery.objects.filter(pk=pk).update(mailed_at=timezone.now())
    finally:
        connection.close()
    return sent


def _claim(pk: int) -> IssueDelivery | None:
    now = timezone.now()
    if not unmailed(now).filter(pk=pk).update(claimed_at=now, attempts=F("attempts") + 1):
        return None
    return IssueDelivery.objects.select_related("subscriber").filter(pk=pk).first()


def texts_of(issue: NewsletterIssue) -> dict[str, str]:
    """Subject, plain text and HTML of an issue, with `{stop}` where each one's own link stands."""
    language = LANGUAGES[issue.language]
    with translation.override(issue.language):
        site = frame_for(issue.language).name.text
        stories = [
            {"title": page.title, "lead": page.lead, "url": settings.SITE_URL + reader_url(page, issue.language)}
            for page in stories_of(issue)
        ]
        context = {
            "issue": issue,
            "stories": stories,
            "site": site,
            "home": f"{settings.SITE_URL}/{issue.language}/",
            "tag": tag_of(issue.language),
            "direction": language.direction,
            "stop": STOP,
        }
        return {
            "subject": " ".join(issue.subject.split()),
            "text": render_to_string("promotion/mail/newsletter.txt", context).strip() + "\n",
            "html": render_to_string("promotion/mail/newsletter.html", context),
        }


STOP = "https://stop.invalid/"
"""Stands in a rendered issue for the link that each subscriber gets; `.invalid` can belong to nobody."""


def message_to(delivery: IssueDelivery, texts: dict[str, str], connection: Any = None) -> EmailMultiAlternatives:
    """The mail, which a mail program can end with one click (RFC 2369, RFC 8058)."""
    issue: NewsletterIssue = delivery.issue
    with translation.override(issue.language):
        stop = settings.SITE_URL + stop_path(delivery.subscriber)
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    message = EmailMultiAlternatives(
        texts["subject"],
        texts["text"].replace(STOP, stop),
        to=[delivery.subscriber.email],
        connection=connection,
        headers={
            "Message-ID": f"<newsletter-{delivery.issue_id}-{delivery.subscriber.key.hex}@{host}>",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-ID": f"<newsletter.{host}>",
            "Precedence": "bulk",
        },
    )
    message.attach_alternative(texts["html"].replace(STOP, stop), "text/html")
    return message


def send_waiting() -> int:
    """Go on with whatever was left: after a failed mail server or a dead worker. For the timetable."""
    issues = unmailed(timezone.now()).order_by().values_list("issue", flat=True).distinct()
    return sum(mail_issue(pk) for pk in list(issues))
