"""Share links in force, what they lead to, and how they were used."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.db.models import Count, Exists, Q, QuerySet

from media_library.bearer import digest_of
from media_library.rights import Audience
from media_library.rights.sql import Moment, RightNow
from press.kit_view import KitView, WithdrawnItem
from press.models import OrganisationState, PublishedItem, ShareLink
from press.selectors.partners import terms_accepted

RECIPIENTS = (OrganisationState.VERIFIED, OrganisationState.GUEST)
"""States of an organisation to which a link may lead."""


def in_force(at: Moment | None = None) -> Q:
    """Links that are neither revoked nor expired and whose recipient isn't suspended; also those that are used up.

    Without `at` it means the moment at which the database is asked.
    """
    return Q(revoked_at__isnull=True, expires_at__gt=at or RightNow(), organisation__state__in=RECIPIENTS)


def find_link(*, secret: str = "", pk: int = 0) -> ShareLink | None:
    """The link in force with this secret or key. One query, the same for a wrong one."""
    wanted = Q(digest=digest_of(secret)) if secret else Q(pk=pk)
    return ShareLink.objects.select_related("organisation", "kit").filter(in_force(), wanted).first()


def audience_by(link: ShareLink) -> Audience:
    """What the rights decision takes somebody for who comes by this link: its recipient, on this pass."""
    recipient = link.organisation
    return Audience.partner(
        recipient.pk, recipient.country, terms_accepted=terms_accepted(recipient.pk), pass_id=link.pk
    )


def shared_kit(link: ShareLink, audience: Audience, lang: str, gate: str = "/media") -> KitView | None:
    """The link's kit as its recipient sees it, with files below `gate`; None where it isn't open to it now.

    A link to a choice of files shows these only, each as long as the kit holds it.
    """
    from press.selectors.kits import find_kit

    view = find_kit(audience, lang, pk=link.kit_id)
    if view is None:
        return None
    chosen = frozenset(link.assets.order_by().values_list("pk", flat=True))
    shown = [replace(asset, gate=gate) for asset in view.assets if not chosen or asset.id in chosen]
    by_id = {asset.id: asset for asset in shown}
    cover = by_id.get(view.cover.id) if view.cover else None
    return replace(
        view, assets=shown, asset_ids=tuple(by_id), passable=view.passable.intersection(by_id),
        cover=cover or next((asset for asset in shown if asset.has_pixels), None),
    )  # fmt: skip


def holds(link: ShareLink, audience: Audience, uuid: UUID) -> bool:
    """Whether the link leads to this file now; whether it may be had, the gate asks. One query."""
    from press.selectors.kits import kits_for

    shown = kits_for(audience).filter(pk=link.kit_id).order_by().values("pk")
    choice = ShareLink.assets.through.objects.filter(sharelink=link)  # type: ignore[attr-defined]
    chosen = Q(asset__in=choice.values("asset")) | ~Q(Exists(choice))
    return PublishedItem.objects.filter(chosen, kit__in=shown, asset__uuid=uuid).exists()


def withdrawn_from(link: ShareLink, audience: Audience) -> list[WithdrawnItem]:
    """What was taken back of that which the link shows."""
    from press.selectors.kits import withdrawn_items

    gone = withdrawn_items(link.kit, audience)
    chosen = set(link.assets.order_by().values_list("uuid", flat=True))
    return [item for item in gone if not chosen or item.uuid in chosen]


def with_uses(links: QuerySet[ShareLink]) -> QuerySet[ShareLink]:
    """Each with `files`: how many files left by it, from the ledger."""
    return links.select_related("organisation", "kit", "created_by").annotate(files=Count("receipts"))
