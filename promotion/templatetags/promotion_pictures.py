"""Showing pictures. What may be shown, in which words, is decided elsewhere; here it gets its markup."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Model
from django.template.context import Context
from django.utils.translation import gettext as _

from media_library.asset_view import AssetView
from media_library.models import AssetKind
from media_library.rights import AudienceKind
from media_library.rights.audiences import audience_of
from promotion.pictures import desk_of, ratio_class
from promotion.templatetags.promotion_machine import all_made

register = template.Library()

PHONE = "(max-width: 30rem) 88vw"
"""Nearly the width of the text: with it a telephone takes the copy of 640 pixels, where 100vw would take twice that."""
SIZES = {
    "hero": f"{PHONE}, 100vw",
    "wide": f"{PHONE}, (min-width: 72rem) 68rem, 100vw",
    "column": f"{PHONE}, (min-width: 44rem) 40rem, 100vw",
    "half": f"{PHONE}, (min-width: 60rem) 58vw, 100vw",
    "third": f"{PHONE}, (min-width: 60rem) 33vw, (min-width: 36rem) 50vw, 100vw",
    "small": "(min-width: 44rem) 9rem, 5rem",
    "row": f"{PHONE}, (min-width: 60rem) 30vw, 50vw",
}
"""How wide a picture is shown, by the place it stands in; `sizes=` may also say it in full."""


def _view(context: Context, thing: Any) -> AssetView | None:
    if isinstance(thing, AssetView):
        return thing
    request = context.get("request")
    if request is None or thing is None or thing == "":
        return None
    return desk_of(request).get(thing.pk if isinstance(thing, Model) else int(thing))


@register.simple_tag(takes_context=True)
def picture_view(context: Context, thing: Any) -> AssetView | None:
    """The picture as this reader may see it, or None; for templates that lay out more than a figure."""
    return _view(context, thing)


@register.simple_tag(takes_context=True)
def seen(context: Context, things: Any) -> list[AssetView]:
    """Those of many pictures that this reader may see, in order."""
    views = (_view(context, thing) for thing in things or [])
    return [view for view in views if view is not None]


@register.simple_tag
def disclosure(view: AssetView) -> str:
    """How the picture was made, where readers must be told; else empty."""
    return str(view.disclosure.label) if view.disclosure else ""


@register.simple_tag
def state_note(view: AssetView) -> str:
    """Why not everybody sees this picture, for those who do."""
    if view.embargoed:
        return _("under embargo")
    if view.licence_audience == "internal":
        return _("internal")
    if view.licence_audience == "press":
        return _("press only")
    return ""


def _shows_itself(context: Context, view: AssetView) -> bool:
    """Whether a drawing's own file may stand for it: it has no sized copies.

    Not for partners, who sign for every file: a list that they only look at would make them holders of all of it.
    """
    if view.kind != AssetKind.GRAPHIC or not view.downloadable or "request" not in context:
        return False
    return audience_of(context["request"]).kind is not AudienceKind.PARTNER


@register.inclusion_tag("promotion/pictures/image.html", takes_context=True)
def image(
    context: Context, thing: Any, place: str = "column", *, crop: bool = False, eager: bool = False,
    sizes: str = "",
) -> dict[str, Any]:  # fmt: skip
    """The bare picture. `crop` takes the 4:3 cut around the focal point, but a small one is cut by the style sheet:
    the cut is made for cards and would weigh ten times as much as a thumbnail."""
    view = _view(context, thing)
    crop = crop and place != "small"
    return {"view": view, "crop": crop, "eager": eager,
            "drawing": view is not None and _shows_itself(context, view),
            "sizes": sizes or SIZES.get(place, "100vw"),
            "card": view.rendition("card") if view and view.has_pixels and crop else None,
            "card_webp": view.rendition("card", "webp") if view and view.has_pixels and crop else None}  # fmt: skip


@register.inclusion_tag("promotion/pictures/figure.html", takes_context=True)
def picture(
    context: Context, thing: Any, place: str = "column", *, caption: str = "", eager: bool = False,
    sizes: str = "", captioned: bool = True, caption_lang: Any = "",
) -> dict[str, Any]:  # fmt: skip
    """A figure: the picture, its caption (or the page's own), credit and licence, leading to its own page.

    Nothing at all where the decision refuses the picture.
    """
    view = _view(context, thing)
    return {
        "request": context.get("request"),
        "view": view,
        "place": place,
        "caption": caption,
        "caption_lang": caption_lang,
        "captioned": captioned,
        "eager": eager,
        "sizes": sizes or SIZES.get(place, "100vw"),
        "ratio": ratio_class(view.width, view.height) if view else "",
    }


@register.inclusion_tag("promotion/pictures/rows.html", takes_context=True)
def picture_rows(context: Context, things: Any, *, heading_level: int = 3) -> dict[str, Any]:
    """Justified rows of pictures, each leading to its own page."""
    views = seen(context, things)
    return {
        "request": context.get("request"),
        "items": [(view, ratio_class(view.width, view.height)) for view in views],
        "told_above": all_made(context.get("request"), views),
    }
