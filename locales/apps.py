from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LocalesConfig(AppConfig):
    name = "locales"
    verbose_name = _("Languages")

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from locales import signals
        from locales.search import rebuilding

        signals.register_signal_handlers()
        post_migrate.connect(rebuilding.after_migrate, sender=self, dispatch_uid="locales.search.after_migrate")
