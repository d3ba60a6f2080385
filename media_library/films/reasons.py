"""Why a film that can be read isn't taken in all the same."""

from __future__ import annotations

QUICKTIME, LOCKED, SOUND_ONLY, OTHER_BRAND = "quicktime", "locked", "sound_only", "other_brand"


class NotPlayable(Exception):
    """A film that can't be taken in as it is, such as a locked one; the reason is one of the constants above."""
