"""Accepting the terms of use."""

from __future__ import annotations

from press.models import Member, Organisation, TermsAcceptance, TermsVersion


def accept(organisation: Organisation, version: TermsVersion, *, member: Member | None = None) -> TermsAcceptance:
    """Once per organisation and version; a second time gives the first acceptance back."""
    acceptance, _created = TermsAcceptance.objects.get_or_create(
        organisation=organisation, version=version, defaults={"member": member}
    )
    return acceptance
