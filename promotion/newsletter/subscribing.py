"""Coming and going: asked for in a form, confirmed by a signed link, ended by one click."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from promotion import tasks
from promotion.models import Subscriber, SubscriptionRequest
from promotion.selectors.frame import frame_for
from provinces.models import Province, Sector

logger = logging.getLogger(__name__)

CONFIRM_WITHIN = timedelta(days=3)
_CONFIRM = "promotion.newsletter.confirm"
_STOP = "promotion.newsletter.stop"


@transaction.atomic
def ask(*, email: str, language: str, provinces: Sequence[str], sectors: Sequence[str]) -> SubscriptionRequest:
    """Keep a wish (slugs of provinces and sectors) until its owner confirms it, and mail the link for that.

    Whether the address is subscribed already makes no difference: nobody learns it by asking.
    """
    made = SubscriptionRequest.objects.create(
        email=email.lower(), language=language, provinces=list(provinces), sectors=list(sectors)
    )
    transaction.on_commit(lambda: tasks.mail_subscription_request.enqueue(made.pk))
    return made


def confirmation_path(wish: SubscriptionRequest) -> str:
    return reverse("promotion:newsletter-confirm", args=[signing.dumps(wish.pk, salt=_CONFIRM)])


def mail_link(pk: int) -> int:
    """Mail the link, once; how many mails went. 0 too where the mail server failed."""
    wish = SubscriptionRequest.objects.filter(pk=pk, mailed_at=None).first()
    if wish is None:
        return 0
    with translation.override(wish.language):
        site = frame_for(wish.language).name.text
        context = {"site": site, "url": settings.SITE_URL + confirmation_path(wish)}
        subject = " ".join(render_to_string("promotion/mail/confirm.subject.txt", context).split())
        body = render_to_string("promotion/mail/confirm.txt", context).strip() + "\n"
    try:
        EmailMessage(subject, body, to=[wish.email], headers={"Auto-Submitted": "auto-generated"}).send()
    except (OSError, SMTPException):
        logger.warning("the link of request %s wasn't mailed", pk, exc_info=True)
        return 0
    return SubscriptionRequest.objects.filter(pk=pk).update(mailed_at=timezone.now())


def wish_of(token: str) -> SubscriptionRequest | None:
    """What a link stands for; None for one that is forged, too old, or used."""
    try:
        pk = signing.loads(token, salt=_CONFIRM, max_age=CONFIRM_WITHIN)
    except signing.BadSignature:
        return None
    return SubscriptionRequest.objects.filter(pk=pk).first() if isinstance(pk, int) else None


@transaction.atomic
def confirm(wish: SubscriptionRequest) -> Subscriber:
    """Subscribe the address with what it asked for; one that was subscribed has its choices changed."""
    subscriber, _new = Subscriber.objects.update_or_create(email=wish.email, defaults={"language": wish.language})
    subscriber.provinces.set(Province.objects.filter(slug__in=wish.provinces, valid_to=None))
    subscriber.sectors.set(Sector.objects.filter(slug__in=wish.sectors))
    SubscriptionRequest.objects.filter(email=wish.email).delete()
    return subscriber


def stop_path(subscriber: Subscriber) -> str:
    """The link that ends it; it stays good as long as the subscription."""
    return reverse("promotion:newsletter-stop", args=[signing.dumps(subscriber.key.hex, salt=_STOP)])


def subscriber_of(token: str) -> Subscriber | None:
    """Whose link it is; None for a forged one and for who is gone. Raises nothing."""
    try:
        key = UUID(str(signing.loads(token, salt=_STOP)))
    except (signing.BadSignature, ValueError):
        return None
    return Subscriber.objects.filter(key=key).first()


def is_stop_token(token: str) -> bool:
    """Whether we signed it, whoever it was for."""
    try:
        signing.loads(token, salt=_STOP)
    except signing.BadSignature:
        return False
    return True


def stop(subscriber: Subscriber) -> None:
    """Nothing is kept of them."""
    subscriber.delete()


def forget(now: datetime) -> int:
    """Delete what nobody confirmed in time; how many."""
    gone, _by_model = SubscriptionRequest.objects.filter(created_at__lt=now - CONFIRM_WITHIN).delete()
    return gone


def mail_waiting() -> int:
    """Links that couldn't be mailed before; how many went. For the timetable."""
    waiting = SubscriptionRequest.objects.filter(mailed_at=None).order_by("pk").values_list("pk", flat=True)
    return sum(mail_link(pk) for pk in waiting)
