"""The parts of the site that are no page, picture or kit, by the name of their route. Others aren't counted."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SECTIONS = {
    "image_bank:index": _("Image bank"),
    "press:room": _("Press room"),
    "press:terms": _("Terms of use"),
    "press:verify": _("Check a press kit"),
    "promotion:compare": _("Compare provinces"),
    "promotion:search": _("Search"),
    "promotion:contact": _("Write to us"),
    "promotion:newsletter": _("Newsletter"),
    "promotion:privacy": _("Privacy"),
}
