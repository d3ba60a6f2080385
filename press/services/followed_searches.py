"""Saving and forgetting searches that a newsroom follows."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from press.models import FollowedSearch, Member, Organisation

AT_MOST = 50
"""Of one organisation: few enough to look through."""


def save(member: Member, name: str, asked: Mapping[str, str]) -> FollowedSearch:
    """Under a name; the same search again only gets the new name.

    `asked` are a feed's parameters, checked, without language. Raises ValidationError without a name or parameters, and
    beyond AT_MOST.
    """
    title = " ".join(name.split())[:100]
    if not title or not title.isprintable():
        raise ValidationError(_("Give the search a name."))
    if not asked:
        raise ValidationError(_("Search the image bank first, then save what you found."))
    own = FollowedSearch.objects.filter(organisation=member.organisation)
    query = urlencode(asked)
    if not own.filter(query=query).exists() and own.count() >= AT_MOST:
        raise ValidationError(_("Remove a search that isn't followed any more first."))
    search, _new = FollowedSearch.objects.update_or_create(
        organisation=member.organisation,
        query=query,
        defaults={"name": title},
        create_defaults={"name": title, "created_by": member},
    )
    return search


def remove(organisation: Organisation, pk: int) -> bool:
    """Whether it was one of the organisation's own."""
    removed, _kinds = FollowedSearch.objects.filter(organisation=organisation, pk=pk).delete()
    return bool(removed)
