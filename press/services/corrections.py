"""Telling those who hold an earlier version of a file that it was corrected. Whom that concerns, the ledger knows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from media_library.models import Asset, Change, ChangeEvent, PublishedDocument
from media_library.models.kinds import record_of
from press.models import NoticeDelivery, NoticeKind, Receipt
from press.services.notices import tell_holders

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def corrected_at(asset: Asset) -> datetime | None:
    """When what leaves of it last changed after its approval: its texts, credit or file; None if it never did."""
    changes = Change.objects.filter(subject="asset", subject_uuid=asset.uuid, event=ChangeEvent.UPDATED)
    found: datetime | None = changes.aggregate(last=Max("at"))["last"]
    return found


def holders_of_earlier(asset: Asset) -> list[int]:
    """Organisations that took nothing of it since then and weren't told of this correction. Four queries at most.

    An approval that changed nothing of the original concerns nobody who holds that.
    """
    since = corrected_at(asset)
    if since is None or asset.withdrawn_at is not None or asset.approved_at is None:
        return []
    taken = Receipt.objects.filter(asset=asset).order_by().values("organisation_id").annotate(last=Max("at"))
    present = PublishedDocument.objects.filter(pk=asset.pk).values("sha256")
    holds_it = Receipt.objects.filter(asset=asset, sha256__in=present).values("organisation_id")
    told = NoticeDelivery.objects.filter(
        notice__asset=asset, notice__kind=NoticeKind.CORRECTION, notice__created_at__gte=since
    ).values("organisation_id")
    earlier = taken.filter(last__lt=since).exclude(organisation_id__in=told).exclude(organisation_id__in=holds_it)
    return list(earlier.values_list("organisation_id", flat=True))


@transaction.atomic
def tell_of_correction(
    asset: Asset, *, reason: str, actor: AbstractBaseUser | None, reason_texts: Mapping[str, str] | None = None
) -> int:
    """Tell them, once; how many. `reason` says what was wrong and is told to them, in their language where
    `reason_texts` {code: text} has it.

    Raises ValidationError without a reason, and where nobody holds an earlier version.
    """
    if not reason.strip():
        raise ValidationError(_("Say what was corrected: those who hold the earlier version are told this."))
    concerned = holders_of_earlier(Asset.objects.select_for_update(of=("self",)).get(pk=asset.pk))
    if not concerned:
        raise ValidationError(_("Nobody holds an earlier version, or all who do have been told."))
    tell_holders(
        NoticeKind.CORRECTION,
        asset,
        reason=reason.strip(),
        reason_texts=reason_texts,
        only=concerned,
        actor=actor,
    )
    if (record := record_of(asset)) is not None:
        log(instance=record, action="press.tell_correction", user=actor, data={"reason": reason.strip()})
    return len(concerned)
