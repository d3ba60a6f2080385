"""The locator on the profile's edit page: whether readers see it, who compared it, and the way to do so."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from provinces.models import Province


class LocatorPanel(Panel):
    """For a page with a `province`."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "promotion_admin/locator/panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from promotion.locator.checking import check_of

            context: dict[str, Any] = super().get_context_data(parent_context)
            province = Province.objects.filter(pk=self.instance.province_id).first()
            return context | {"province": province, "check": check_of(province) if province else None}
