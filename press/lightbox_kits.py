"""A press kit from a lightbox: a draft with its pictures in their order, for a press officer to finish."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import log

from locales.search.folding import fold
from media_library.lightboxes.actions import LightboxAction
from media_library.models import Asset, AssetKind, Lightbox
from press.models import Kit, KitAddress, KitItem
from press.permissions import works_for_press


def may_make(user: Any, box: Lightbox) -> bool:
    return works_for_press(user, box.province_id)


def make(request: HttpRequest, box: Lightbox, assets: Sequence[Asset]) -> str:
    """A draft kit; the address of its edit page. What is withdrawn stays out, what isn't approved is named."""
    kept = [asset for asset in assets if asset.withdrawn_at is None]
    kit = draft_from(box, kept, actor=request.user)
    _tell(request, left_out=len(assets) - len(kept), waiting=sum(asset.approved_at is None for asset in kept))
    return reverse("kits:edit", args=[kit.pk])


@transaction.atomic
def draft_from(box: Lightbox, assets: Sequence[Asset], *, actor: Any) -> Kit:
    """The kit with the assets that belong to the lightbox's province, the first photo as its cover."""
    own = [asset for asset in assets if asset.province_id == box.province_id]
    cover = next((asset.pk for asset in own if asset.kind == AssetKind.PHOTO), None)
    kit = Kit(province_id=box.province_id, slug=_free_slug(box.title), title_vi=box.title, summary_vi=box.note[:1000])
    kit.cover_id = cover
    kit.save()
    for place, asset in enumerate(own):
        # One by one: Wagtail's index of references listens to every save.
        KitItem.objects.create(kit=kit, asset=asset, sort_order=place)
    log(instance=kit, action="wagtail.create", user=actor, data={"lightbox": box.title})
    return kit


def _free_slug(title: str) -> str:
    base = slugify(fold(title))[:70] or "kit"
    taken = set(KitAddress.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)


def _tell(request: HttpRequest, *, left_out: int, waiting: int) -> None:
    messages.success(request, _("The kit is a draft. Write its texts, then publish it."))
    if left_out:
        words = ngettext(
            "%(number)d withdrawn picture was left out.", "%(number)d withdrawn pictures were left out.", left_out
        )
        messages.warning(request, words % {"number": left_out})
    if waiting:
        words = ngettext(
            "%(number)d picture isn't approved yet: nobody gets it with the kit before it is.",
            "%(number)d pictures aren't approved yet: nobody gets them with the kit before they are.",
            waiting,
        )
        messages.warning(request, words % {"number": waiting})


KIT_FROM_LIGHTBOX = LightboxAction("kit", gettext_lazy("Make a press kit from it"), may_make, make)
