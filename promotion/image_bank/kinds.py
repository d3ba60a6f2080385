"""The kinds of asset as readers choose and count them."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy, ngettext

from media_library.models import AssetKind
from media_library.rights import Audience
from media_library.selectors import visible
from promotion.selectors.figures import written

LABELS = {
    AssetKind.PHOTO: gettext_lazy("Pictures"),
    AssetKind.VIDEO: gettext_lazy("Videos"),
    AssetKind.DOCUMENT: gettext_lazy("Documents"),
    AssetKind.GRAPHIC: gettext_lazy("Logos and drawings"),
}


def kinds_seen(audience: Audience) -> list[AssetKind]:
    """The kinds of which this audience may see at least one, in the order of the model. One query."""
    seen = set(visible(audience).order_by().values_list("kind", flat=True).distinct())
    return [kind for kind in AssetKind if kind in seen]


def counted(kind: str, total: int, *, more: bool = False) -> str:
    """How many were found, in words: of one kind, or of several where `kind` is empty; at least so many if `more`."""
    words = {
        AssetKind.PHOTO: ngettext("%(total)s picture", "%(total)s pictures", total),
        AssetKind.VIDEO: ngettext("%(total)s video", "%(total)s videos", total),
        AssetKind.DOCUMENT: ngettext("%(total)s document", "%(total)s documents", total),
        AssetKind.GRAPHIC: ngettext("%(total)s logo or drawing", "%(total)s logos and drawings", total),
    }
    several = ngettext("%(total)s item", "%(total)s items", total)
    said: str = words.get(kind, several) % {"total": written(total)}  # type: ignore[call-overload]
    # Translators: "More than 2,000 pictures"; the number and its noun come as they stand alone.
    return gettext("More than %(counted)s") % {"counted": said} if more else said
