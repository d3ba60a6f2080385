from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PromotionConfig(AppConfig):
    name = "promotion"
    verbose_name = _("Pages for readers")

    def ready(self) -> None:
        from media_library.uses import register_use_source
        from promotion import checks as _checks  # noqa: F401  (registers itself)
        from promotion import exchange, permissions, signals, text_kinds
        from promotion.page_cache import version
        from promotion.photo_uses import PageUses
        from promotion.search import index

        register_use_source(PageUses())
        index.register()
        text_kinds.register_kinds()
        signals.register_signal_handlers()
        version.register_signal_handlers()
        exchange.register()
        permissions.register_policies()
