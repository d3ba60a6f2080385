"""Conventions of pages, as system checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template


@register()
def page_types_are_listed(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """promotion.E001: a page type outside of `PAGE_TYPES` would be left out of search and tests."""
    from promotion.models import PAGE_TYPES, SitePage

    return [
        Error(
            f"{model.__name__} isn't in promotion.models.PAGE_TYPES.",
            hint="List it there: search and the tests of all page types go by that list.",
            obj=model,
            id="promotion.E001",
        )
        for model in apps.get_models()
        if issubclass(model, SitePage) and model not in PAGE_TYPES
    ]


@register()
def page_templates_exist(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """promotion.E002: a page type without its template fails only when a reader opens it."""
    from promotion.models import PAGE_TYPES

    missing: list[CheckMessage] = []
    for model in PAGE_TYPES:
        try:
            get_template(str(model.template))
        except TemplateDoesNotExist:
            missing.append(
                Error(
                    f"{model.__name__} has no template {model.template}.",
                    hint="Write it under templates/promotion/.",
                    obj=model,
                    id="promotion.E002",
                )
            )
    return missing
