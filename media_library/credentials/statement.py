"""What a signed file says of itself, as C2PA has it. Source: C2PA 2.2, 18.15 (actions), 18.11 (ingredients).

No person is named. Who it is from says the certificate, what it shows says the XMP, which the signature covers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation

CREATED, OPENED = "c2pa.created", "c2pa.opened"
EDITED_METADATA = "c2pa.edited.metadata"
CROPPED = "c2pa.cropped"
RESIZED = "c2pa.resized.proportional"
CONVERTED = "c2pa.converted"
ADDED_TEXT = "c2pa.addedText"

_IPTC_EXTENSION = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_PARENT = "parent"


@dataclass(frozen=True, slots=True)
class Statement:
    """`source_type` is the IPTC URI; `acts` are what was done after the file was made or opened.

    `opens` is the media type of the file this one was made from, empty where it is the first of its kind.
    """

    source_type: str
    acts: Sequence[str] = ()
    opens: str = ""


def product() -> str:
    """The product's name in English: it stands in files, which have no reader's language."""
    with translation.override("en"):
        return str(settings.PRODUCT_NAME)


def manifest(statement: Statement, *, with_parent: bool = True) -> dict[str, Any]:
    """The manifest's definition. Without `with_parent` the signer adds the opened file as an ingredient itself."""
    first: dict[str, Any] = {"action": OPENED if statement.opens else CREATED}
    # Also on “opened”: programs that warn of AI look for it in the actions and nowhere else.
    first["digitalSourceType"] = statement.source_type
    if statement.opens:
        first["parameters"] = {"ingredientIds": [_PARENT]}
    actions = [first, *({"action": act} for act in statement.acts)]
    definition: dict[str, Any] = {
        "claim_version": 2,
        "claim_generator_info": [{"name": product()}],
        "assertions": [
            {"label": "c2pa.actions.v2", "created": True, "data": {"actions": actions}},
            {
                "label": "c2pa.metadata",
                "kind": "Json",
                "created": True,
                "data": {
                    "@context": {"Iptc4xmpExt": _IPTC_EXTENSION},
                    "Iptc4xmpExt:DigitalSourceType": statement.source_type,
                },
            },
        ],
    }
    if statement.opens and with_parent:
        definition["ingredients"] = [{**parent(), "format": statement.opens}]
    return definition


def parent() -> dict[str, Any]:
    """The opened file. Its name isn't told: it is the photographer's, and often says who or where."""
    return {"title": "original", "relationship": "parentOf", "label": _PARENT}
