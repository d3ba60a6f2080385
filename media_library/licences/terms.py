"""The uses that a licence may name, and the duties it may ask for. One table each; their words are lists' items.

The words follow "You may:", "You may not:" and "You must:", so they are told as what somebody does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class LicenceUse(models.TextChoices):
    """What somebody may want to do with an asset. What a licence doesn't name is neither allowed nor refused."""

    EDITORIAL = "editorial", _("use it in news and reporting")
    EDUCATION = "education", _("use it in teaching and research")
    WEB = "web", _("put it on websites")
    SOCIAL = "social", _("post it in social media")
    PRINT = "print", _("print it in newspapers, books and leaflets")
    BROADCAST = "broadcast", _("show it in film and television")
    COMMERCIAL = "commercial", _("use it commercially")
    ADVERTISING = "advertising", _("advertise products or services with it")
    CROPPING = "cropping", _("crop it moderately")
    ADAPTATION = "adaptation", _("change it and make something new of it")


class LicenceDuty(models.TextChoices):
    """What the user has to do in return."""

    CREDIT = "credit", _("give the credit as it is written here")
    LINK = "link", _("link to the licence")
    CHANGES = "changes", _("say what you changed")
    SHARE_ALIKE = "share_alike", _("give what you make of it under the same licence")


def check_uses(value: Any) -> None:
    """Raises ValidationError for anything but {use: allowed or not}."""
    sound = isinstance(value, Mapping) and all(
        key in LicenceUse.values and isinstance(allowed, bool) for key, allowed in value.items()
    )
    if not sound:
        raise ValidationError(_("Uses are given as allowed or not allowed, each by its name."))


def check_duties(value: Any) -> None:
    """Raises ValidationError for anything but a list of duties."""
    if not isinstance(value, list) or any(duty not in LicenceDuty.values for duty in value):
        raise ValidationError(_("Duties are given as a list of their names."))


def in_order(choices: type[models.TextChoices], chosen: Iterable[str]) -> list[str]:
    """The chosen values in the table's order; unknown ones are left out."""
    wanted = set(chosen)
    return [value for value in choices.values if value in wanted]
