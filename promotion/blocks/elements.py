"""Choosing an element of the content framework (letter 532/BTTTT-TTĐN, 2022)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import ChooserBlock

from provinces.models import ContentElement


class ContentElementBlock(ChooserBlock):
    """A plain list: there are a few dozen elements, and editors know them by name."""

    target_model = ContentElement

    @cached_property
    def widget(self) -> forms.Select:
        return forms.Select()

    def get_form_state(self, value: Any) -> Any:
        # As the form's script wants it of a plain list: values as texts, in a list even where there is one.
        return self.widget.format_value(None if value is None else value.pk)

    class Meta:
        icon = "list-ul"
        label = _("Element")
