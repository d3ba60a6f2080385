from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

ROOMS_WITH_MODELS = ("glossary", "memory", "machine")
"""Beside `locales.models`."""


class LocalesConfig(AppConfig):
    name = "locales"
    verbose_name = _("Languages")

    def import_models(self) -> None:
        super().import_models()
        for room in ROOMS_WITH_MODELS:
            import_module(f"{self.name}.{room}.models")

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from locales import signals
        from locales.machine import libretranslate
        from locales.search import rebuilding

        libretranslate.register()
        signals.register_signal_handlers()
        post_migrate.connect(rebuilding.after_migrate, sender=self, dispatch_uid="locales.search.after_migrate")
