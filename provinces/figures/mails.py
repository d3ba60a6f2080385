"""Mail about files of figures: to the approvers while one waits, to its sender once it is decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from locales.people import admin_language_of
from locales.registry import WORKING
from locales.text import read
from provinces.models import BatchState, FigureBatch
from provinces.teams import approvers_of


def send(batch_id: int, state: str) -> int:
    """How many mails went out; none where the file has moved on since. Raises what the mail backend raises."""
    batch = FigureBatch.objects.select_related("province", "sent_by", "decided_by").filter(pk=batch_id).first()
    if batch is None or batch.state != state:
        return 0
    template = "submitted" if state == BatchState.SUBMITTED else "decided"
    people = [person for person in _recipients(batch) if person.email and person.is_active]
    for person in people:
        _mail(batch, person, template)
    return len(people)


def _recipients(batch: FigureBatch) -> Iterable[Any]:
    if batch.state != BatchState.SUBMITTED:
        other = batch.sent_by is not None and batch.sent_by_id != batch.decided_by_id
        return [batch.sent_by] if other else []
    asked = Q(pk__in=approvers_of(batch.province_id).values("pk")) if batch.province_id else Q(is_superuser=True)
    return get_user_model().objects.filter(asked, is_active=True).exclude(pk=batch.sent_by_id or 0)


def _mail(batch: FigureBatch, person: Any, template: str) -> None:
    by = batch.sent_by if template == "submitted" else batch.decided_by
    with translation.override(admin_language_of(person)):
        context = {
            "name": person.get_full_name() or person.get_username(),
            "by": (by.get_full_name() or by.get_username()) if by else "",
            "file": batch.name,
            "area": str(read(batch.province, "name", WORKING)) if batch.province else "Việt Nam",
            "applied": batch.state == BatchState.APPLIED,
            "comment": batch.comment,
            "url": settings.SITE_URL + reverse("provinces_figures_batch", args=[batch.pk]),
        }
        subject = " ".join(render_to_string(f"provinces/mail/figures_{template}.subject.txt", context).split())
        body = render_to_string(f"provinces/mail/figures_{template}.txt", context).strip() + "\n"
    EmailMessage(subject, body, to=[person.email]).send()
