"""Accepting the terms of use."""

from __future__ import annotations

from press.models import Member, Organisation, ShareLink, TermsAcceptance, TermsVersion


def accept(
    organisation: Organisation,
    version: TermsVersion,
    *,
    member: Member | None = None,
    share_link: ShareLink | None = None,
    name: str = "",
) -> TermsAcceptance:
    """Once per organisation and version; a second time gives the first acceptance back.

    By a member, or by somebody with a share link, of whom the typed `name` is all that is known.
    """
    acceptance, _created = TermsAcceptance.objects.get_or_create(
        organisation=organisation,
        version=version,
        defaults={"member": member, "share_link": share_link, "name": name.strip()[:200]},
    )
    return acceptance
