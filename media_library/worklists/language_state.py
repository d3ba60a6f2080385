"""What is wrong with the texts of some photos in one language, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from locales.models import TextState, TextStatus
from locales.registry import column
from media_library.worklists.conditions import UNSETTLED, said_in_a_language


def of(photos: Sequence[Any], code: str) -> dict[int, str]:
    """{photo: words}; those with nothing wrong are left out. One query."""
    if not photos:
        return {}
    content_type = ContentType.objects.get_for_model(type(photos[0]))
    rows = TextStatus.objects.filter(
        content_type=content_type, language=code, state__in=UNSETTLED, object_id__in=[photo.pk for photo in photos]
    )
    states = dict(rows.values_list("object_id", "state"))
    found = {photo.pk: _words(photo, code, states.get(photo.pk)) for photo in photos}
    return {pk: words for pk, words in found.items() if words}


def _words(photo: Any, code: str, state: str | None) -> str:
    names = {"title": _("title"), "caption": _("caption"), "alt_text": _("alternative text")}
    said = said_in_a_language(type(photo))
    missing = [names[field] for field in said if not getattr(photo, column(field, code))]
    if len(missing) == len(said):
        return _("missing")
    words = [_("missing: %s") % ", ".join(missing)] if missing else []
    if state == TextState.OUTDATED:
        words.append(_("outdated"))
    elif state == TextState.MACHINE:
        words.append(_("machine translation"))
    return "; ".join(words)
