"""Controlled values of IPTC and PLUS: always written as URIs, read in whatever way they were spelt."""

from __future__ import annotations

DIGITAL_SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/"
"""Source: https://cv.iptc.org/newscodes/digitalsourcetype/ (the http form is the identifier)."""

PLUS = "http://ns.useplus.org/ldf/vocab/"
"""Source: PLUS Licence Data Format, vocabularies of DataMining, ModelReleaseStatus, PropertyReleaseStatus."""

MODEL_RELEASE_NONE = "MR-NON"
MODEL_RELEASE_NOT_APPLICABLE = "MR-NAP"
MODEL_RELEASE_UNLIMITED = "MR-UMR"
MODEL_RELEASE_LIMITED = "MR-LMR"

PROPERTY_RELEASE_NONE = "PR-NON"
PROPERTY_RELEASE_NOT_APPLICABLE = "PR-NAP"
PROPERTY_RELEASE_UNLIMITED = "PR-UPR"
PROPERTY_RELEASE_LIMITED = "PR-LPR"


def uri_of(value: str, base: str) -> str:
    """The vocabulary's URI for a term given as a URI (http or https) or as its last part (`DMI-ALLOWED`)."""
    value = value.strip()
    if not value:
        return ""
    if value.lower().startswith(("http://", "https://")):
        without_scheme = value.split("://", 1)[1]
        host_and_path = base.split("://", 1)[1]
        if without_scheme.lower().startswith(host_and_path):
            return base + without_scheme[len(host_and_path) :]
        return value
    return base + value


def code_of(uri: str) -> str:
    """The last part of a vocabulary URI (`digitalCapture`), which is what the product's choices hold."""
    return uri.rstrip("/").rsplit("/", 1)[-1]
