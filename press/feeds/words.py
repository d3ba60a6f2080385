"""Words and forms that all feed formats share."""

from __future__ import annotations

from typing import assert_never

from django.utils.translation import gettext as _

from locales.moments import with_zone
from media_library.asset_view import AssetView
from press.feeds.selection import Item, Tombstone
from promotion.feeds.words import translated_by_machine


def urn(entry: Item | Tombstone) -> str:
    """The same identifier as inside the files' metadata: it never changes."""
    match entry:
        case Item(view=view):
            return f"urn:uuid:{view.uuid}"
        case Tombstone(uuid=uuid):
            return f"urn:uuid:{uuid}"
        case _ as never:
            assert_never(never)


def headline(item: Item) -> str:
    """The title; before the end of the embargo it begins with the embargo, so that no desk overlooks it."""
    until = item.view.embargo_until
    if not item.embargoed or until is None:
        return item.view.title.text
    return _("EMBARGO until %(moment)s: %(title)s") % {"moment": with_zone(until), "title": item.view.title.text}


def gone_headline() -> str:
    return _("Withdrawn: please don't use this picture any more")


def language_of(view: AssetView) -> str:
    """BCP 47 tag of the language in which most of the item's text really comes."""
    return (view.caption or view.title).lang


def rights(view: AssetView) -> str:
    """Credit, how it was made and what may be done, in one line for formats that have one field for them."""
    terms = view.licence.usage_terms.text if view.licence else ""
    return " · ".join(part for part in (view.credit_line, disclosed(view), terms) if part)


def disclosed(view: AssetView) -> str:
    """What readers must be told of how the picture was made; else empty."""
    return str(view.disclosure.label) if view.disclosure else ""


def told(view: AssetView) -> str:
    """The caption, with what readers must know of the picture and of the text: for formats without a field for it."""
    remarks = (disclosed(view), machine_words(view))
    return " ".join([view.caption.text or view.title.text, *(f"[{remark}]" for remark in remarks if remark)])


def is_machine_made(view: AssetView) -> bool:
    """Whether headline or text, as a feed gives them, stand as a machine translated them."""
    return view.title.by_machine or view.caption.by_machine


def machine_words(view: AssetView) -> str:
    """What people are told of that; else empty."""
    return _("Machine translation") if is_machine_made(view) else ""


def machine_tag(view: AssetView) -> str:
    """What programs are told of it: the language with the extension that means machine translation, `en-t-t0-und`
    (RFC 6497 with CLDR's key `t0`); else empty. The plain tags stay beside it, since many programs know only those.
    """
    return translated_by_machine(language_of(view)) if is_machine_made(view) else ""
