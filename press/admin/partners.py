"""Partner organisations in the admin: their data, and on a page of its own their state, members and tokens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from locales.registry import LANGUAGES
from press import networks
from press.admin.sign_in import asks_again
from press.models import AccessToken, Member, MemberRole, Organisation
from press.permissions import works_for_press
from press.scopes import ALL, Scope
from press.services import partners, reviews, second_factor, tokens

SERIOUS = frozenset({"issue", "reset_factor"})
"""Acts that hand out access: they ask for a recent sign-in."""


class OrganisationForm(WagtailAdminModelForm):
    languages = forms.MultipleChoiceField(
        choices=[(language.code, language.name_native) for language in LANGUAGES.values()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Languages it publishes in"),
    )

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).upper()


class InviteForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    full_name = forms.CharField(max_length=200, label=gettext_lazy("Name"))
    role = forms.ChoiceField(choices=MemberRole.choices, label=gettext_lazy("Role"))


class TokenForm(forms.Form):
    name = forms.CharField(max_length=100, label=gettext_lazy("Where the token is used"))
    days = forms.IntegerField(
        min_value=1, max_value=730, initial=tokens.VALID_DAYS, label=gettext_lazy("Valid for (days)")
    )
    scopes = forms.MultipleChoiceField(
        choices=Scope.choices,
        initial=ALL,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("What the token may do"),
    )
    networks = forms.CharField(
        required=False,
        max_length=1000,
        label=gettext_lazy("Only from these networks"),
        help_text=gettext_lazy("Such as 203.0.113.0/24 2001:db8::/48. Empty: from anywhere."),
    )
    chosen = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)
    """Tells a form in which everything was unticked from a program that doesn't know the rights."""

    def clean_networks(self) -> list[str]:
        return networks.parse(self.cleaned_data["networks"])


class OrganisationEditView(generic.EditView):
    @property
    def header_buttons(self) -> list[HeaderButton]:
        url = reverse("organisations:access", args=[self.object.pk])
        return [HeaderButton(_("State, members, tokens"), url=url, icon_name="key")]


class OrganisationViewSet(ModelViewSet):
    model = Organisation
    name = "organisations"
    icon = "group"
    menu_label = gettext_lazy("Partner organisations")
    edit_view_class = OrganisationEditView
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = ["name", "country", "state", "contact_name", "contact_email", "verified_at", "review_due_at"]
    list_filter = ["state", "country"]
    search_fields = ["name", "contact_name", "contact_email"]
    search_backend_name = None
    ordering = ["name"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("kind")]),
            FieldRowPanel([FieldPanel("country"), FieldPanel("language")]),
            FieldPanel("website"),
            FieldPanel("languages"),
            MultiFieldPanel(
                [FieldPanel("contact_name"), FieldPanel("contact_email")], heading=gettext_lazy("Editor's contact")
            ),
        ],
        base_form_class=OrganisationForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("<int:pk>/access/", access, name="access")]


@require_http_methods(["GET", "POST"])
def access(request: HttpRequest, pk: int) -> HttpResponse:
    """State, members and tokens; `act` in a POST says what to do."""
    if not works_for_press(request.user):
        raise PermissionDenied
    organisation = get_object_or_404(Organisation, pk=pk)
    secret = ""
    if request.method == "POST":
        if request.POST.get("act") in SERIOUS and (again := asks_again(request, request.path)) is not None:
            return again
        try:
            secret = _act(request, organisation)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        if not secret:
            return redirect("organisations:access", pk)
        organisation.refresh_from_db()
    context = {
        "organisation": organisation,
        "members": organisation.members.select_related("user", "user__press_second_factor"),
        "tokens": organisation.tokens.all(),
        "receipts": organisation.receipts.count(),
        "webhooks": organisation.webhooks.count(),
        "invite": InviteForm(),
        "token_form": TokenForm(),
        "secret": secret,
        "page_title": _("State, members, tokens"),
        "page_subtitle": str(organisation),
    }
    response = render(request, "press/admin/organisation_access.html", context)
    if secret:
        response["Cache-Control"] = "no-store"
    return response


def _act(request: HttpRequest, organisation: Organisation) -> str:
    """Do what was asked; the new token's secret, if one was issued. Raises ValidationError."""
    actor: Any = request.user
    match request.POST.get("act"):
        case "verify":
            partners.verify(organisation, actor=actor)
            messages.success(request, _("The organisation is a verified partner."))
        case "suspend":
            partners.suspend(organisation, actor=actor, reason=request.POST.get("reason", "")[:1000])
            messages.success(request, _("The organisation is suspended: it sees what everybody sees."))
        case "confirm":
            reviews.confirm(organisation, actor=actor)
            messages.success(request, _("Confirmed for another year."))
        case "manage":
            person = get_object_or_404(Member, pk=_pk(request), organisation=organisation)
            partners.let_manage(person, not person.is_manager, actor=actor)
            messages.success(request, _("Changed."))
        case "invite":
            form = _valid(InviteForm(request.POST))
            partners.invite_member(organisation, actor=actor, **form)
            messages.success(request, _("The invitation is on its way."))
        case "close_member":
            partners.close_member(get_object_or_404(Member, pk=_pk(request), organisation=organisation), actor=actor)
            messages.success(request, _("The account is closed."))
        case "reset_factor":
            member = get_object_or_404(
                Member.objects.select_related("user"), pk=_pk(request), organisation=organisation
            )
            second_factor.remove(member.user, actor=actor)
            messages.success(request, _("The second factor is removed; the person was told by mail."))
        case "issue":
            form = _valid(TokenForm(request.POST))
            may = form["scopes"] if form["chosen"] else ALL
            return tokens.issue(
                organisation, form["name"], days=form["days"], scopes=may, networks=form["networks"], actor=actor
            )[1]
        case "revoke":
            tokens.revoke(get_object_or_404(AccessToken, pk=_pk(request), organisation=organisation), actor=actor)
            messages.success(request, _("The token doesn't work any more."))
        case _:
            raise ValidationError(_("Nothing was done: the form was incomplete."))
    return ""


def _valid(form: forms.Form) -> dict[str, Any]:
    if not form.is_valid():
        raise ValidationError(
            [f"{form.fields[name].label}: {' '.join(str(e) for e in errors)}" for name, errors in form.errors.items()]
        )
    return form.cleaned_data


def _pk(request: HttpRequest) -> int:
    text = request.POST.get("pk", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
