"""Keeping what was typed at the desk.

What is typed is judged unit by unit: one that can't be kept is refused in words and the others are saved.
A unit that somebody else changed meanwhile is never overwritten; its translator sees both texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from locales.exchange import fields, markup
from locales.exchange.files import LONGEST_TEXT
from locales.exchange.kinds import CannotSave
from locales.exchange.open_text import OpenText, lines, open_text, seen
from locales.exchange.units import Unit, digest
from locales.text_status import selectors, services
from locales.text_status.errors import StaleText
from locales.text_status.models import TextItem

_TRIES = 3
"""So often somebody may save between our reading and our saving before we say that it doesn't work."""


class Outcome(StrEnum):
    SAVED = "saved"
    SAME = "same"
    REFUSED = "refused"
    CONFLICT = "conflict"
    """Somebody else changed it meanwhile: both texts are shown."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed. `was`: digest of the translation as they saw it; `source`: of the source beside it."""

    key: str
    text: str
    was: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason` is for people; `theirs` is what stands there where somebody else changed it."""

    key: str
    outcome: Outcome
    reason: str = ""
    theirs: str = ""
    source_changed: bool = False


@dataclass(slots=True)
class Saved:
    """The text as it is after saving, and what became of each typed one. `before`: its token until then."""

    now: OpenText
    before: str
    verdicts: dict[str, Verdict] = field(default_factory=dict)

    @property
    def problems(self) -> list[Verdict]:
        return [one for one in self.verdicts.values() if one.outcome in (Outcome.REFUSED, Outcome.CONFLICT)]

    def token(self, shown: str) -> str:
        """For the next act on the screen that brought `shown`: what others wrote meanwhile it hasn't shown."""
        return self.now.work.token if shown == self.before else shown

    @property
    def number(self) -> int:
        return sum(one.outcome is Outcome.SAVED for one in self.verdicts.values())


def save_typed(item: TextItem, code: str, source: str, typed: Sequence[Typed], *, user: Any) -> Saved:
    """Keep what can be kept of `typed` as a draft. Raises PermissionDenied, and LookupError for no such source."""
    for attempt in range(_TRIES):
        there = _opened(item, code, source, user)
        verdicts, texts = _judged(there, typed)
        if not texts:
            return Saved(there, there.work.token, verdicts)
        if not there.writes:
            raise PermissionDenied(_("You may not do this here."))
        try:
            verdicts |= _written(there, texts, user)
        except StaleText:
            if attempt == _TRIES - 1:
                raise
            continue
        break
    return Saved(_opened(item, code, source, user), there.work.token, verdicts)


def _opened(item: TextItem, code: str, source: str, user: Any) -> OpenText:
    there = open_text(item, code, source, user)
    if there is None:
        raise LookupError(f"nothing to translate from {source}")
    return there


def _judged(there: OpenText, typed: Sequence[Typed]) -> tuple[dict[str, Verdict], dict[str, str]]:
    """A verdict for each, and the texts to save by key."""
    units = {unit.key: unit for unit in there.units}
    verdicts: dict[str, Verdict] = {}
    texts: dict[str, str] = {}
    for one in typed:
        unit = units.get(one.key)
        if unit is None:
            gone = _("This text isn't there any more. Keep what you typed elsewhere if you need it.")
            verdicts[one.key] = Verdict(one.key, Outcome.REFUSED, gone)
            continue
        verdict, text = _judge(there, unit, one)
        changed = bool(one.source) and one.source != seen(unit.source)
        verdicts[one.key] = replace(verdict, source_changed=changed)
        if verdict.outcome is Outcome.SAVED:
            texts[one.key] = text
    return verdicts, texts


def _judge(there: OpenText, unit: Unit, one: Typed) -> tuple[Verdict, str]:
    mine, present = lines(one.text), lines(unit.target)
    if mine == present or seen(mine) == one.was:
        # Untouched here: if somebody else changed it, theirs stands.
        return Verdict(unit.key, Outcome.SAME), ""
    refusal = Verdict(unit.key, Outcome.REFUSED)
    try:
        text = _in_form(unit, mine)
    except markup.BadMarkup as error:
        return replace(refusal, reason=str(error)), ""
    if reason := _against(there, unit, text):
        return replace(refusal, reason=reason), ""
    if one.was != digest(present):
        who = services.person_name(there.work.row.edited_by if there.work.row else None)
        reason = _("%(who)s has changed this meanwhile. Both texts are here: nothing was overwritten.") % {"who": who}
        return Verdict(unit.key, Outcome.CONFLICT, reason, theirs=unit.target), ""
    return Verdict(unit.key, Outcome.SAVED), text


def _in_form(unit: Unit, text: str) -> str:
    """With the source's codes. Raises BadMarkup."""
    if not unit.markup or not text.strip():
        return text
    return markup.write(markup.fitted(markup.parse(unit.source), markup.parse(text)))


def _against(there: OpenText, unit: Unit, text: str) -> str:
    """The first reason not to keep it, in words."""
    length = len(markup.words_of(text) if unit.markup else text)
    limit = LONGEST_TEXT if unit.limit is None else unit.limit
    checks = (
        (bool(there.hindrance), there.hindrance),
        (bool(unit.obstacle), unit.obstacle),
        ("\x00" in text, _("It holds a character that can't be kept.")),
        (
            length > limit or len(text) > LONGEST_TEXT,
            _("It is too long: %(length)s characters, at most %(limit)s.") % {"length": length, "limit": limit},
        ),
    )
    return next((reason for holds, reason in checks if holds), "")


def _written(there: OpenText, texts: Mapping[str, str], user: Any) -> dict[str, Verdict]:
    """Save them together, and where that fails each by itself. Returns the verdicts of what failed."""
    try:
        _write(there, texts, user)
    except StaleText:
        raise
    except (ValidationError, CannotSave, ValueError) as error:
        words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    else:
        return {}
    if len(texts) == 1:
        return {key: Verdict(key, Outcome.REFUSED, words) for key in texts}
    failed: dict[str, Verdict] = {}
    for key, text in texts.items():
        again = _opened(there.work.item, there.work.code, there.item.source, user)
        failed |= _written(again, {key: text}, user)
    return failed


def _write(there: OpenText, texts: Mapping[str, str], user: Any) -> None:
    work = there.work
    if not work.kind.is_page:
        services.save_draft(work.item, work.code, texts, user=user, token=work.token)
        return
    kind: Any = there.kind
    with transaction.atomic():
        token = work.token
        if work.holder is None:
            kind.begin(there.obj, work.code, user)
            token = selectors.read(work.item, work.code).token
        original = kind.original(there.obj)
        services.save_page_draft(
            work.item, work.code, lambda draft: fields.assign(original, draft, texts), user=user, token=token
        )
