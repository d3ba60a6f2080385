"""The signed links that applicants get by mail. They hold a key and no personal data."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from press.models import Application, ApplicationState, ThreadEntry
from press.registration.services import ANSWER_WITHIN, CONFIRM_WITHIN

_CONFIRM = "press.registration.confirm"
_ANSWER = "press.registration.answer"


def confirm_path(application: Application) -> str:
    return reverse("press:register-confirm", args=[signing.dumps(application.key.hex, salt=_CONFIRM)])


def to_confirm(token: str) -> Application | None:
    """What a link confirms, also when it was confirmed; None for a forged and an old one."""
    try:
        key = signing.loads(token, salt=_CONFIRM, max_age=CONFIRM_WITHIN)
    except signing.BadSignature:
        return None
    return Application.objects.filter(key=str(key)).first()


def answer_path(entry: ThreadEntry) -> str:
    return reverse("press:register-answer", args=[signing.dumps(entry.pk, salt=_ANSWER)])


def to_answer(token: str) -> ThreadEntry | None:
    """The question that a link answers; None for a forged or old one, and when it isn't the open question."""
    try:
        pk = signing.loads(token, salt=_ANSWER, max_age=ANSWER_WITHIN)
    except signing.BadSignature:
        return None
    entry = ThreadEntry.objects.select_related("application").filter(pk=pk).first()
    if entry is None or entry.application.state != ApplicationState.ASKED:
        return None
    newer = entry.application.thread.filter(act=entry.act, pk__gt=entry.pk)
    return None if newer.exists() else entry
