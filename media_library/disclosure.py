"""Telling readers that a picture isn't what a camera saw: one function for pages, feeds, archives and mails.

Source: IPTC digital source types (http://cv.iptc.org/newscodes/digitalsourcetype/). What a camera or scanner
made, small corrections included, needs no words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from media_library.models.asset import DigitalSourceType

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Disclosure:
    """`label` stands beside the picture, `explanation` where there is room. `by_ai`: a trained model took part."""

    kind: DigitalSourceType
    label: StrOrPromise
    explanation: StrOrPromise
    by_ai: bool = False


DISCLOSED: dict[str, Disclosure] = {
    found.kind: found
    for found in (
        Disclosure(
            DigitalSourceType.AI_MADE,
            _("Made with AI"),
            _("This picture was made by an AI. It doesn't show anything that a camera saw."),
            by_ai=True,
        ),
        Disclosure(
            DigitalSourceType.AI_ALTERED,
            _("Altered with AI"),
            _("Parts of this photograph were added or changed by an AI."),
            by_ai=True,
        ),
        Disclosure(
            DigitalSourceType.ALGORITHMIC,
            _("Drawn by a program"),
            _("This picture was drawn by a program. It is no photograph."),
        ),
        Disclosure(
            DigitalSourceType.COMPOSITE,
            _("Composed picture"),
            _("This picture was put together from several photographs."),
        ),
    )
}
"""What is told, by the value of the digital source type."""


def disclosure_of(source_type: str) -> Disclosure | None:
    """What readers must be told of a picture made this way, or None."""
    return DISCLOSED.get(source_type)


def disclosure_in(body: Mapping[str, Any]) -> Disclosure | None:
    """The same out of a published document."""
    return disclosure_of(str(body.get("digital_source_type", "")))
