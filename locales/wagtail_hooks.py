"""Languages on the site, in the admin's settings; the translator's desk and its glossary."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.models import register_snippet

from locales.exchange import hooks as _desk_hooks  # noqa: F401  (registers itself)
from locales.glossary.viewsets import GlossaryViewSet
from locales.models import LanguageSwitch


class LanguageSwitchViewSet(ModelViewSet):
    model = LanguageSwitch
    icon = "globe"
    menu_label = _("Languages on the site")
    add_to_settings_menu = True
    list_display = ["locale", "is_on"]
    panels = [FieldPanel("locale"), FieldPanel("is_on")]
    copy_view_enabled = False


@hooks.register("register_admin_viewset")
def language_switches() -> LanguageSwitchViewSet:
    return LanguageSwitchViewSet("language_switches", url_prefix="languages-on-the-site")


register_snippet(GlossaryViewSet)
