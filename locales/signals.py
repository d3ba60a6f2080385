"""What `locales` listens to."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed_apps
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_delete, post_migrate, post_save

from locales.selectors import forget_enabled_locales


def _locales_changed(**kwargs: Any) -> None:
    forget_enabled_locales()


def _migrated(plan: Any = None, using: str = "default", **kwargs: Any) -> None:
    """The first migration with states of texts finds a full database: look through it once."""
    from locales.text_status.indexing import index_if_empty

    if not plan:  # a flush, or nothing was migrated
        return
    executor = MigrationExecutor(connections[using])
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        index_if_empty()


def _last_app_with_models() -> AppConfig:
    return [config for config in installed_apps.get_app_configs() if config.models_module][-1]


def register_signal_handlers() -> None:
    from wagtail.models import Locale

    from locales.models import LanguageSwitch
    from locales.text_status import listening

    listening.register_signal_handlers()
    post_migrate.connect(_migrated, sender=_last_app_with_models(), dispatch_uid="locales.migrated")
    for sender in (Locale, LanguageSwitch):
        for signal in (post_save, post_delete):
            signal.connect(_locales_changed, sender=sender, dispatch_uid=f"locales.{sender.__name__}.{id(signal)}")
