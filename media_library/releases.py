"""Releases: what the people and the owners shown have signed, in the words of PLUS.

Source: PLUS Licence Data Format, vocabularies of ModelReleaseStatus, PropertyReleaseStatus and
MinorModelAgeDisclosure (http://ns.useplus.org/ldf/vocab/). The values are the last part of the vocabulary's URI.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from media_library.metadata.vocabulary import code_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from media_library.metadata import PhotoMetadata

IDS_AT_MOST = 50
IDS_LENGTH = 500


class ModelRelease(models.TextChoices):
    NONE = "MR-NON", _("none has been signed")
    NOT_APPLICABLE = "MR-NAP", _("not needed: nobody can be recognised")
    UNLIMITED = "MR-UMR", _("signed by all, without limits")
    LIMITED = "MR-LMR", _("signed by some, or with limits")


class PropertyRelease(models.TextChoices):
    NONE = "PR-NON", _("none has been signed")
    NOT_APPLICABLE = "PR-NAP", _("not needed: no protected building, work of art or brand")
    UNLIMITED = "PR-UPR", _("signed for all, without limits")
    LIMITED = "PR-LPR", _("signed for some, or with limits")


class MinorAge(models.TextChoices):
    """Age of the youngest person shown, at the time of the picture."""

    UP_TO_14 = "AG-U14", _("14 or younger")
    AGE_15 = "AG-A15", "15"
    AGE_16 = "AG-A16", "16"
    AGE_17 = "AG-A17", "17"
    AGE_18 = "AG-A18", "18"
    AGE_19 = "AG-A19", "19"
    AGE_20 = "AG-A20", "20"
    AGE_21 = "AG-A21", "21"
    AGE_22 = "AG-A22", "22"
    AGE_23 = "AG-A23", "23"
    AGE_24 = "AG-A24", "24"
    FROM_25 = "AG-A25", _("25 or older")
    UNKNOWN = "AG-UNK", _("not known")


MINORS = frozenset({MinorAge.UP_TO_14, MinorAge.AGE_15, MinorAge.AGE_16, MinorAge.AGE_17})

READERS_WORDS: dict[str, StrOrPromise] = {
    ModelRelease.NONE: _("The people shown have signed no release: not for advertising."),
    ModelRelease.LIMITED: _("Not all people shown have signed a release without limits: ask before you advertise."),
    PropertyRelease.NONE: _("No release has been signed for buildings, works or brands shown: not for advertising."),
    PropertyRelease.LIMITED: _(
        "The release for buildings, works or brands shown has limits: ask before you advertise."
    ),
}
"""What a reader has to know; the other states hold nobody back."""


def ids_in(text: str) -> list[str]:
    """The numbers of releases in a field: separated by commas, semicolons or lines."""
    return [found for part in re.split(r"[,;\n]", text) if (found := part.strip())][:IDS_AT_MOST]


def read_from(metadata: PhotoMetadata) -> dict[str, str]:
    """{field of an asset: value} of what a file says of its releases; values of no vocabulary are left out."""
    said = {
        "model_release": _term(metadata.model_release, ModelRelease),
        "property_release": _term(metadata.property_release, PropertyRelease),
        "minor_age": _term(metadata.minor_age, MinorAge),
        "model_release_ids": _ids(metadata.model_release_ids),
        "property_release_ids": _ids(metadata.property_release_ids),
    }
    return {field: value for field, value in said.items() if value}


def _term(uri: str, choices: type[models.TextChoices]) -> str:
    term = code_of(uri)
    return term if term in choices.values else ""


def _ids(ids: Sequence[str]) -> str:
    """As many whole numbers as the field holds."""
    kept: list[str] = []
    for found in ids:
        if sum(map(len, kept)) + 2 * len(kept) + len(found) > IDS_LENGTH:
            break
        kept.append(found.replace(",", " ").replace(";", " "))
    return ", ".join(kept)


def words_in(body: Mapping[str, Any]) -> list[str]:
    """What readers have to know of the releases of a published document."""
    releases = body.get("releases", {})
    return [str(READERS_WORDS[value]) for key in ("model", "property") if (value := releases.get(key)) in READERS_WORDS]


def outgoing(releases: Mapping[str, Any]) -> dict[str, Any]:
    """The releases of a published document as fields of `metadata.Outgoing`."""
    return {
        "model_release": releases.get("model", ""),
        "model_release_ids": tuple(releases.get("model_ids", ())),
        "property_release": releases.get("property", ""),
        "property_release_ids": tuple(releases.get("property_ids", ())),
        "minor_age": releases.get("minor_age", ""),
    }
