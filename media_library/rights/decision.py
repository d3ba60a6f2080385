"""The decision itself. Every rule here has its twin, in the same order, in `rights.sql`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from media_library.rights.audience import Audience, AudienceKind
from media_library.rights.facts import AssetFacts


class Purpose(StrEnum):
    """What for: to look at, to take the full-size file, to pass on (feeds, kits, other systems)."""

    PREVIEW = "preview"
    DOWNLOAD = "download"
    REDISTRIBUTION = "redistribution"


class Reason(StrEnum):
    """Why not. Words for editors and partners are in `REASON_WORDS`."""

    NOT_APPROVED = "not_approved"
    WITHDRAWN = "withdrawn"
    MAP_NOT_CHECKED = "map_not_checked"
    NO_LICENCE = "no_licence"
    LICENCE_NOT_YET_VALID = "licence_not_yet_valid"
    LICENCE_EXPIRED = "licence_expired"
    EXPIRED = "expired"
    CONSENT_MISSING = "consent_missing"
    CONSENT_EXPIRED = "consent_expired"
    CONSENT_REVOKED = "consent_revoked"
    EMBARGOED = "embargoed"
    INTERNAL = "internal"
    PRESS_ONLY = "press_only"
    TERRITORY = "territory"
    DOWNLOAD_NOT_LICENSED = "download_not_licensed"
    REDISTRIBUTION_NOT_LICENSED = "redistribution_not_licensed"
    TERMS_NOT_ACCEPTED = "terms_not_accepted"


REASON_WORDS = {
    Reason.NOT_APPROVED: _("It hasn't been approved yet."),
    Reason.WITHDRAWN: _("It has been withdrawn."),
    Reason.MAP_NOT_CHECKED: _("It shows a map, and nobody has ticked yet that it follows the official map."),
    Reason.NO_LICENCE: _("It has no licence."),
    Reason.LICENCE_NOT_YET_VALID: _("Its licence isn't valid yet."),
    Reason.LICENCE_EXPIRED: _("Its licence has expired."),
    Reason.EXPIRED: _("The time until which it may be given out has passed."),
    Reason.CONSENT_MISSING: _("People can be recognised and no consent is on file."),
    Reason.CONSENT_EXPIRED: _("The consent of the people shown has expired."),
    Reason.CONSENT_REVOKED: _("The consent of the people shown has been revoked."),
    Reason.EMBARGOED: _("It is under embargo."),
    Reason.INTERNAL: _("Its licence is for the province's own staff only."),
    Reason.PRESS_ONLY: _("Its licence is for verified press partners only."),
    Reason.TERRITORY: _("Its licence doesn't hold in the asker's country."),
    Reason.DOWNLOAD_NOT_LICENSED: _("Its licence doesn't allow the full-size file to be taken."),
    Reason.REDISTRIBUTION_NOT_LICENSED: _("Its licence doesn't allow passing it on."),
    Reason.TERMS_NOT_ACCEPTED: _("The terms of use have to be accepted first."),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """Allowed exactly when there is no reason against it."""

    reasons: tuple[Reason, ...] = ()

    @property
    def allowed(self) -> bool:
        return not self.reasons


def standing_reasons(facts: AssetFacts) -> list[Reason]:
    reasons = []
    if facts.withdrawn_at is not None:
        reasons.append(Reason.WITHDRAWN)
    if facts.approved_at is None:
        reasons.append(Reason.NOT_APPROVED)
    if facts.shows_map and facts.map_checked_at is None:
        reasons.append(Reason.MAP_NOT_CHECKED)
    return reasons


def validity_reasons(facts: AssetFacts, at: datetime) -> list[Reason]:
    reasons = []
    licence = facts.licence
    if licence is None:
        reasons.append(Reason.NO_LICENCE)
    else:
        if licence.valid_from is not None and at < licence.valid_from:
            reasons.append(Reason.LICENCE_NOT_YET_VALID)
        if licence.valid_until is not None and at >= licence.valid_until:
            reasons.append(Reason.LICENCE_EXPIRED)
    if facts.expires_at is not None and at >= facts.expires_at:
        reasons.append(Reason.EXPIRED)
    return reasons


def consent_reasons(facts: AssetFacts, at: datetime) -> list[Reason]:
    """A consent on file counts even where nobody was marked recognisable: revoking it always stops the asset."""
    consent = facts.consent
    if consent is None:
        return [Reason.CONSENT_MISSING] if facts.shows_people else []
    reasons = []
    if consent.revoked_at is not None and at >= consent.revoked_at:
        reasons.append(Reason.CONSENT_REVOKED)
    if consent.expires_at is not None and at >= consent.expires_at:
        reasons.append(Reason.CONSENT_EXPIRED)
    return reasons


def _reach(facts: AssetFacts, audience: Audience, at: datetime) -> list[Reason]:
    """Embargo, the licence's audience and its territory, for those who aren't the province's own staff."""
    reasons = []
    organisation = audience.organisation_id if audience.kind is AudienceKind.PARTNER else None
    if facts.embargo_until is not None and at < facts.embargo_until and organisation not in facts.embargo_granted_to:
        reasons.append(Reason.EMBARGOED)
    licence = facts.licence
    if licence is not None:
        if licence.audience == "internal":
            reasons.append(Reason.INTERNAL)
        elif licence.audience == "press" and organisation is None:
            reasons.append(Reason.PRESS_ONLY)
        if licence.territory and audience.country not in licence.territory:
            reasons.append(Reason.TERRITORY)
    return reasons


def _use(facts: AssetFacts, audience: Audience, purpose: Purpose, at: datetime) -> list[Reason]:
    if purpose is Purpose.PREVIEW or facts.licence is None:
        return []
    reasons = []
    if not facts.licence.allows_download:
        reasons.append(Reason.DOWNLOAD_NOT_LICENSED)
    if purpose is Purpose.REDISTRIBUTION and not facts.licence.allows_redistribution:
        reasons.append(Reason.REDISTRIBUTION_NOT_LICENSED)
    if audience.kind is AudienceKind.PARTNER and not audience.terms_accepted and _for_partners_only(facts, at):
        reasons.append(Reason.TERMS_NOT_ACCEPTED)
    return reasons


def _for_partners_only(facts: AssetFacts, at: datetime) -> bool:
    """Whether only a partnership opens the asset: what everybody may take needs no partner's terms."""
    licence = facts.licence
    embargoed = facts.embargo_until is not None and at < facts.embargo_until
    return embargoed or licence is None or licence.audience != "public" or bool(licence.territory)


def decide(facts: AssetFacts, audience: Audience, purpose: Purpose, at: datetime) -> Decision:
    """May `audience` use the asset for `purpose` at `at` (aware)? All reasons against it are given.

    The province's own staff may look at everything of theirs, withdrawn or not, since they work on it;
    they may take full-size files of whatever isn't withdrawn, and pass on only what anybody may pass on.
    """
    own = audience.works_in(facts.province_id)
    if own and purpose is Purpose.PREVIEW:
        return Decision()
    if own and purpose is Purpose.DOWNLOAD:
        return Decision((Reason.WITHDRAWN,) if facts.withdrawn_at is not None else ())
    return Decision(
        (
            *standing_reasons(facts),
            *validity_reasons(facts, at),
            *consent_reasons(facts, at),
            *_reach(facts, audience, at),
            *_use(facts, audience, purpose, at),
        )
    )


def known(facts: AssetFacts, audience: Audience) -> bool:
    """Whether `audience` could see a withdrawn asset at the moment of its withdrawal.

    Only they may be told that it is gone (410); to everybody else it never existed (404).
    """
    if facts.withdrawn_at is None:
        return False
    before = replace(facts, withdrawn_at=None)
    return decide(before, audience, Purpose.PREVIEW, facts.withdrawn_at).allowed
