"""“How may I use it?” in plain words: the licence's lists, and sentences on what it leaves open or time decides.

One wording for the page of a picture, a kit and a share link, from the asset as this reader sees it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from locales.moments import with_zone
from media_library.licences.terms import LicenceUse
from media_library.licences.words import LicenceTerms, LicenceWords, terms_in, words_of

if TYPE_CHECKING:
    from media_library.asset_view import AssetView


@dataclass(frozen=True, slots=True)
class UseWords:
    """`lists` is what one may, may not and must do; `sentences` say the rest, the most pressing first."""

    lists: LicenceWords
    sentences: tuple[str, ...]


def use_words(view: AssetView) -> UseWords | None:
    """In the active language; None for what has no licence."""
    if view.licence is None:
        return None
    terms = terms_in(view.body["licence"], view.licence_audience)
    said = (_embargo(view), _credit(view), *_left_open(terms), _end(view), _withdrawal())
    return UseWords(words_of(terms), tuple(sentence for sentence in (*said, *view.release_words) if sentence))


def _embargo(view: AssetView) -> str:
    if not view.embargoed or view.embargo_until is None:
        return ""
    return _("Nothing of it may be published before %(moment)s.") % {"moment": with_zone(view.embargo_until)}


def _credit(view: AssetView) -> str:
    return _("Credit it exactly so: %(credit)s") % {"credit": view.attribution} if view.attribution else ""


def _left_open(terms: LicenceTerms) -> list[str]:
    """What the licence says nothing of must not be taken for allowed."""
    found = []
    if not terms.territory:
        found.append(_("It may be used in every country."))
    if not {LicenceUse.ADAPTATION.value, LicenceUse.CROPPING.value} & set(terms.uses):
        found.append(_("Don't alter it: the licence says nothing of changes, so ask before you make any."))
    if terms.data_mining == "DMI-UNSPECIFIED":
        found.append(_("Ask before machines analyse it or learn from it: the licence says nothing of that."))
    return found


def _end(view: AssetView) -> str:
    if view.expires_at is None:
        return ""
    return _("Given out until %(moment)s.") % {"moment": date_format(localtime(view.expires_at), "DATE_FORMAT")}


def _withdrawal() -> str:
    return _("If it is withdrawn, stop using it and take it out of your systems; newsrooms that took it here are told.")
