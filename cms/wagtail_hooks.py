"""What Wagtail's admin gets from the product as a whole."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """That a site holds demo content stands in its history, and nowhere else."""
    actions.register_action("cms.demo_begun", _("Begin demo content"), _("Demo content was begun"))
    actions.register_action("cms.demo_loaded", _("Load demo content"), _("Demo content was loaded"))
