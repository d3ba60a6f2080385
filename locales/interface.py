"""What a reader sees where the interface isn't translated into their language yet: English."""

from __future__ import annotations

from typing import Any


def untranslated_text_is_english() -> None:
    """Let missing translations fall back to the text in the code, which is English.

    Django falls back to `LANGUAGE_CODE`, here Vietnamese, which a reader of Lao or Japanese can read least.
    It has no setting for that. Idempotent.
    """
    from django.utils.translation.trans_real import DjangoTranslation

    def no_fallback(self: Any, localedirs: Any = None) -> None:
        return None

    DjangoTranslation._add_fallback = no_fallback  # type: ignore[attr-defined]
