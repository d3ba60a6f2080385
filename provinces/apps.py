from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProvincesConfig(AppConfig):
    name = "provinces"
    verbose_name = _("Provinces")

    def ready(self) -> None:
        from provinces import checks, signals, translating  # noqa: F401  (checks register themselves)

        signals.register_signal_handlers()
        translating.register()
