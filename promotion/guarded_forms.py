"""Forms that anybody may send, guarded against programs without asking a third party or the reader's patience.

A form carries a signed stamp of when it was given out. One that comes back at once, too late, or a second time is
asked for again, with all that was typed; a field that people don't see catches who fills in everything. How many may
come from one place is counted by `media_library.throttle`.
"""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django import forms
from django.core import signing
from django.core.cache import cache
from django.utils.translation import gettext_lazy

YOUNGEST = 2
"""Seconds that even a quick person needs; a program sends what it has just been given."""
OLDEST = 12 * 3600
"""Seconds that a page may have stood open."""
BAIT = "website"
"""A field that people don't see and programs fill in."""


def printable(text: str) -> str:
    """Without what no text holds and what could disguise what it says: control characters, turned directions."""
    kept = (char for char in text.replace("\r\n", "\n") if char.isprintable() or char in "\n\t")
    return "".join(kept).strip()


def one_line(text: str) -> str:
    return " ".join(printable(text).split())


class GuardedForm(forms.Form):
    """Add fields. `purpose` tells forms apart, so that the stamp of one opens no other."""

    purpose: ClassVar[str] = ""

    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))
    stamp = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    error_stamp = gettext_lazy("Please look it over and send it once more.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self._is_stamp_good(str(cleaned.get("stamp", ""))):
            self.add_error(None, forms.ValidationError(str(self.error_stamp), code="stamp"))
        return cleaned

    @property
    def is_from_a_program(self) -> bool:
        return bool(self.data.get(BAIT))

    @property
    def fresh_stamp(self) -> str:
        """To be written into the form each time it is shown."""
        return self._signer().sign(secrets.token_urlsafe(9))

    def use_up(self) -> bool:
        """Take the stamp of a valid form, so that it can't be sent twice; False where that happened before."""
        return bool(cache.add(f"form.{self.purpose}.{self.cleaned_data['stamp']}", True, OLDEST))

    def _signer(self) -> signing.TimestampSigner:
        return signing.TimestampSigner(salt=f"promotion.form.{self.purpose}")

    def _is_stamp_good(self, stamp: str) -> bool:
        try:
            self._signer().unsign(stamp, max_age=OLDEST)
        except signing.BadSignature:
            return False
        try:
            self._signer().unsign(stamp, max_age=YOUNGEST)
        except signing.SignatureExpired:
            return True
        return False
