"""Writing fingerprints, looking for likenesses, and what an editor decides about them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from locales.registry import LANGUAGES, column
from media_library import replacement
from media_library.likeness.shelf import SHELF
from media_library.models import Asset, PerceptualHash, Photo, Replacement, Resemblance, ResemblanceState
from media_library.models.asset import TEXT_FIELDS

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

KEPT_AT_MOST = 5
"""Resemblances kept of one photo, the nearest: a burst of 50 is seen from its 5 nearest, too."""


class Verdict(StrEnum):
    """What an editor may decide about two pictures that look alike."""

    KEEP_EARLIER = "keep_earlier"
    KEEP_BOTH = "keep_both"
    REPLACE = "replace"


def remember(photo: Photo, marks: bytes) -> PerceptualHash:
    """Keep the fingerprint of a photo's picture; empty marks, too, so that it isn't tried again."""
    row, _created = PerceptualHash.objects.update_or_create(
        photo_id=photo.pk, defaults={"marks": marks, "compared_at": None}
    )
    return row


@transaction.atomic
def compare(photo: Photo) -> list[Resemblance]:
    """Look for a photo's picture in the library and note what resembles it; returns what is new.

    Called after the transaction that brought the photo in, so that of two copies which come in at the same
    time the later one sees the earlier. Nothing happens for a photo without a fingerprint.
    """
    row = PerceptualHash.objects.filter(photo_id=photo.pk).first()
    if row is None:
        return []
    found: list[Resemblance] = []
    for likeness in SHELF.near(bytes(row.marks), besides=photo.pk, limit=KEPT_AT_MOST):
        earlier, newer = sorted((photo.pk, likeness.photo_id))
        if _told_already(newer, earlier):
            continue
        resemblance, created = Resemblance.objects.get_or_create(
            photo_id=newer, other_id=earlier, defaults={"distance": likeness.distance}
        )
        if created:
            found.append(resemblance)
    PerceptualHash.objects.filter(pk=row.pk).update(compared_at=timezone.now())
    return found


def _told_already(newer: int, earlier: int) -> bool:
    """The one was uploaded to replace the other, or the earlier one has made way for a better file long ago."""
    known = Replacement.objects.filter(successor=newer, predecessor=earlier).exists()
    return known or Asset.objects.filter(pk=earlier, withdrawn_at__isnull=False, successor__isnull=False).exists()


@transaction.atomic
def decide(resemblance: Resemblance, verdict: Verdict, *, actor: AbstractBaseUser | None) -> None:
    """Carry out what an editor decided; who may is asked before (`policy.verdicts`).

    Raises ValidationError where somebody else was quicker, or the photos aren't what they were any more.
    """
    locked = Resemblance.objects.select_for_update().filter(pk=resemblance.pk, state=ResemblanceState.OPEN).first()
    if locked is None:
        raise ValidationError(_("Somebody has decided this already."))
    photos = Photo.objects.select_for_update(of=("self",)).in_bulk([locked.photo_id, locked.other_id])
    newer, earlier = photos[locked.photo_id], photos[locked.other_id]
    match verdict:
        case Verdict.KEEP_BOTH:
            _settle(locked, ResemblanceState.DIFFERENT, actor)
        case Verdict.KEEP_EARLIER:
            _settle(locked, ResemblanceState.SAME, actor)
            _drop(newer, in_favour_of=earlier, actor=actor)
        case Verdict.REPLACE:
            _settle(locked, ResemblanceState.SAME, actor)
            if earlier.approved_at is None:
                replacement.take_over(newer, earlier)
                _drop(earlier, in_favour_of=newer, actor=actor)
            else:
                replacement.propose(newer, earlier, actor=actor)


def _settle(resemblance: Resemblance, state: ResemblanceState, actor: AbstractBaseUser | None) -> None:
    resemblance.state = state
    resemblance.decided_by_id = actor.pk if actor else None
    resemblance.decided_at = timezone.now()
    resemblance.save(update_fields=["state", "decided_by", "decided_at"])


def _drop(draft: Photo, *, in_favour_of: Photo, actor: AbstractBaseUser | None) -> None:
    """Delete a draft as its own page would, and tell so in the history of the picture that stays."""
    if draft.approved_at is not None:
        raise ValidationError(_("It has been approved meanwhile, so it can't be deleted any more."))
    data = {"title": draft.title_vi, "uuid": str(draft.uuid), "sha256": draft.sha256, "texts": _texts(draft)}
    log(instance=draft, action="wagtail.delete", user=actor, deleted=True)
    log(instance=in_favour_of, action="media_library.same_picture", user=actor, data=data)
    try:
        draft.delete()
    except ProtectedError as error:
        raise ValidationError(_("It is used elsewhere, so it can't be deleted. Take it out there first.")) from error


def _texts(draft: Photo) -> dict[str, str]:
    """All that was written for a draft, so that nothing typed is lost."""
    latest = draft.get_latest_revision_as_object()
    names = [column(field, code) for field in TEXT_FIELDS for code in LANGUAGES]
    names += ["keywords", "creator", "credit_line"]
    return {name: text for name in names if (text := getattr(latest, name))}
