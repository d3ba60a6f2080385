"""Taking in what readers report, and settling it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from locales.registry import WORKING
from media_library import tasks
from media_library.models import Asset, ProblemKind, ProblemReport
from media_library.throttle import Throttle
from provinces.teams import Role, members_of

MAILS = Throttle("problem-mails", limit=20, seconds=3600)
"""For each province; reports beyond are in the list all the same, so nobody can fill an office's mailbox."""


@transaction.atomic
def report(asset: Asset, *, kind: ProblemKind, words: str, email: str, language: str) -> ProblemReport:
    """Keep a report and tell the province's editors by mail, once it is stored."""
    made = ProblemReport.objects.create(
        asset_id=asset.pk, province_id=asset.province_id, kind=kind, words=words, email=email, language=language
    )
    transaction.on_commit(lambda: tasks.mail_problem_report.enqueue(made.pk))
    return made


def settle(problem: ProblemReport, *, actor: Any) -> None:
    """Note who ticked it and when; unticked, it is open again. Not saved here."""
    if problem.handled and problem.handled_at is None:
        problem.handled_at, problem.handled_by = timezone.now(), actor
    elif not problem.handled:
        problem.handled_at = problem.handled_by = None


def mail_editors(pk: int) -> int:
    """Send a report to the editors of its province; how many get it. Raises what the mail backend raises."""
    problem = ProblemReport.objects.select_related("asset", "asset__published", "province").filter(pk=pk).first()
    if problem is None or MAILS.is_exhausted(str(problem.province_id)):
        return 0
    editors = members_of(problem.province_id, Role.EDITOR).exclude(email="").values_list("email", flat=True)
    to = list(dict.fromkeys(editors))
    if not to:
        return 0
    MAILS.count(str(problem.province_id))
    with translation.override(WORKING):
        document = getattr(problem.asset, "published", None)
        context = {
            "problem": problem,
            "title": document.body["texts"]["title"].get(WORKING, "") if document else "",
            "url": settings.SITE_URL + reverse("problems:edit", args=[problem.pk]),
        }
        subject = " ".join(render_to_string("media_library/mail/problem.subject.txt", context).split())
        body = render_to_string("media_library/mail/problem.txt", context).strip() + "\n"
    # Each on their own: editors needn't learn each other's addresses, and the sender's is no header.
    for address in to:
        EmailMessage(subject, body, to=[address]).send()
    return len(to)
