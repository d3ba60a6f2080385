from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PressConfig(AppConfig):
    name = "press"
    verbose_name = _("Press")

    def ready(self) -> None:
        from media_library.api.subjects import register_subject
        from media_library.expiry.clock import register_clock
        from media_library.holders import register_holder_source
        from media_library.lightboxes.actions import register_lightbox_action
        from media_library.rights.audiences import register_audience_resolver
        from media_library.rights.grants import register_grant_source
        from media_library.uses import register_use_source
        from press import checks, exchange, permissions, search, signal_handlers, text_kinds  # noqa: F401  (checks)
        from press.alerts import letters as member_letters
        from press.audiences import partner_audience
        from press.grants import kit_grants
        from press.holder_source import LedgerHolders
        from press.kit_links import link_to_kit
        from press.lightbox_kits import KIT_FROM_LIGHTBOX
        from press.photo_uses import KitUses
        from press.registration import letters as applicant_letters
        from press.search_following import follow_search
        from press.selectors.kits import changed_kits, next_moment
        from press.services.kits import log_ended, log_opened
        from press.sitemap import PressSitemap
        from press.told_kits import kits_with_pictures
        from promotion.framework.kits import register_kit_source
        from promotion.image_bank.following import register_follower
        from promotion.kit_links import register_kit_finder
        from promotion.page_cache.clock import register_moment_source
        from promotion.seo.sitemaps import register_section

        register_audience_resolver(partner_audience)
        register_grant_source(kit_grants)
        register_moment_source(next_moment)
        register_kit_finder(link_to_kit)
        register_follower(follow_search)
        register_kit_source(kits_with_pictures)
        register_section("press", PressSitemap)
        register_subject("kit", changed_kits)
        register_clock(log_opened)
        register_clock(log_ended)
        register_holder_source(LedgerHolders())
        register_use_source(KitUses())
        register_lightbox_action(KIT_FROM_LIGHTBOX)
        search.register()
        applicant_letters.register()
        member_letters.register()
        permissions.register_policies()
        text_kinds.register_kinds()
        signal_handlers.register_signal_handlers()
        exchange.register()
