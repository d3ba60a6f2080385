"""`/<lang>/press/register/…`: applying, confirming the address, answering the press office. No account, no script."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from media_library.throttle import Throttle, peer
from press.registration import links, services
from press.registration.forms import AnswerForm, RegistrationForm, initial_of
from press.views.answers import keep_to_asker, step, steps
from promotion.languages.reader import reader_language

FROM_ONE_PLACE = Throttle("registration", limit=6, seconds=3600)
TO_ONE_ADDRESS = Throttle("registration-address", limit=2, seconds=86_400)
"""Nobody's mailbox is filled with links that they didn't ask for."""
ALTOGETHER = Throttle("registration-all", limit=100, seconds=3600)
"""From many places at once: more than ever apply in earnest."""
CARDS = Throttle("registration-card", limit=20, seconds=3600)
"""Files from one place, of forms that are refused too: looking into one takes time."""
ANSWERS = Throttle("registration-answer", limit=20, seconds=3600)


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """The form, and what becomes of it. The answer is the same whether the address is known or not."""
    lang, posted = reader_language(), request.method == "POST"
    form = RegistrationForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        lang=lang,
        initial={"kind": "newsroom", "language": lang},
        auto_id="register-%s",
    )
    if posted and _taken(request, form):
        return redirect(f"{reverse('press:register')}?sent")
    context = {"form": form, "sent": "sent" in request.GET and not posted, "card_days": settings.PRESS_CARD_KEEP_DAYS}
    return _shown(request, "form", context, 422 if posted else 200)


def _taken(request: HttpRequest, form: RegistrationForm) -> bool:
    """Whether it is settled for the sender. An address that was asked often is thanked too, and not mailed again."""
    if form.is_from_a_program:
        return True
    place = peer(request)
    too_many = ALTOGETHER.is_exhausted() or FROM_ONE_PLACE.is_exhausted(place)
    if request.FILES:
        too_many = too_many or CARDS.is_exhausted(place)
        CARDS.count(place)
    if too_many:
        form.files.clear()
        form.add_error(None, _("Many messages came in just now. Please try again in an hour."))
        return False
    if not form.is_valid():
        return False
    if not form.use_up():
        return True
    ALTOGETHER.count()
    FROM_ONE_PLACE.count(place)
    address = form.cleaned_data["email"].lower()
    if not TO_ONE_ADDRESS.is_exhausted(address):
        TO_ONE_ADDRESS.count(address)
        services.receive(email=address, told=form.told, provinces=form.chosen, card=form.cleaned_data["card"])
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Opened from the mail. Programs that look into mails follow links, so only the button confirms."""
    application = links.to_confirm(token)
    if application is None:
        return _shown(request, "invalid", {}, 404)
    if request.method == "POST":
        services.confirm(application)
    return _shown(request, "confirm", {"done": request.method == "POST"})


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Where the press office's question leads: the question, and all that was told, to be amended."""
    entry = links.to_answer(token)
    if entry is None:
        return _shown(request, "invalid", {}, 404)
    posted = request.method == "POST"
    form = AnswerForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        lang=reader_language(),
        initial=initial_of(entry.application),
        auto_id="answer-%s",
    )
    if posted and ANSWERS.is_exhausted(peer(request)):
        form.add_error(None, _("Many messages came in just now. Please try again in an hour."))
    elif posted and form.is_valid():
        ANSWERS.count(peer(request))
        data = form.cleaned_data
        try:
            services.answer(
                entry.application, words=data["words"], told=form.told, provinces=form.chosen, card=data["card"]
            )
        except ValidationError:
            return _shown(request, "invalid", {}, 404)
        return _shown(request, "answer", {"done": True})
    context = {"form": form, "entry": entry, "application": entry.application}
    return _shown(request, "answer", context, 422 if posted else 200)


def _shown(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    shared = {"steps": steps(step(_("Register"), "press:register"))}
    robots = {} if name == "form" else {"robots": "noindex"}
    response = render(request, f"press/registration/{name}.html", context | shared | robots, status=status)
    if name != "form":
        return keep_to_asker(response)
    response["Cache-Control"] = "private, no-store"
    return response
