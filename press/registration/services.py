"""From what an applicant sends to what an officer decides. Every step is kept in the thread and in the log."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from media_library.consent_documents import Checked
from press.models import (
    Application,
    ApplicationState,
    LetterKind,
    Organisation,
    OrganisationState,
    ThreadAct,
    ThreadEntry,
)
from press.registration import cards
from press.services import letters, partners

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

    from provinces.models import Province

CONFIRM_WITHIN = timedelta(days=3)
ANSWER_WITHIN = timedelta(days=30)
TOLD = (
    "kind",
    "name",
    "country",
    "website",
    "links",
    "languages",
    "language",
    "applicant_name",
    "applicant_role",
    "editor_name",
    "editor_email",
    "card_number",
)
"""What an applicant tells and may amend; the address stays the one that was confirmed."""


@transaction.atomic
def receive(
    *, email: str, told: Mapping[str, Any], provinces: Iterable[Province], card: Checked | None
) -> Application | None:
    """Keep an application until its address is confirmed, and mail the link for that.

    An address that has an account gets a mail that says so, and nothing is kept. The sender sees no difference.
    """
    address = email.lower()
    if partners.has_account(address):
        letters.post(LetterKind.KNOWN, address=address, language=told["language"])
        return None
    made = Application(email=address, **{name: told[name] for name in TOLD})
    if card is not None:
        cards.keep(made, card)
    made.save()
    made.provinces.set(provinces)
    letters.post(LetterKind.CONFIRM, application=made)
    return made


@transaction.atomic
def confirm(application: Application) -> None:
    """The address is its sender's. Done twice it is done."""
    application = _locked(application)
    if application.state != ApplicationState.UNCONFIRMED:
        return
    application.state = ApplicationState.WAITING
    application.confirmed_at = timezone.now()
    application.save(update_fields=["state", "confirmed_at"])
    _note(application, ThreadAct.CONFIRMED)


@transaction.atomic
def ask_back(application: Application, words: str, *, actor: AbstractBaseUser | None) -> None:
    """Put a question to the applicant, by a mail with a link to answer. Raises ValidationError for a settled one."""
    application = _open(application)
    application.state = ApplicationState.ASKED
    application.save(update_fields=["state"])
    entry = _note(application, ThreadAct.ASKED, words=words, by=actor)
    log(instance=application, action="press.ask_applicant", user=actor, data={"reason": words})
    letters.post(LetterKind.ASK_BACK, application=application, entry=entry)


@transaction.atomic
def answer(
    application: Application,
    *,
    words: str,
    told: Mapping[str, Any],
    provinces: Collection[Province],
    card: Checked | None = None,
) -> None:
    """The applicant amends what was told and answers. Raises ValidationError where no question is open."""
    application = _locked(application)
    if application.state != ApplicationState.ASKED:
        raise ValidationError(_("This link has been used or is too old."))
    changes = [name for name in TOLD if getattr(application, name) != told[name]]
    for name in changes:
        setattr(application, name, told[name])
    if {province.pk for province in application.provinces.all()} != {province.pk for province in provinces}:
        application.provinces.set(provinces)
        changes.append("provinces")
    if card is not None:
        cards.keep(application, card)
        changes.append("card")
    application.state = ApplicationState.WAITING
    application.save()
    _note(application, ThreadAct.ANSWERED, words=words, changes=changes)


@transaction.atomic
def approve(
    application: Application, *, actor: AbstractBaseUser | None, organisation: Organisation | None = None
) -> Organisation:
    """Make the organisation a verified partner, or join the applicant to one that is known, and open the account.

    The first member of an organisation manages its members. Raises ValidationError for a settled application, for a
    name that is taken, and for an address that has an account.
    """
    application = _open(application)
    if organisation is None:
        organisation = _organisation_from(application)
    elif organisation.state == OrganisationState.SUSPENDED:
        raise ValidationError(_("This organisation is suspended. Verify it again first, or refuse the application."))
    partners.verify(organisation, actor=actor)
    member = partners.open_account(
        organisation,
        email=application.email,
        full_name=application.applicant_name,
        is_manager=not organisation.members.filter(is_manager=True, user__is_active=True).exists(),
        actor=actor,
    )
    application.organisation = organisation
    _settle(application, ApplicationState.APPROVED)
    _note(application, ThreadAct.APPROVED, by=actor)
    log(instance=application, action="press.approve_applicant", user=actor)
    letters.post(LetterKind.WELCOME, application=application, member=member)
    return organisation


@transaction.atomic
def refuse(application: Application, reason: str, *, actor: AbstractBaseUser | None) -> None:
    """The applicant is told why. Raises ValidationError for a settled application."""
    application = _open(application)
    _settle(application, ApplicationState.REFUSED)
    entry = _note(application, ThreadAct.REFUSED, words=reason, by=actor)
    log(instance=application, action="press.refuse_applicant", user=actor, data={"reason": reason})
    letters.post(LetterKind.REFUSAL, application=application, entry=entry)


def forget(now: datetime) -> int:
    """Erase what is no longer needed: cards some days after the decision, what nobody confirmed after three, and
    refused applications when the time has passed that readers were told. How many were erased."""
    decided = Application.objects.filter(decided_at__lt=now - timedelta(days=settings.PRESS_CARD_KEEP_DAYS))
    with_card = list(decided.exclude(card=""))
    for application in with_card:
        cards.erase(application)
    idle = Application.objects.filter(state=ApplicationState.UNCONFIRMED, created_at__lt=now - CONFIRM_WITHIN)
    kept_until = now - timedelta(days=min(settings.CONTACT_KEEP_DAYS, 365))
    refused = Application.objects.filter(state=ApplicationState.REFUSED, decided_at__lt=kept_until)
    gone = [*idle, *refused]
    for application in gone:
        cards.erase(application)
        application.delete()
    return len(with_card) + len(gone)


def _organisation_from(application: Application) -> Organisation:
    if Organisation.objects.filter(name=application.name).exists():
        raise ValidationError(_("There is an organisation of this name. Choose it, or correct the name first."))
    return Organisation.objects.create(
        name=application.name,
        kind=application.kind,
        country=application.country,
        website=application.website,
        language=application.language,
        languages=application.languages,
        contact_name=application.editor_name or application.applicant_name,
        contact_email=application.editor_email or application.email,
    )


def _settle(application: Application, state: ApplicationState) -> None:
    application.state = state
    application.decided_at = timezone.now()
    application.save(update_fields=["state", "decided_at", "organisation"])


def _locked(application: Application) -> Application:
    return Application.objects.select_for_update(of=("self",)).get(pk=application.pk)


def _open(application: Application) -> Application:
    application = _locked(application)
    if not application.is_open:
        raise ValidationError(_("This application has been settled already."))
    return application


def _note(application: Application, act: ThreadAct, *, by: AbstractBaseUser | None = None, **told: Any) -> ThreadEntry:
    return ThreadEntry.objects.create(application=application, act=act, by_id=by.pk if by else None, **told)
