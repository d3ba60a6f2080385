"""Whose lightboxes are whose, and what is done with them. Places are kept without gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from media_library.models import Asset, Lightbox, LightboxItem
from media_library.permissions import ROLES_FOR
from provinces.teams import province_ids_of

MOST_ITEMS = 500
"""In one lightbox: beyond that a saved search serves better."""

LONGEST_NOTE = 500


# --- who ------------------------------------------------------------------------------------------------
def seen_by(user: Any) -> QuerySet[Lightbox]:
    """One's own and the shared ones, in provinces whose pictures one works on; also to be filled and sorted."""
    boxes = Lightbox.objects.select_related("province", "owner")
    if user.is_superuser:
        return boxes
    own = province_ids_of(user, *ROLES_FOR["view"])
    return boxes.filter(Q(owner=user) | Q(is_shared=True), province__in=own)


def may_manage(user: Any, box: Lightbox) -> bool:
    """Whether the user may rename, share and delete it: its owner, or anybody in the team when that one has left."""
    return bool(user.is_superuser or box.owner_id in (None, user.pk))


def assets_for(box: Lightbox) -> QuerySet[Asset]:
    """What may lie in a lightbox: its own province's, so that sharing it shows nobody anything new."""
    return Asset.objects.filter(province=box.province_id)


# --- what -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Added:
    """How many were laid in, were there already, and belong elsewhere or to nothing."""

    new: int
    there: int
    left_out: int


@transaction.atomic
def add(box: Lightbox, ids: Sequence[int], *, actor: Any) -> Added:
    """Lay assets in at the end, in the given order. Raises ValidationError when it would hold too many."""
    Lightbox.objects.select_for_update(of=("self",)).get(pk=box.pk)
    asked = list(dict.fromkeys(ids))
    there = dict(box.items.values_list("asset", "place"))
    allowed = set(assets_for(box).filter(pk__in=asked).order_by().values_list("pk", flat=True))
    new = [pk for pk in asked if pk in allowed and pk not in there]
    if len(there) + len(new) > MOST_ITEMS:
        raise ValidationError(_("A lightbox holds %d pictures at most.") % MOST_ITEMS)
    first = 1 + max(there.values(), default=-1)
    LightboxItem.objects.bulk_create(
        LightboxItem(lightbox=box, asset_id=pk, place=first + number, added_by=actor) for number, pk in enumerate(new)
    )
    if new:
        box.save(update_fields=["updated_at"])
    return Added(len(new), sum(pk in there for pk in asked), sum(pk not in allowed and pk not in there for pk in asked))


@transaction.atomic
def remove(box: Lightbox, item_id: int) -> None:
    """Take one out; nothing happens if it isn't there."""
    if box.items.filter(pk=item_id).delete()[0]:
        arrange(box, {})


@transaction.atomic
def arrange(box: Lightbox, wanted: Mapping[int, int]) -> None:
    """Give items the places that were typed for them: {item: place, counted from 1}; the others close up.

    An item that is moved stands where it was put; what stood there gives way.
    """
    Lightbox.objects.select_for_update(of=("self",)).get(pk=box.pk)
    items = list(box.items.order_by("place", "pk"))

    def key(pair: tuple[int, LightboxItem]) -> tuple[int, int]:
        now, item = pair
        asked = wanted.get(item.pk, now)
        return asked, (asked > now) - (asked < now)

    ordered = [item for _now, item in sorted(enumerate(items, 1), key=key)]
    _place(box, ordered)


@transaction.atomic
def move(box: Lightbox, item_id: int, steps: int) -> None:
    """Move an item by `steps` places, backwards if negative; at the ends it stays."""
    Lightbox.objects.select_for_update(of=("self",)).get(pk=box.pk)
    items = list(box.items.order_by("place", "pk"))
    found = next((place for place, item in enumerate(items) if item.pk == item_id), None)
    if found is None:
        return
    item = items.pop(found)
    items.insert(max(0, min(len(items), found + steps)), item)
    _place(box, items)


def _place(box: Lightbox, items: Iterable[LightboxItem]) -> None:
    changed = []
    for place, item in enumerate(items):
        if item.place != place:
            item.place = place
            changed.append(item)
    LightboxItem.objects.bulk_update(changed, ["place"])
    if changed:
        box.save(update_fields=["updated_at"])


@transaction.atomic
def write_notes(box: Lightbox, notes: Mapping[int, str]) -> None:
    """{item: note}; unknown items are passed over. Notes are cut to what fits."""
    changed = []
    for item in box.items.filter(pk__in=notes):
        note = notes[item.pk].strip()[:LONGEST_NOTE]
        if item.note != note:
            item.note = note
            changed.append(item)
    LightboxItem.objects.bulk_update(changed, ["note"])
