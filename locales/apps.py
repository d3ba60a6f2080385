from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LocalesConfig(AppConfig):
    name = "locales"
    verbose_name = _("Languages")

    def ready(self) -> None:
        from locales import signals

        signals.register_signal_handlers()
