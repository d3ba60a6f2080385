"""What a manager does for her organisation: inviting colleagues, changing roles, closing accounts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from press import mail
from press.models import Invitation, Letter, LetterKind, Member, MemberRole, Organisation
from press.models.invitation import VALID
from press.services import letters, partners

OPEN_AT_MOST = 50
"""Invitations of one organisation: its managers can't make us a sender of bulk mail."""
_SALT = "press.invitation"


@transaction.atomic
def invite(organisation: Organisation, *, by: Member, email: str, full_name: str, role: str, manages: bool) -> None:
    """Ask a colleague in. Whether the address has an account already is told in the mail only, to its owner.

    Raises ValidationError for a bad address, an unknown role, one who is invited already, and too many at a time.
    """
    address = email.strip().lower()
    validate_email(address)
    if role not in MemberRole.values:
        raise ValidationError(_("There is no such role."))
    organisation = _locked(organisation)
    waiting = organisation.invitations.filter(accepted_at=None)
    if waiting.filter(email=address).exists():
        raise ValidationError(_("This address is invited already. You can send the invitation again."))
    if waiting.count() >= OPEN_AT_MOST:
        raise ValidationError(_("Too many invitations are open. Take some back first."))
    invitation = organisation.invitations.create(
        email=address,
        full_name=full_name,
        role=role,
        is_manager=manages,
        invited_by=by.user,
        expires_at=timezone.now() + VALID,
    )
    log(instance=organisation, action="press.invite", user=by.user, data={"member": address})
    letters.post(LetterKind.INVITATION, invitation=invitation)


@transaction.atomic
def send_again(invitation: Invitation, *, by: Member) -> None:
    """Two more weeks, and the mail once more. Raises ValidationError for an accepted one, and within the hour."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at:
        raise ValidationError(_("This invitation has been accepted."))
    last = invitation.letters.order_by("-pk").first()
    if last is not None and timezone.now() - last.created_at < letters.LEASE * 6:
        raise ValidationError(_("It was sent within the last hour. Please wait a little."))
    invitation.expires_at = timezone.now() + VALID
    invitation.save(update_fields=["expires_at"])
    letters.post(LetterKind.INVITATION, invitation=invitation)


@transaction.atomic
def take_back(invitation: Invitation, *, by: Member) -> None:
    """Its link opens nothing from now on. Raises ValidationError for an accepted one."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at:
        raise ValidationError(_("This invitation has been accepted."))
    log(instance=invitation.organisation, action="press.uninvite", user=by.user, data={"member": invitation.email})
    invitation.delete()


def invitation_path(invitation: Invitation) -> str:
    return reverse("press:invitation", args=[signing.dumps(invitation.key.hex, salt=_SALT)])


def invitation_of(token: str) -> Invitation | None:
    """The open invitation of a link; None for a forged, used or old one and one of an organisation not verified."""
    try:
        key = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    found = Invitation.objects.select_related("organisation").filter(key=str(key)).first()
    return found if found and found.is_open and found.organisation.is_partner else None


@transaction.atomic
def accept(invitation: Invitation, *, full_name: str, password: str) -> Member:
    """Open the account. Raises ValidationError for a weak password, a used link, and an address that has one."""
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=invitation.pk)
    if not invitation.is_open:
        raise ValidationError(_("This link has been used or is too old."))
    try:
        with transaction.atomic():
            member = partners.open_account(
                invitation.organisation,
                email=invitation.email,
                full_name=full_name,
                role=invitation.role,
                is_manager=invitation.is_manager,
                actor=None,
            )
    except IntegrityError as error:  # a second click at the same moment
        raise ValidationError(_("This link has been used or is too old.")) from error
    validate_password(password, member.user)
    member.user.set_password(password)
    member.user.save(update_fields=["password"])
    invitation.accepted_at = timezone.now()
    invitation.accepted_as = member
    invitation.save(update_fields=["accepted_at", "accepted_as"])
    return member


@transaction.atomic
def change(member: Member, *, by: Member, role: str, manages: bool) -> None:
    """Raises ValidationError for an unknown role, and where nobody would be left who manages."""
    if role not in MemberRole.values:
        raise ValidationError(_("There is no such role."))
    organisation = _locked(member.organisation)
    if not manages:
        _somebody_stays(organisation, member)
    member.role, member.is_manager = role, manages
    member.save(update_fields=["role", "is_manager"])
    data: dict[str, Any] = {"member": str(member), "after": member.get_role_display()}
    log(instance=organisation, action="press.change_member", user=by.user, data=data)


@transaction.atomic
def close(member: Member, *, by: Member) -> None:
    """Raises ValidationError where nobody would be left who manages."""
    _somebody_stays(_locked(member.organisation), member)
    partners.close_member(member, actor=by.user)


def _locked(organisation: Organisation) -> Organisation:
    """Its row is the lock for all that concerns its members: two managers can't put each other out at once."""
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def _somebody_stays(organisation: Organisation, leaving: Member) -> None:
    managers = organisation.members.filter(is_manager=True, user__is_active=True)
    if managers.filter(pk=leaving.pk).exists() and not managers.exclude(pk=leaving.pk).exists():
        raise ValidationError(_("Somebody has to manage the members. Let a colleague do it first."))


def compose(letter: Letter) -> EmailMessage | None:
    """The invitation; none to one that was accepted or has run out meanwhile."""
    invitation = letter.invitation
    if invitation is None or not invitation.is_open or not invitation.organisation.is_partner:
        return None
    with translation.override(mail.language_for(invitation.organisation)):
        context = {
            "invitation": invitation,
            "organisation": invitation.organisation,
            "known": partners.has_account(invitation.email),
            "url": settings.SITE_URL + invitation_path(invitation),
        }
        return mail.written("invitation", context, [invitation.email], f"letter-{letter.key}")
