from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaLibraryConfig(AppConfig):
    name = "media_library"
    verbose_name = _("Media library")

    def ready(self) -> None:
        from media_library import checks, exchange, permissions, search, signal_handlers, text_kinds  # noqa: F401
        from media_library.credentials import checks as _credential_checks  # noqa: F401
        from media_library.renditions import willow_plugin

        permissions.register_policies()
        text_kinds.register_kinds()
        signal_handlers.register_signal_handlers()
        search.register()
        willow_plugin.install()
        exchange.register()
