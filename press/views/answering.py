"""`/<lang>/press/answer/<key>/`: where the link in a mail leads. Answering without signing in.

Opening the page changes nothing, not even what was seen: programs that follow links do it before people.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from media_library.throttle import Throttle, peer
from press import answer_links, mail
from press.models import Answer, NoticeDelivery, Organisation, Recall
from press.services import recalls as service
from press.views.answers import keep_to_asker, show, step, steps
from promotion.languages.reader import reader_language

FOR_ONE_LINK = Throttle("recall-answer", limit=60, seconds=3600)
FROM_ONE_PLACE = Throttle("recall-answer-place", limit=300, seconds=3600)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """404 for a link that we never gave out, 410 once its recall is closed."""
    found = answer_links.read(key)
    recall = Recall.objects.filter(pk=found[0]).first() if found else None
    organisation = Organisation.objects.filter(pk=found[1]).first() if found else None
    if recall is None or organisation is None:
        raise Http404
    if request.method == "POST" and recall.is_open:
        _take(request, recall, organisation)
        return keep_to_asker(redirect(request.path))
    return keep_to_asker(_page(request, recall, organisation))


def _take(request: HttpRequest, recall: Recall, organisation: Organisation) -> None:
    link = f"{recall.pk}-{organisation.pk}"
    if FOR_ONE_LINK.is_exhausted(link) or FROM_ONE_PLACE.is_exhausted(peer(request)):
        messages.error(request, _("Too many attempts. Please wait a while."))
        return
    FOR_ONE_LINK.count(link)
    FROM_ONE_PLACE.count(peer(request))
    told = {name: request.POST.get(name, "") for name in ("answer", "name", "comment", "address")}
    chosen = [int(pk) for pk in request.POST.getlist("delivery") if pk.isascii() and pk.isdigit() and len(pk) < 19]
    try:
        service.answer_by_link(recall, organisation, only=chosen, **told)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Thank you. Your answer is with the press office."))


def _page(request: HttpRequest, recall: Recall, organisation: Organisation) -> HttpResponse:
    lang = reader_language()
    mine = (
        NoticeDelivery.objects.filter(notice__recall=recall, organisation=organisation)
        .select_related("notice__asset__published", "notice__successor", "acknowledged_by__user")
        .order_by("pk")
    )
    entries = [(delivery, mail.title_of(delivery.notice.asset, lang)) for delivery in mine]
    context: dict[str, Any] = {
        "recall": recall,
        "organisation": organisation,
        "waiting": [entry for entry in entries if not entry[0].acknowledged_at],
        "answered": [entry for entry in entries if entry[0].acknowledged_at],
        "answers": Answer.choices,
        "steps": steps(step(_("Your answer"), "press:notices")),
    }
    return show(request, "press/answer.html", context, status=200 if recall.is_open else 410)
