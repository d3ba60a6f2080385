"""From a described record to the state it is to be in: submitted, returned or decided by the people who do that."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from cms.demo.people import Team
from cms.demo.source import Entry
from media_library.models import Consent
from media_library.services import set_embargo, tick_official_map
from provinces.approval import approval_workflow

SINGLE_EMBARGO = timedelta(days=90)
"""For assets that wait for their own day, outside of any kit."""

LICENCES = {"internal": "internal", "press_only": "press-editorial", "licence_expired": "guest-photographer"}
"""Licence by state, where the content file names none."""


def licence_code(entry: Entry) -> str:
    """The code of the licence under which an entry is given out."""
    return str(entry.get("licence") or LICENCES.get(entry.get("state", "approved"), "province-open"))


def bring_to_state(record: Any, entry: Entry, team: Team, kit_embargo: datetime) -> Any:
    """Take a described record of any kind to the entry's state; the record as it is then."""
    model, state = type(record), entry.get("state", "approved")
    if state == "draft":
        return record
    if state == "embargoed":
        until = kit_embargo if "kit" in entry else kit_embargo + SINGLE_EMBARGO
        set_embargo(record, until, actor=team.press_officer, reason=entry.get("reason", ""))
        record = model.objects.get(pk=record.pk)
    review = approval_workflow().start(record, team.editor).current_task_state.specific
    if state == "in_review":
        return record
    if state == "returned":
        review.reject(user=team.approver, comment=entry["comment"])
        return record
    if record.shows_map:
        tick_official_map(record, actor=team.approver)
    review.approve(user=team.approver, comment=entry.get("comment", ""))
    if state == "consent_revoked":
        Consent.objects.filter(assets=record).update(revoked_at=timezone.now() - timedelta(hours=2))
    return model.objects.get(pk=record.pk)
