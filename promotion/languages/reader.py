"""The reader's language, and the languages to offer instead."""

from __future__ import annotations

from django.utils.translation import get_language

from locales.registry import LANGUAGES, WORKING, chain, enabled_codes


def reader_language() -> str:
    """Code of the language that this answer is given in."""
    code = get_language() or WORKING
    return code if code in LANGUAGES else WORKING


def reader_codes(lang: str) -> tuple[str, ...]:
    """The reader's language and its fallbacks, as far as the site offers them, nearest first."""
    enabled = enabled_codes()
    return tuple(code for code in chain(lang) if code in enabled)
