"""`/<lang>/press/account/members/`: a manager's colleagues, and the link with which an invited one opens an account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from press.models import Invitation, Member, MemberRole
from press.services import members as service
from press.services import reviews
from press.views.answers import keep_to_asker, members_only, show, step, steps
from promotion.guarded_forms import one_line, printable


class InviteForm(forms.Form):
    full_name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=150)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=MemberRole.choices)
    manages = forms.BooleanField(label=gettext_lazy("Manages members"), required=False)

    def clean_full_name(self) -> str:
        return one_line(self.cleaned_data["full_name"])


class AcceptForm(forms.Form):
    full_name = forms.CharField(
        label=gettext_lazy("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=gettext_lazy("New password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_full_name(self) -> str:
        return one_line(self.cleaned_data["full_name"])


def _manager(member: Member) -> Member:
    if not member.is_manager:
        raise Http404
    return member


@require_safe
@members_only
def members(request: HttpRequest, member: Member) -> HttpResponse:
    """For all members to see who is there; only managers get the acts."""
    organisation = member.organisation
    invited = organisation.invitations.filter(accepted_at=None) if member.is_manager else Invitation.objects.none()
    context = {
        "people": organisation.members.select_related("user").filter(user__is_active=True),
        "invitations": invited,
        "roles": MemberRole.choices,
        "form": InviteForm(auto_id="invite-%s"),
        "steps": steps(
            step(_("Your organisation"), "press:account"),
            step(_("Members"), "press:members"),
        ),
    }
    return show(request, "press/members.html", context)


def _done(request: HttpRequest, act: Callable[[], None], words: str) -> HttpResponse:
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, words)
    return redirect("press:members")


@require_POST
@members_only
def invite(request: HttpRequest, member: Member) -> HttpResponse:
    _manager(member)
    form = InviteForm(request.POST)
    if not form.is_valid():
        for name, errors in form.errors.items():
            messages.error(request, f"{form.fields[name].label}: {' '.join(map(str, errors))}")
        return redirect("press:members")
    return _done(
        request,
        lambda: service.invite(member.organisation, by=member, **form.cleaned_data),
        _("The invitation is on its way."),
    )


@require_POST
@members_only
def send_again(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    mine = get_object_or_404(Invitation, pk=pk, organisation=_manager(member).organisation)
    return _done(request, lambda: service.send_again(mine, by=member), _("The invitation is on its way."))


@require_POST
@members_only
def take_back(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    mine = get_object_or_404(Invitation, pk=pk, organisation=_manager(member).organisation)
    return _done(request, lambda: service.take_back(mine, by=member), _("The invitation is taken back."))


@require_POST
@members_only
def change(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    role, manages = request.POST.get("role", ""), "manages" in request.POST
    colleague = _colleague(member, pk)
    return _done(request, lambda: service.change(colleague, by=member, role=role, manages=manages), _("Saved."))


@require_POST
@members_only
def close(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    colleague = _colleague(member, pk)
    return _done(request, lambda: service.close(colleague, by=member), _("The account is closed."))


def _colleague(member: Member, pk: int) -> Member:
    """An open account of the manager's own organisation. Raises Http404 for every other."""
    own = Member.objects.select_related("organisation", "user").filter(user__is_active=True)
    return get_object_or_404(own, pk=pk, organisation=_manager(member).organisation)


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Where the mailed link leads: name and password, and the account is open."""
    invitation = service.invitation_of(token)
    form = AcceptForm(
        request.POST if request.method == "POST" else None,
        initial={"full_name": invitation.full_name if invitation else ""},
        auto_id="accept-%s",
    )
    if invitation is not None and request.method == "POST" and form.is_valid():
        try:
            service.accept(invitation, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("password", error)
        else:
            messages.success(request, _("Your password is set. Please sign in."))
            return redirect("press:login")
    status = 404 if invitation is None else 422 if request.method == "POST" else 200
    context: dict[str, Any] = {"invitation": invitation, "form": form, "robots": "noindex", "steps": steps()}
    return keep_to_asker(render(request, "press/invitation.html", context, status=status))


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def review(request: HttpRequest, member: Member) -> HttpResponse:
    """Once a year: are the organisation's data still right?"""
    if request.method == "POST":
        remark = printable(request.POST.get("remark", ""))[:2000]
        try:
            reviews.answer(member.organisation, member=member, remark=remark)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Thank you. Your answer is with the press office."))
        return redirect("press:review")
    context = {
        "asked": reviews.is_asked(member.organisation, timezone.now()),
        "steps": steps(step(_("Your organisation"), "press:account"), step(_("Yearly review"), "press:review")),
    }
    return show(request, "press/review.html", context)
