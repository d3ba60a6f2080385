"""People to call."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, EmailBlock, StructBlock, URLBlock

phone_number = RegexValidator(r"^\+?[0-9 ().\-]{6,30}$", _("Digits, spaces and a leading + only."))


class ContactBlock(StructBlock):
    name = CharBlock(label=_("Name"), max_length=120, required=False)
    role = CharBlock(label=_("Role"), max_length=160, required=False)
    organisation = CharBlock(label=_("Organisation"), max_length=200)
    phone = CharBlock(label=_("Telephone"), max_length=30, required=False, validators=[phone_number])
    email = EmailBlock(label=_("E-mail"), required=False)
    languages = CharBlock(label=_("Languages spoken"), max_length=120, required=False)
    hours = CharBlock(label=_("Hours, with time zone"), max_length=120, required=False)
    url = URLBlock(label=_("Address on the web"), required=False)

    class Meta:
        icon = "user"
        label = _("Contact")
        template = "promotion/blocks/contact.html"
