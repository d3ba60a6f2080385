"""Warning mails: one digest a day and person of what ends within 30 and within 7 days, and of each end once."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

from locales.people import admin_language_of
from media_library.expiry.endings import DAYS, Ending, endings, people_of
from media_library.models import ExpiryWarning

logger = logging.getLogger(__name__)

KEPT = timedelta(days=400)
"""How long it is remembered who was warned of what has ended since."""


def warn(now: datetime | None = None) -> int:
    """Send what is due; returns how many mails went out. Safe at any time: nobody is warned twice of the same.

    Somebody who had a digest today waits until tomorrow, so that a day has one. A mail that the server refuses is
    tried again by the next run.
    """
    now = now or timezone.now()
    ending = endings(now)
    sent = 0
    for user, provinces in people_of({one.province_id for one in ending}).items():
        try:
            sent += _warn(user, [one for one in ending if one.province_id in provinces], now)
        except (OSError, SMTPException):
            logger.warning("a warning of what expires wasn't mailed to user %s", user.pk, exc_info=True)
    ExpiryWarning.objects.filter(ends_at__lt=now - KEPT).delete()
    return sent


@transaction.atomic
def _warn(user: Any, ending: Sequence[Ending], now: datetime) -> int:
    """The rows are written with the mail: if it can't go, nothing was said. Two runs at once wait for each other."""
    type(user).objects.select_for_update().get(pk=user.pk)
    mine = ExpiryWarning.objects.filter(user=user)
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if mine.filter(sent_at__gte=today, sent_at__lt=today + timedelta(days=1)).exists():
        return 0
    due = _not_told(ending, mine, now)
    if not due:
        return 0
    ExpiryWarning.objects.bulk_create(
        [
            ExpiryWarning(
                user=user,
                subject=one.subject,
                subject_id=one.subject_id,
                ends_at=one.ends_at,
                days=one.days(now),
                sent_at=now,
            )
            for one in _once(due)
        ]
    )
    _mail(user, due, now)
    return 1


def _not_told(ending: Sequence[Ending], mine: Any, now: datetime) -> list[Ending]:
    """Those whose warning this person hasn't had. Who was told in the last week needn't hear of 30 days."""
    subjects = {one.subject_id for one in ending}
    told = {
        (subject, subject_id, ends_at, days)
        for subject, subject_id, ends_at, days in mine.filter(Q(subject_id__in=subjects)).values_list(
            "subject", "subject_id", "ends_at", "days"
        )
    }
    return [one for one in ending if not any((*one.key, days) in told for days in DAYS if days <= one.days(now))]


def _once(due: Sequence[Ending]) -> list[Ending]:
    """A licence stands in the digest for each of a person's provinces, and is remembered once."""
    return list({one.key: one for one in due}.values())


def _mail(user: Any, due: Sequence[Ending], now: datetime) -> None:
    with translation.override(admin_language_of(user)):
        context = {
            "groups": [(days, lines) for days in sorted(DAYS) if (lines := [o for o in due if o.days(now) == days])],
            "number": len(due),
            "site": settings.SITE_URL,
            "name": user.get_full_name() or user.username,
        }
        subject = " ".join(render_to_string("media_library/mail/expiry.subject.txt", context).split())
        body = render_to_string("media_library/mail/expiry.txt", context).strip() + "\n"
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    # The same digest gives the same Message-ID, so that a mail sent twice by an accident shows once.
    identity = f"<expiry-{timezone.localtime(now):%Y%m%d}-{user.pk}@{host}>"
    EmailMessage(subject, body, to=[user.email], headers={"Message-ID": identity}).send()
