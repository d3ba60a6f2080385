"""The reference data whose texts are followed in every language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from locales.text_status.kinds import Kind, register
from locales.text_status.record_stores import PlainRecords
from locales.text_status.scope import by_model_permission
from locales.text_status.work_links import snippet_edit_url
from provinces.models import ContentElement, ContentGroup, Gateway, Indicator, Observation, Province, Sector

_STORE = PlainRecords()


def _register(slug: str, label: Any, model: Any, *fields: str, **more: Any) -> None:
    register(
        Kind(
            slug=slug,
            label=label,
            model=model,
            store=_STORE,
            fields=fields,
            scope=by_model_permission(model),
            edit_url=snippet_edit_url(model),
            **more,
        )
    )


def register_kinds() -> None:
    _register("province", _("provinces"), Province, "name", province_of=lambda one: one.pk, essential=True)
    _register("sector", _("key sectors"), Sector, "name", "description", essential=True)
    _register("content-group", _("content groups"), ContentGroup, "name", essential=True)
    _register("content-element", _("content elements"), ContentElement, "name")
    _register("indicator", _("indicators"), Indicator, "name", "unit", "definition", essential=True)
    _register(
        "figure",
        _("figures"),
        Observation,
        "source",
        title_of=str,
        named_with=("province", "indicator"),
        province_of=lambda one: one.province_id,
    )
    _register(
        "gateway", _("border gates, airports and ports"), Gateway, "name", province_of=lambda one: one.province_id
    )
