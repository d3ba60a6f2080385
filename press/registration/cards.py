"""Press cards: PDF, JPEG or PNG by content, in private storage under a name of their own, erased in time."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext as _

from locales.units import file_size
from media_library.consent_documents import Checked
from media_library.consent_documents import check as check_document
from press.models import Application


def check(file: File[Any]) -> Checked:
    """Look into an uploaded card. Raises ValidationError with words for the applicant."""
    if (file.size or 0) > settings.PRESS_CARD_MAX_BYTES:
        limit = file_size(settings.PRESS_CARD_MAX_BYTES)
        raise ValidationError(_("The file is larger than %(limit)s.") % {"limit": limit})
    try:
        return check_document(file)
    except ValidationError as error:
        raise ValidationError(_("This file can't be read. A PDF, JPEG or PNG is what we need.")) from error


def keep(application: Application, checked: Checked) -> None:
    """Store a checked card; one that was there before is erased. Not saved here."""
    before = application.card.name
    name = f"press-cards/{uuid.uuid4().hex}.{checked.extension}"
    checked.file.seek(0)
    application.card.name = storages["private"].save(name, checked.file)
    application.card_type = checked.media_type
    if before:
        transaction.on_commit(lambda: storages["private"].delete(before))


def erase(application: Application) -> None:
    """First the file, then its name: where the storage fails, the next round tries again."""
    name = application.card.name
    if name:
        storages["private"].delete(name)
        application.card.name, application.card_type = "", ""
        application.save(update_fields=["card", "card_type"])
