"""Once a year a partner says whether its data are still right, and an officer confirms it for another year.

An overdue one is shown to the officers and goes on as it was: a newsroom isn't cut off in the middle of its work
because nobody looked at a list.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from press.models import Letter, LetterKind, Member, Organisation, OrganisationState

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

YEAR = timedelta(days=365)
ASK_BEFORE = timedelta(days=30)


def begin_year(organisation: Organisation) -> None:
    """From now on: what was said for the last review is done with."""
    organisation.review_due_at = timezone.now() + YEAR
    organisation.review_asked_at = organisation.review_answered_at = None
    organisation.review_remark = ""
    fields = ["review_due_at", "review_asked_at", "review_answered_at", "review_remark"]
    organisation.save(update_fields=fields)


def coming(now: datetime) -> QuerySet[Organisation]:
    """Partners whose review is due within thirty days or overdue, the longest overdue first."""
    soon = Organisation.objects.filter(state=OrganisationState.VERIFIED, review_due_at__lte=now + ASK_BEFORE)
    return soon.order_by("review_due_at", "pk")


def ask_those_due(now: datetime) -> int:
    """Mail each of them once for each review; how many letters were written."""
    from press.services import letters

    unasked = coming(now).filter(Q(review_asked_at=None) | Q(review_asked_at__lt=F("review_due_at") - ASK_BEFORE))
    asked = 0
    for organisation in unasked:
        with transaction.atomic():
            mine = unasked.filter(pk=organisation.pk).order_by()
            if mine.update(review_asked_at=now):
                letters.post(LetterKind.REVIEW, organisation=organisation)
                asked += 1
    return asked


@transaction.atomic
def answer(organisation: Organisation, *, member: Member, remark: str = "") -> None:
    """A member says that the data are right, or what has changed. Raises ValidationError where nobody asked."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not is_asked(organisation, timezone.now()):
        raise ValidationError(_("There is nothing to confirm at the moment."))
    organisation.review_answered_at = timezone.now()
    organisation.review_remark = remark
    organisation.save(update_fields=["review_answered_at", "review_remark"])
    log(instance=organisation, action="press.answer_review", user=member.user, data={"reason": remark})


def is_asked(organisation: Organisation, now: datetime) -> bool:
    due = organisation.review_due_at
    return organisation.is_partner and due is not None and due <= now + ASK_BEFORE


@transaction.atomic
def confirm(organisation: Organisation, *, actor: AbstractBaseUser | None) -> None:
    """For another year from now. Raises ValidationError for one that is no partner."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not organisation.is_partner:
        raise ValidationError(_("Only a verified partner is confirmed for another year."))
    begin_year(organisation)
    log(instance=organisation, action="press.confirm_partner", user=actor)


def compose(letter: Letter) -> EmailMessage | None:
    """The reminder; none to whom has been confirmed or suspended meanwhile."""
    from django.conf import settings
    from django.urls import reverse
    from django.utils import translation

    from press import mail

    organisation = letter.organisation
    if organisation is None or not is_asked(organisation, timezone.now()):
        return None
    to = mail.recipients(organisation)
    with translation.override(mail.language_for(organisation)):
        context = {"organisation": organisation, "url": settings.SITE_URL + reverse("press:review")}
        return mail.written("review", context, to, f"letter-{letter.key}")
