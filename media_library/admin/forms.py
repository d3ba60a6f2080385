"""The photo's edit form: choices limited to the editor's own province."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from media_library.admin.focal_point import check_focal_point
from media_library.models import Consent
from provinces.models import Province
from provinces.selectors import current_provinces
from provinces.teams import province_ids_of


class PhotoForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.for_user
        own = province_ids_of(user) if user is not None else frozenset()
        everything = user is not None and user.is_superuser
        if "province" in self.fields:
            provinces = current_provinces()
            self.fields["province"].queryset = provinces if everything else provinces.filter(pk__in=own)
        if "consent" in self.fields and not everything:
            self.fields["consent"].queryset = Consent.objects.filter(province__in=own)
        if "historic_province" in self.fields:
            self.fields["historic_province"].queryset = Province.objects.filter(valid_to__isnull=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        check_focal_point(cleaned, self.instance)
        return cleaned
