from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaLibraryConfig(AppConfig):
    name = "media_library"
    verbose_name = _("Media library")

    def ready(self) -> None:
        from media_library import checks, permissions, signal_handlers  # noqa: F401  (checks register themselves)
        from media_library.credentials import checks as _credential_checks  # noqa: F401
        from media_library.renditions import willow_plugin

        permissions.register_policies()
        signal_handlers.register_signal_handlers()
        willow_plugin.install()
