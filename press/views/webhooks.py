"""`/<lang>/press/account/webhooks/`: which systems of an organisation are told of news, and how that went."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from locales.registry import tag_of
from media_library.throttle import Throttle
from press.models import Member, MessageState, WebhookAttempt, WebhookEndpoint
from press.sealing import Unreadable
from press.selectors.webhooks import chosen_events, endpoints_of, log_of, messages_of
from press.views.account import TOKEN_ROLES
from press.views.answers import Step, members_only, show, step, steps
from press.webhooks import delivering, endpoints
from press.webhooks.addresses import URL_AT_MOST
from press.webhooks.events import EVENT_TYPES
from promotion.languages.reader import reader_language
from promotion.pager import Pager

PER_PAGE = 25
ASKED = Throttle("webhooks", limit=60, seconds=600)
"""Tests and repeats of one organisation: nobody's server is to be hammered through ours."""

View = Callable[..., HttpResponseBase]


class EndpointForm(forms.Form):
    """What a partner says of an endpoint; the address is judged by the service."""

    url = forms.CharField(
        max_length=URL_AT_MOST,
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("It begins with https:// and is known on the internet."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    description = forms.CharField(
        max_length=200, required=False, label=gettext_lazy("What it is for"), widget=forms.TextInput()
    )
    events = forms.MultipleChoiceField(
        choices=lambda: [(event.name, event.label) for event in EVENT_TYPES.values()],
        label=pgettext_lazy("of a webhook", "Events"),
        widget=forms.CheckboxSelectMultiple,
    )


def _for_the_desk(view: View) -> View:
    """For the members who run the newsroom's systems; for the others these pages aren't there."""

    @members_only
    @wraps(view)
    def guarded(request: HttpRequest, member: Member, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if member.role not in TOKEN_ROLES:
            raise Http404
        return view(request, member, *args, **kwargs)

    return guarded


def _on_own(view: View) -> View:
    """Hands over the organisation's own endpoint; another's isn't there."""

    @_for_the_desk
    @wraps(view)
    def guarded(request: HttpRequest, member: Member, pk: int, **kwargs: Any) -> HttpResponseBase:
        mine = WebhookEndpoint.objects.select_related("organisation").filter(organisation=member.organisation)
        return view(request, member, get_object_or_404(mine, pk=pk), **kwargs)

    return guarded


@require_safe
@_for_the_desk
def webhooks(request: HttpRequest, member: Member) -> HttpResponse:
    context = {
        "endpoints": list(endpoints_of(member.organisation)),
        "at_most": endpoints.ENDPOINTS_AT_MOST,
        "steps": _steps(),
    }
    return show(request, "press/webhooks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@_for_the_desk
def add(request: HttpRequest, member: Member) -> HttpResponseBase:
    """A new endpoint; its secret stands on the answer to this POST and nowhere else."""
    form = EndpointForm(request.POST or None, initial={"events": list(EVENT_TYPES)})
    if request.method == "POST" and form.is_valid():
        try:
            endpoint, secret = endpoints.add(
                member.organisation,
                **form.cleaned_data,
                member=member,
                actor=request.user,  # type: ignore[arg-type]
            )
        except ValidationError as error:
            form.add_error("url", error)
        else:
            return _page(request, endpoint, secret=secret)
    context = {"form": form, "steps": _steps(step(_("Add a webhook"), "press:add-webhook"))}
    return show(request, "press/webhook_form.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@_on_own
def edit(request: HttpRequest, member: Member, endpoint: WebhookEndpoint) -> HttpResponseBase:
    kept = {"url": endpoint.url, "description": endpoint.description, "events": endpoint.events}
    form = EndpointForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        try:
            endpoints.change(endpoint, **form.cleaned_data, actor=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error("url", error)
        else:
            messages.success(request, _("The webhook was changed."))
            return _back(endpoint)
    context = {"form": form, "endpoint": endpoint, "steps": _steps(_step_to(endpoint))}
    return show(request, "press/webhook_form.html", context, status=400 if form.errors else 200)


@require_safe
@_on_own
def webhook(request: HttpRequest, member: Member, endpoint: WebhookEndpoint) -> HttpResponse:
    return _page(request, endpoint)


def _page(
    request: HttpRequest, endpoint: WebhookEndpoint, *, secret: str = "", tested: WebhookAttempt | None = None
) -> HttpResponse:
    """The endpoint with its log; once with its secret, or with what a test brought."""
    state = request.GET.get("state", "")
    listed = messages_of(endpoint, state)
    pager = Pager.over(listed.count(), PER_PAGE, request.GET.get("page"))
    context = {
        "endpoint": endpoint,
        "events": chosen_events(endpoint),
        "secret": secret,
        "tested": tested,
        "entries": log_of(listed[pager.slice(PER_PAGE)]),
        "failed": endpoint.messages.filter(state=MessageState.FAILED).count(),
        "state": state if state in MessageState.values else "",
        "states": MessageState.choices,
        "former_until": endpoint.former_until if endpoint.former_counts() else None,
        "pager": pager,
        "steps": _steps(_step_to(endpoint)),
    }
    response = show(request, "press/webhook.html", context)
    if secret:
        # Shown this once: not even the browser is to keep it.
        response["Cache-Control"] = "no-store"
    return response


@require_POST
@_on_own
def rotate(request: HttpRequest, member: Member, endpoint: WebhookEndpoint) -> HttpResponse:
    """A new secret; the former one signs too for a day."""
    secret = endpoints.rotate(endpoint, actor=request.user)  # type: ignore[arg-type]
    return _page(request, endpoint, secret=secret)


@require_POST
@_on_own
def pause(request: HttpRequest, member: Member, endpoint: WebhookEndpoint) -> HttpResponseBase:
    endpoints.pause(endpoint, actor=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The webhook is paused. What happens meanwhile waits for it."))
    return _back(endpoint)


@require_POST
@_on_own
def resume(request: HttpRequest, member: Member, endpoint: WebhookEndpoint) -> HttpResponseBase:
    try:
        endpoints.resume(endpoint, actor=request.user)  # type: ignore[arg-type]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The webhook is active. It gets now what it missed."))
    return _back(endpoint)


@require_POST
@_on_own
def remove(request: HttpRequest, member: Member, endpoint: WebhookEndpoint) -> HttpResponseBase:
    endpoints.remove(endpoint, actor=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The webhook was removed, with its log."))
    return redirect("press:webhooks")


@require_POST
@_on_own
def test(request: HttpRequest, member: Member, endpoint: WebhookEndpoint) -> HttpResponseBase:
    """Sends `test.ping` and shows at once what came back."""
    if not _may_ask(request, member):
        return _back(endpoint)
    try:
        attempt = delivering.ping(endpoint)
    except Unreadable:
        messages.error(request, _("Make a new secret first."))
        return _back(endpoint)
    return _page(request, endpoint, tested=attempt)


@require_POST
@_on_own
def redeliver(request: HttpRequest, member: Member, endpoint: WebhookEndpoint) -> HttpResponseBase:
    """One message (`message`), or all that failed."""
    if not _may_ask(request, member):
        return _back(endpoint)
    text = request.POST.get("message", "")
    try:
        asked = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
        if text and asked is None:
            raise Http404
        number = endpoints.redeliver(endpoint, asked)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said = ngettext("%(number)s message goes out again.", "%(number)s messages go out again.", number)
        messages.success(request, said % {"number": number})
    return _back(endpoint)


def _may_ask(request: HttpRequest, member: Member) -> bool:
    """Whether the organisation hasn't asked for too much lately; says so where it has."""
    key = str(member.organisation_id)
    if ASKED.is_exhausted(key):
        messages.error(request, _("That was asked for very often. Please try again in ten minutes."))
        return False
    ASKED.count(key)
    return True


def _back(endpoint: WebhookEndpoint) -> HttpResponseBase:
    return redirect("press:webhook", endpoint.pk)


def _steps(*further: Step) -> list[Step]:
    return steps(step(_("Your organisation"), "press:account"), step(_("Webhooks"), "press:webhooks"), *further)


def _step_to(endpoint: WebhookEndpoint) -> Step:
    return (str(endpoint), tag_of(reader_language()), reverse("press:webhook", args=[endpoint.pk]))
