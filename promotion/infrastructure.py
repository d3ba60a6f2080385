"""What infrastructure a key sector stands on, and whether it is there yet: words for editors and readers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

KINDS = (
    ("road", _("Road")),
    ("rail", _("Railway")),
    ("port", _("Port")),
    ("airport", _("Airport")),
    ("gate", _("Border gate")),
    ("power", _("Electricity")),
    ("water", _("Water and sewage")),
    ("telecoms", _("Telecommunications")),
    ("logistics", _("Storage and logistics")),
    ("other", _("Other infrastructure")),
)
STATES = (
    ("running", _("in operation")),
    ("building", _("under construction")),
    ("planned", _("planned")),
)
