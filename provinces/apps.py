from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProvincesConfig(AppConfig):
    name = "provinces"
    verbose_name = _("Provinces")

    def ready(self) -> None:
        from locales.coverage.names import register_province_names
        from provinces import checks, signals, text_kinds, translating  # noqa: F401  (checks register themselves)
        from provinces.selectors import province_names

        text_kinds.register_kinds()
        register_province_names(province_names)
        signals.register_signal_handlers()
        translating.register()
