"""Why something was taken back, corrected or moved: one text per language, and each reader's pick among them.

A reason that the system itself gives (a revoked consent, a better version) is a message of the catalogues and has no
texts beside it: every language finds its own at the moment of reading.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from locales.registry import INTERNATIONAL, WORKING, enabled_codes, tag_of
from locales.text import LocalText, pick

REQUIRED = (WORKING, INTERNATIONAL)
"""The language the office works in, and the one in which every other's fallback ends."""

MAX_LENGTH = 1000
"""Characters of a reason in one language."""

READY = {
    "rights": gettext_noop("We no longer have the rights to this material."),
    "consent": gettext_noop("A person shown has withdrawn their consent."),
    "caption": gettext_noop("The caption was wrong."),
    "date": gettext_noop("The date was wrong."),
    "safety": gettext_noop("Its publication could endanger people."),
    "mistake": gettext_noop("It was released by mistake."),
}
"""Ready reasons, whole in every language of the catalogues: {code: message}."""


def is_message(reason: str) -> bool:
    """Whether it is a message of the catalogues rather than something an officer wrote."""
    if not reason:
        return False
    with translation.override(WORKING):
        return gettext(reason) != reason


def reason_in(reason: str, texts: Mapping[str, str], lang: str) -> LocalText:
    """The reason for a reader of `lang`: their language, else its fallbacks, with the language it is really in."""
    if texts:
        return pick(texts, lang) or pick({WORKING: reason}, lang)
    if not is_message(reason):
        return pick({WORKING: reason}, lang)
    with translation.override(lang):
        own = gettext(reason)
    return LocalText(own, tag_of(INTERNATIONAL if own == reason else lang))


def ready_texts(code: str) -> dict[str, str]:
    """A ready reason in every enabled language that has it. Raises KeyError for an unknown one."""
    message = READY[code]
    found: dict[str, str] = {}
    for lang in enabled_codes():
        with translation.override(lang):
            own = gettext(message)
        if own != message or lang == INTERNATIONAL:
            found[lang] = own
    return found


def reason_for_reader(reason: str, texts: Mapping[str, str]) -> LocalText:
    """The reason in the language that this answer is given in."""
    return reason_in(reason, texts, translation.get_language() or WORKING)
