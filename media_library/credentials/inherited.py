"""The manifest that an original brings along from its camera or program: whether it may leave with our file.

It is taken along whole or not at all, and only where it holds nothing that may be private: what is listed here stays,
as with all other metadata. A camera's usually tells place, time and serial number, and holds a small picture, perhaps
of what was cut off later.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import IO, Any

from media_library.credentials.signing import NoManifest, UnreadableManifest, read

HARMLESS = ("c2pa.actions", "c2pa.hash.", "c2pa.ingredient", "c2pa.soft-binding", "c2pa.training-mining")
"""Beginnings of the labels of assertions (C2PA 2.2, 18) that name neither persons nor places."""

HARMLESS_METADATA = frozenset(("@context", "Iptc4xmpExt:DigitalSourceType"))
HARMLESS_ACTION = frozenset(("action", "when", "digitalSourceType", "softwareAgent", "parameters"))
HARMLESS_INGREDIENT = frozenset(("activeManifest", "claimSignature", "relationship", "validationResults", "dc:format"))


class Inherited(Enum):
    """What the original's own manifest is to us."""

    NONE = "none"
    KEPT = "kept"
    LEFT_BEHIND = "left behind"


def inherited(original: IO[bytes], media_type: str) -> Inherited:
    """Whether the original carries a manifest, and whether it may leave with what we make of it."""
    try:
        found = read(original, media_type)
    except NoManifest:
        return Inherited.NONE
    except UnreadableManifest:
        return Inherited.LEFT_BEHIND
    if found.get("validation_state") == "Invalid":
        return Inherited.LEFT_BEHIND
    harmless = all(
        _is_harmless(label, content)
        for one in found["manifests"].values()
        for label, content in one["assertion_store"].items()
    )
    return Inherited.KEPT if harmless else Inherited.LEFT_BEHIND


def _is_harmless(label: str, content: Any) -> bool:
    if label.startswith("c2pa.metadata"):
        return isinstance(content, Mapping) and content.keys() <= HARMLESS_METADATA
    if label.startswith("c2pa.actions"):
        return isinstance(content, Mapping) and all(
            one.keys() <= HARMLESS_ACTION and _only_names_ingredients(one.get("parameters") or {})
            for one in content.get("actions", ())
        )
    if label.startswith("c2pa.ingredient"):
        named = content.keys() - HARMLESS_INGREDIENT if isinstance(content, Mapping) else {"?"}
        # Ours are called “original”; a title of others is a file's name, which often says who or where.
        return named <= {"dc:title", "instanceID"} and content.get("dc:title", "original") == "original"
    return label.startswith(HARMLESS)


def _only_names_ingredients(parameters: Mapping[str, Any]) -> bool:
    return parameters.keys() <= {"ingredients", "ingredient", "ingredientIds"}
