"""Which province a record or page belongs to: the question that permissions and approval ask."""

from __future__ import annotations

from typing import Any, Protocol

from wagtail.models import Page


class OwnedByProvince(Protocol):
    """Whatever is worked on and approved by a province's own team."""

    def get_owner_province_id(self) -> int | None:
        """Primary key of the province in force that answers for this object; None: superusers only."""
        ...


def owner_province_id(obj: Any) -> int | None:
    """The owner of an object, of a page also when it comes as a plain `Page`; None where it has no owner."""
    if isinstance(obj, Page) and not hasattr(obj, "get_owner_province_id"):
        obj = obj.specific
    ask = getattr(obj, "get_owner_province_id", None)
    return ask() if ask else None
