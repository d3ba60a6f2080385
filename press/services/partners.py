"""Vetting organisations, and the people who may sign in for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from press import tasks
from press.models import Member, MemberRole, Organisation, OrganisationState
from press.services import reviews
from provinces.teams import roles_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, User


@transaction.atomic
def verify(organisation: Organisation, *, actor: AbstractBaseUser | None) -> None:
    """Make it a partner, or one again after a suspension. Nothing happens to one that is."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.is_partner:
        return
    organisation.state = OrganisationState.VERIFIED
    organisation.verified_at = timezone.now()
    organisation.verified_by_id = actor.pk if actor else None
    organisation.suspension_reason = ""
    organisation.save(update_fields=["state", "verified_at", "verified_by", "suspension_reason"])
    reviews.begin_year(organisation)
    log(instance=organisation, action="press.verify", user=actor)


@transaction.atomic
def suspend(organisation: Organisation, *, actor: AbstractBaseUser | None, reason: str = "") -> None:
    """From this second its tokens and its members' sessions give no more than the public gets."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.state == OrganisationState.SUSPENDED:
        return
    organisation.state = OrganisationState.SUSPENDED
    organisation.suspension_reason = reason
    organisation.save(update_fields=["state", "suspension_reason"])
    log(instance=organisation, action="press.suspend", user=actor, data={"reason": reason})


@transaction.atomic
def invite_member(
    organisation: Organisation,
    *,
    email: str,
    full_name: str,
    role: str = MemberRole.CORRESPONDENT,
    actor: AbstractBaseUser | None,
) -> Member:
    """Open an account and mail the link that sets its password. Raises ValidationError as `open_account` does."""
    member = open_account(organisation, email=email, full_name=full_name, role=role, actor=actor)
    transaction.on_commit(lambda: tasks.mail_password_link.enqueue(member.pk, True))
    return member


def has_account(email: str) -> bool:
    """Whether an address is somebody's here, of the staff or of a partner, open or closed."""
    users = get_user_model().objects
    return users.filter(Q(username__iexact=email) | Q(email__iexact=email)).exists()


@transaction.atomic
def open_account(
    organisation: Organisation,
    *,
    email: str,
    full_name: str,
    role: str = MemberRole.CORRESPONDENT,
    is_manager: bool = False,
    actor: AbstractBaseUser | None,
) -> Member:
    """Make a member with an account without a password. Nobody is mailed.

    Raises ValidationError for a bad address, and for an address that has an account already.
    """
    address = email.strip().lower()
    validate_email(address)
    if has_account(address):
        raise ValidationError(_("There is an account with this address already."))
    first, _space, last = full_name.strip().rpartition(" ")
    user = get_user_model().objects.create_user(
        username=address, email=address, password=None, first_name=first[:150], last_name=last[:150]
    )
    member = add_member(organisation, user, role=role, actor=actor)
    if is_manager:
        member.is_manager = True
        member.save(update_fields=["is_manager"])
    return member


@transaction.atomic
def add_member(
    organisation: Organisation,
    user: User,
    *,
    role: str = MemberRole.CORRESPONDENT,
    actor: AbstractBaseUser | None = None,
) -> Member:
    """Make an existing account a member. Raises ValidationError for the provinces' own staff and for members."""
    if getattr(user, "is_superuser", False) or roles_of(user):
        raise ValidationError(_("Staff of a province can't be members of a partner organisation."))
    if Member.objects.filter(user=user).exists():
        raise ValidationError(_("This person is a member of an organisation already."))
    member = Member.objects.create(user=user, organisation=organisation, role=role)
    log(instance=organisation, action="press.add_member", user=actor, data={"member": str(member)})
    return member


@transaction.atomic
def close_member(member: Member, *, actor: AbstractBaseUser | None) -> None:
    """The account can't sign in any more; its receipts stay."""
    member.user.is_active = False
    member.user.save(update_fields=["is_active"])
    log(instance=member.organisation, action="press.close_member", user=actor, data={"member": str(member)})


@transaction.atomic
def let_manage(member: Member, manages: bool, *, actor: AbstractBaseUser | None) -> None:
    """An officer decides who manages an organisation's members, also that nobody does."""
    member.is_manager = manages
    member.save(update_fields=["is_manager"])
    log(instance=member.organisation, action="press.change_member", user=actor, data={"member": str(member)})
