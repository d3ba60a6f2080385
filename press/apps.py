from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PressConfig(AppConfig):
    name = "press"
    verbose_name = _("Press")

    def ready(self) -> None:
        from media_library.rights.audiences import register_audience_resolver
        from media_library.rights.grants import register_grant_source
        from press import checks, permissions, signal_handlers  # noqa: F401  (checks register themselves)
        from press.audiences import partner_audience
        from press.grants import kit_grants

        register_audience_resolver(partner_audience)
        register_grant_source(kit_grants)
        permissions.register_policies()
        signal_handlers.register_signal_handlers()
