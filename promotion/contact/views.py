"""`/<lang>/contact/`: readers write to a province. No account, no script, no third party."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from locales.collation import sort_key
from locales.registry import tag_of
from locales.text import read
from media_library.throttle import Throttle, peer
from promotion.contact import services
from promotion.guarded_forms import GuardedForm, one_line, printable
from promotion.languages.reader import reader_language
from promotion.models import ContactTopic
from promotion.selectors.listings import profiles
from provinces.models import Province

FROM_ONE_PLACE = Throttle("contact", limit=6, seconds=3600)
TO_ONE_PROVINCE = Throttle("contact-province", limit=120, seconds=3600)
WORDS_AT_LEAST = 10


class ContactForm(GuardedForm):
    """`province` is a province's slug; `words` are 10 to 4,000 characters."""

    purpose = "contact"

    province = forms.ChoiceField(label=gettext_lazy("Province"))
    topic = forms.ChoiceField(label=gettext_lazy("What is it about?"), choices=ContactTopic.choices)
    words = forms.CharField(
        label=gettext_lazy("Your message"),
        min_length=WORDS_AT_LEAST,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"min_length": gettext_lazy("Please say a little more.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Your name, if you like"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address, if you want an answer"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, provinces: list[Province], lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by_slug = {province.slug: province for province in provinces}
        named = sorted((str(read(one, "name", lang)), one.slug) for one in provinces)
        named.sort(key=lambda pair: sort_key(pair[0], lang))
        self.fields["province"].choices = [(slug, name) for name, slug in named]  # type: ignore[attr-defined]

    def clean_words(self) -> str:
        words = printable(self.cleaned_data["words"])
        if len(words) < WORDS_AT_LEAST:
            raise forms.ValidationError(self.fields["words"].error_messages["min_length"])
        return words

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    @property
    def chosen(self) -> Province:
        return self._by_slug[self.cleaned_data["province"]]


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """The form, and what becomes of it. `?province=<slug>` chooses beforehand."""
    lang = reader_language()
    provinces = list({page.province_id: page.province for page in profiles(lang)}.values())
    form = ContactForm(
        request.POST if request.method == "POST" else None,
        provinces=provinces,
        lang=lang,
        initial={"province": request.GET.get("province", "")[:60]},
        auto_id="contact-%s",
    )
    if request.method == "POST" and _taken(request, form, lang):
        return redirect(f"{reverse('promotion:contact')}?sent")
    response = render(request, "promotion/contact/form.html", _context(request, form, lang))
    response["Cache-Control"] = "private, no-store"
    if request.method == "POST":
        response.status_code = 422
    return response


def _taken(request: HttpRequest, form: ContactForm, lang: str) -> bool:
    """Whether the message is settled for the sender; programs are thanked and ignored."""
    if form.is_from_a_program:
        return True
    if not form.is_valid():
        return False
    province = form.chosen
    places = (FROM_ONE_PLACE, peer(request)), (TO_ONE_PROVINCE, province.slug)
    if any(throttle.is_exhausted(value) for throttle, value in places):
        form.add_error(None, _("Many messages came in just now. Please try again in an hour."))
        return False
    if not form.use_up():
        return True  # the same form again: a second click, or a page sent anew
    for throttle, value in places:
        throttle.count(value)
    data = form.cleaned_data
    services.receive(
        province_id=province.pk,
        topic=data["topic"],
        words=data["words"],
        name=data["name"],
        email=data["email"],
        language=tag_of(lang),
    )
    return True


def _context(request: HttpRequest, form: ContactForm, lang: str) -> dict[str, Any]:
    title = _("Write to us")
    return {
        "form": form,
        "sent": "sent" in request.GET and request.method != "POST",
        "days": settings.CONTACT_KEEP_DAYS,
        "steps": [(title, tag_of(lang), reverse("promotion:contact"))],
    }
