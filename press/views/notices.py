"""`/<lang>/press/notices/`: what happened to files the organisation holds, and what it did."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from press import mail
from press.models import Answer, Member, NoticeDelivery
from press.services import notices as service
from press.views.answers import members_only, show, step, steps
from promotion.languages.reader import reader_language
from promotion.pager import Pager

PER_PAGE = 30


@require_safe
@members_only
def notices(request: HttpRequest, member: Member) -> HttpResponse:
    """Those that wait for an answer first, then the newest."""
    mine = NoticeDelivery.objects.filter(organisation=member.organisation).order_by(
        "answer", "-notice__created_at", "-pk"
    )
    pager = Pager.over(mine.count(), PER_PAGE, request.GET.get("page"))
    related = ("notice__asset__published", "notice__successor", "notice__recall", "acknowledged_by__user")
    page = list(mine.select_related(*related)[pager.slice(PER_PAGE)])
    service.mark_seen(member.organisation)
    lang = reader_language()
    context: dict[str, Any] = {
        "entries": [(delivery, mail.title_of(delivery.notice.asset, lang)) for delivery in page],
        "answers": Answer.choices,
        "pager": pager,
        "steps": steps(step(_("Notices"), "press:notices")),
    }
    return show(request, "press/notices.html", context)


@require_POST
@members_only
def acknowledge(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    delivery = get_object_or_404(NoticeDelivery, pk=pk, organisation=member.organisation)
    try:
        service.acknowledge(
            delivery,
            member=member,
            answer=request.POST.get("answer", ""),
            comment=request.POST.get("comment", ""),
            address=request.POST.get("address", ""),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Thank you. Your answer is with the press office."))
    return redirect("press:notices")
