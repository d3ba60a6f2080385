"""The link in a mail by which an organisation answers without signing in: bound to it and to one recall.

Nothing is kept of it: it is a signature, good for as long as the recall is open. Looking at its page changes nothing,
so that programs which follow links before people do can't answer.
"""

from __future__ import annotations

from django.core import signing

from press.models import Organisation, Recall

_SIGNER = signing.Signer(salt="press.recall.answer", sep="~")


def sign(recall: Recall, organisation: Organisation) -> str:
    """`<recall>-<organisation>~<signature>`, for an address."""
    return _SIGNER.sign(f"{recall.pk}-{organisation.pk}")


def read(value: str) -> tuple[int, int] | None:
    """(recall, organisation), or None for what we never signed."""
    try:
        recall, _dash, organisation = _SIGNER.unsign(value).partition("-")
    except signing.BadSignature:
        return None
    return int(recall), int(organisation)
