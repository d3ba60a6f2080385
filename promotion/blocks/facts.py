"""Figures that a reader can trust: each says its unit, its period and where it is from."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ListBlock,
    StructBlock,
    StructBlockValidationError,
    URLBlock,
)


def require_source(cleaned: Any, message: Any) -> None:
    """Raises StructBlockValidationError for a claim that neither names its source nor is marked as illustrative."""
    if not cleaned["source"] and not cleaned["illustrative"]:
        raise StructBlockValidationError(block_errors={"source": ValidationError(message)})


class FactBlock(StructBlock):
    value = CharBlock(label=_("Figure"), max_length=40, help_text=_("As it is to be read, such as 12.4 or 1,200."))
    unit = CharBlock(label=_("Unit"), max_length=40, required=False)
    label = CharBlock(label=_("What it says"), max_length=160)
    period = CharBlock(label=_("Period"), max_length=40, help_text=_("Year, quarter or date that it holds for."))
    source = CharBlock(label=_("Source"), max_length=200, required=False)
    source_url = URLBlock(label=_("Address of the source"), required=False)
    illustrative = BooleanBlock(
        label=_("Illustrative"), required=False, help_text=_("Not from a named source. Readers are told so.")
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        require_source(cleaned, _("Name the source, or mark the figure as illustrative."))
        return cleaned

    class Meta:
        icon = "order"
        label = _("Figure")
        template = "promotion/blocks/fact.html"


class FactsBlock(StructBlock):
    title = CharBlock(label=_("Heading"), max_length=120, required=False)
    facts = ListBlock(FactBlock(), label=_("Figures"), min_num=1, max_num=12)

    class Meta:
        icon = "table"
        label = _("Figures")
        template = "promotion/blocks/facts.html"
