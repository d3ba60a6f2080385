"""A record's whole form, saved while somebody wrote another language: both keep what they wrote.

The form posts every language. Compared with the revision it was opened on, what its user didn't touch gives way
to what was written since; where both changed the same field nothing is saved, and the user is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from locales.registry import LANGUAGES, column
from locales.text_status.services import person_name


def merge_others_texts(form: Any, record: Any, data: Any, fields: Sequence[str]) -> str:
    """Take over into the form's record what others wrote since it was opened. Returns why that can't be, or "".

    `data`: what was posted, with Wagtail's number and time of the revision that the form was opened on.
    """
    latest = record.latest_revision
    opened = data.get("loaded_revision_id", "")
    if latest is None or data.get("overwrite_revision_id") or not opened.isdecimal():
        return ""
    same = opened == str(latest.pk)
    if same and data.get("loaded_revision_created_at", "") in ("", latest.created_at.isoformat()):
        return ""
    # A revision that its author has saved over since doesn't tell any more what this form was opened on.
    base = None if same else record.revisions.filter(pk=int(opened)).first()
    both: list[str] = []
    for code in LANGUAGES:
        for field in fields:
            name = column(field, code)
            if name not in form.cleaned_data:
                continue
            mine, theirs = form.cleaned_data[name] or "", latest.content.get(name) or ""
            before = (base.content.get(name) or "") if base else None
            if mine == theirs or theirs == before:
                continue
            if mine == before:
                setattr(form.instance, name, theirs)
            else:
                both.append(f"{form.fields[name].label} ({LANGUAGES[code].name_native})")
    return both_changed(person_name(latest.user), both) if both else ""


def both_changed(who: str, labels: Sequence[str]) -> str:
    """What is said to whoever saves a text that somebody else has changed since they opened it."""
    words = _(
        "%(who)s has changed this meanwhile: %(fields)s. Nothing was saved. What you typed is still here: compare it"
        " with the latest version, then save again to keep yours."
    )
    return words % {"who": who, "fields": ", ".join(labels)}
