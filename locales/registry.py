"""The languages this product can speak: the one place that knows their names, scripts and fallbacks.

The registry is the fixed superset that settles columns and catalogues. Which of them a site shows is
decided at run time by Wagtail's `Locale` rows (`enabled_codes`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Literal

WORKING = "vi"
"""The language editors write in; every record's base text."""

INTERNATIONAL = "en"
"""The language offered to a reader whose own is missing, before the working language."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language. `code` is Django's name for it, `tag` the BCP 47 tag that goes to readers and files."""

    code: str
    tag: str
    name_en: str
    name_native: str
    script: str
    direction: Literal["ltr", "rtl"] = "ltr"
    fallbacks: tuple[str, ...] = field(default=(INTERNATIONAL, WORKING))

    @property
    def column_suffix(self) -> str:
        return self.code.replace("-", "_")


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("vi", "vi", "Vietnamese", "Tiếng Việt", "Latn", fallbacks=(INTERNATIONAL,)),
        Language("en", "en", "English", "English", "Latn", fallbacks=(WORKING,)),
        Language("zh-hans", "zh-Hans", "Chinese (simplified)", "简体中文", "Hans"),
        Language("ja", "ja", "Japanese", "日本語", "Jpan"),
        Language("ko", "ko", "Korean", "한국어", "Kore"),
        Language("fr", "fr", "French", "Français", "Latn"),
        Language("ru", "ru", "Russian", "Русский", "Cyrl"),
        Language("es", "es", "Spanish", "Español", "Latn"),
        Language("de", "de", "German", "Deutsch", "Latn"),
        Language("lo", "lo", "Lao", "ລາວ", "Laoo"),
        Language("km", "km", "Khmer", "ខ្មែរ", "Khmr"),
    )
}


def install_language_info() -> None:
    """Make the languages that Django doesn't know (Lao in 5.2) known to it. Idempotent."""
    from django.conf.locale import LANG_INFO

    for language in LANGUAGES.values():
        LANG_INFO.setdefault(
            language.code,
            {
                "bidi": language.direction == "rtl",
                "code": language.code,
                "name": language.name_en,
                "name_local": language.name_native,
            },
        )


@cache
def chain(code: str) -> tuple[str, ...]:
    """The languages to try for a reader of `code`, in order, without repeats; unknown codes start at English."""
    language = LANGUAGES.get(code)
    wanted = (code, *language.fallbacks) if language else ()
    return tuple(dict.fromkeys((*wanted, INTERNATIONAL, WORKING)))


def column(field_name: str, code: str) -> str:
    """The database column of a translated field: `column("title", "zh-hans") == "title_zh_hans"`."""
    return f"{field_name}_{LANGUAGES[code].column_suffix}"


def tag_of(code: str) -> str:
    """BCP 47 tag of a language code."""
    return LANGUAGES[code].tag


def code_of(tag: str) -> str | None:
    """The code for a BCP 47 tag or language code in any case (`zh-CN` counts as `zh-Hans`), or None."""
    wanted = tag.lower().replace("_", "-")
    for language in LANGUAGES.values():
        if wanted in (language.code, language.tag.lower()):
            return language.code
    if wanted in ("zh", "zh-cn", "zh-sg", "zh-hans-cn"):
        return "zh-hans"
    primary = wanted.split("-")[0]
    return primary if primary in LANGUAGES and primary != "zh" else None


def enabled_codes() -> tuple[str, ...]:
    """Codes of the languages switched on for this site, in registry order, the working language always."""
    from locales.selectors import enabled_locale_codes

    on = enabled_locale_codes()
    return tuple(code for code in LANGUAGES if code in on or code == WORKING)
