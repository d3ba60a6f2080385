"""A licence in plain words, in the language of the screen: you may, you may not, you must, and within which limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from media_library.licences import countries
from media_library.licences.terms import LicenceDuty, LicenceUse, in_order

if TYPE_CHECKING:
    from media_library.models import Licence


@dataclass(frozen=True, slots=True)
class LicenceTerms:
    """What the words are made of. `uses` is {use: allowed}; `territory` holds country codes, empty means worldwide."""

    uses: Mapping[str, bool] = field(default_factory=dict)
    duties: tuple[str, ...] = ()
    data_mining: str = "DMI-UNSPECIFIED"
    audience: str = "public"
    territory: tuple[str, ...] = ()
    allows_download: bool = True
    allows_redistribution: bool = True
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class LicenceWords:
    may: tuple[str, ...] = ()
    may_not: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.may or self.may_not or self.must or self.limits)


def terms_in(body: Mapping[str, Any], audience: str = "") -> LicenceTerms:
    """The terms out of a published document's `licence`; documents built before uses existed name none."""
    return LicenceTerms(
        uses=body.get("uses", {}),
        duties=tuple(body.get("duties", ())),
        data_mining=body.get("data_mining", "DMI-UNSPECIFIED"),
        audience=audience or "public",
        territory=tuple(body.get("territory", ())),
        allows_download=body.get("allows_download", True),
        allows_redistribution=body.get("allows_redistribution", True),
    )


def terms_of(licence: Licence) -> LicenceTerms:
    return LicenceTerms(
        uses=licence.uses,
        duties=tuple(licence.duties),
        data_mining=licence.data_mining,
        audience=licence.audience,
        territory=tuple(licence.territory.split()),
        allows_download=licence.allows_download,
        allows_redistribution=licence.allows_redistribution,
        valid_until=licence.valid_until,
    )


def words_of(terms: LicenceTerms) -> LicenceWords:
    """The terms in words. What the licence says nothing of isn't mentioned."""
    uses = in_order(LicenceUse, terms.uses)
    may = [str(LicenceUse(use).label) for use in uses if terms.uses[use]]
    may_not = [str(LicenceUse(use).label) for use in uses if not terms.uses[use]]
    if not terms.allows_download:
        may_not.append(_("take the full-size file"))
    # Only said where the licence speaks of uses at all: a list of one line would look like the whole of it.
    if terms.allows_redistribution and terms.allows_download and may:
        may.append(_("pass it on to others under the same terms"))
    elif not terms.allows_redistribution:
        may_not.append(_("pass it on to others"))
    mined_may, mined_may_not = _data_mining(terms.data_mining)
    must = [str(LicenceDuty(duty).label) for duty in in_order(LicenceDuty, terms.duties)]
    return LicenceWords((*may, *mined_may), (*may_not, *mined_may_not), tuple(must), tuple(_limits(terms)))


def _data_mining(value: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(you may, you may not), of what machines may learn from it (PLUS DataMining)."""
    match value:
        case "DMI-ALLOWED":
            return (_("let machines analyse it and learn from it"),), ()
        case "DMI-PROHIBITED":
            return (), (_("let machines analyse it or learn from it"),)
        case "DMI-PROHIBITED-GENAIMLTRAINING":
            return (), (_("train generative AI with it"),)
        case "DMI-PROHIBITED-AIMLTRAINING":
            return (), (_("train any AI with it"),)
        case "DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING":
            return (), (_("let machines analyse it, except search engines for their index"),)
    return (), ()


def _limits(terms: LicenceTerms) -> list[str]:
    found = []
    if terms.audience == "press":
        found.append(_("For verified press partners only."))
    elif terms.audience == "internal":
        found.append(_("For the province's own offices only."))
    if terms.territory:
        names = ", ".join(countries.spelt(terms.territory))
        found.append(_("Only in these countries: %(countries)s.") % {"countries": names})
    if terms.valid_until:
        moment = date_format(localtime(terms.valid_until), "DATE_FORMAT")
        found.append(_("Until %(moment)s.") % {"moment": moment})
    return found
