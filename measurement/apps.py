from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeasurementConfig(AppConfig):
    name = "measurement"
    verbose_name = _("Numbers")

    def ready(self) -> None:
        from measurement import metrics, press_metrics  # noqa: F401  (metrics register themselves)
        from measurement.readership import listening

        listening.register_signal_handlers()
