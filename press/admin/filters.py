"""Yes and no in the filters of the press office's lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.template.defaultfilters import yesno
from django_filters import BooleanFilter  # type: ignore[import-untyped]
from wagtail.admin.active_filters import ActiveFilter, BaseFilterAdapter, register_filter_adapter_class


class Tick(forms.CheckboxInput):
    """Ticked, the list is limited; unticked, nothing was asked (where Django takes it for “no”): True or None."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        return super().value_from_datadict(data, files, name) or None


class YesOrNo(BaseFilterAdapter):  # type: ignore[misc]
    """Says in the reader's language what Wagtail writes as Python does: “True”."""

    def get_active_filters(self) -> Iterator[ActiveFilter]:
        for active in super().get_active_filters():
            yield active._replace(value=yesno(self.value))


register_filter_adapter_class(BooleanFilter, YesOrNo)
