"""Words of the media library for templates: how a picture was made, and what its licence lets readers do."""

from __future__ import annotations

from django import template

from media_library.asset_view import AssetView
from media_library.disclosure import Disclosure, disclosure_of
from media_library.licences import use
from media_library.licences.use import UseWords
from media_library.licences.words import LicenceWords, words_of
from media_library.models import Asset, Licence

register = template.Library()


@register.filter
def disclosed(thing: AssetView | Asset | str | None) -> Disclosure | None:
    """How a picture was made, where readers must be told; else None. Takes a view, a record or the bare value."""
    if thing is None or thing == "":
        return None
    return disclosure_of(str(getattr(thing, "digital_source_type", thing)))


@register.filter
def licence_words(thing: AssetView | Licence | None) -> LicenceWords:
    """The licence of an asset, or a licence, in plain words."""
    from media_library.licences.words import terms_of

    if isinstance(thing, Licence):
        return words_of(terms_of(thing))
    return thing.licence_words if isinstance(thing, AssetView) else LicenceWords()


@register.filter
def use_words(view: AssetView) -> UseWords | None:
    """“How may I use it?”, answered for this reader."""
    return use.use_words(view)
