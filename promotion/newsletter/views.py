"""`/<lang>/newsletter/…`: asking for it, confirming, ending it. No account, no script, no third party."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from locales.collation import sort_key
from locales.registry import LANGUAGES, enabled_codes, tag_of
from locales.text import read
from media_library.throttle import Throttle, peer
from promotion.guarded_forms import GuardedForm
from promotion.languages.reader import reader_language
from promotion.newsletter import subscribing
from promotion.selectors.listings import profiles
from provinces.models import Sector

FROM_ONE_PLACE = Throttle("newsletter", limit=6, seconds=3600)
TO_ONE_ADDRESS = Throttle("newsletter-address", limit=2, seconds=86_400)
"""Nobody's mailbox is filled with links that they didn't ask for."""


class SubscribeForm(GuardedForm):
    purpose = "newsletter"

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    provinces = forms.MultipleChoiceField(
        label=gettext_lazy("Only these provinces (none ticked: all)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sectors = forms.MultipleChoiceField(
        label=gettext_lazy("Only these key sectors (none ticked: all)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provinces = {page.province.slug: str(read(page.province, "name", lang)) for page in profiles(lang)}
        sectors = {sector.slug: str(read(sector, "name", lang)) for sector in Sector.objects.order_by("order")}
        choices = {
            "language": [(code, LANGUAGES[code].name_native) for code in enabled_codes()],
            "provinces": sorted(provinces.items(), key=lambda pair: sort_key(pair[1], lang)),
            "sectors": list(sectors.items()),
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form, and what becomes of it."""
    lang = reader_language()
    form = SubscribeForm(
        request.POST if request.method == "POST" else None,
        lang=lang,
        initial={"language": lang},
        auto_id="newsletter-%s",
    )
    if request.method == "POST" and _taken(request, form):
        return redirect(f"{reverse('promotion:newsletter')}?sent")
    status = 422 if request.method == "POST" else 200
    sent = "sent" in request.GET and request.method != "POST"
    return _shown(request, "form", {"form": form, "sent": sent}, status)


def _taken(request: HttpRequest, form: SubscribeForm) -> bool:
    """Whether it is settled for the sender. An address that was asked often is thanked too, and not mailed again."""
    if form.is_from_a_program:
        return True
    if not form.is_valid():
        return False
    if FROM_ONE_PLACE.is_exhausted(peer(request)):
        form.add_error(None, _("Many messages came in just now. Please try again in an hour."))
        return False
    if not form.use_up():
        return True
    FROM_ONE_PLACE.count(peer(request))
    data = form.cleaned_data
    address = data["email"].lower()
    if not TO_ONE_ADDRESS.is_exhausted(address):
        TO_ONE_ADDRESS.count(address)
        subscribing.ask(email=address, language=data["language"], provinces=data["provinces"], sectors=data["sectors"])
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Opened from the mail. Programs that look into mails follow links, so only the button subscribes."""
    wish = subscribing.wish_of(token)
    if wish is None:
        return _shown(request, "invalid", {}, 404)
    if request.method == "POST":
        subscribing.confirm(wish)
        return _shown(request, "confirm", {"done": True})
    return _shown(request, "confirm", {"done": False})


@csrf_exempt  # the signed link says who it is, and mail programs send it by themselves (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The button ends it, and so does a mail program's POST. Done twice it is done."""
    if not subscribing.is_stop_token(token):
        return _shown(request, "invalid", {}, 404)
    subscriber = subscribing.subscriber_of(token)
    if request.method == "POST" and subscriber is not None:
        subscribing.stop(subscriber)
        subscriber = None
    return _shown(request, "stop", {"done": subscriber is None})


def _shown(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    steps = [(_("Newsletter"), tag_of(reader_language()), reverse("promotion:newsletter"))]
    robots = {} if name == "form" else {"robots": "noindex"}
    response = render(request, f"promotion/newsletter/{name}.html", context | robots | {"steps": steps}, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
