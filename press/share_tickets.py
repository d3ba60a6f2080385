"""What somebody holds who has opened a share link: a ticket that stands in the addresses of the link's files.

So the secret itself appears in one address only, that of the page; the files' addresses work in download managers,
without cookies and scripts, and lose their power within hours, or at once when the link is revoked: a ticket only
says which link was opened, and the link is asked anew for each file.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field

from django.core.signing import BadSignature, TimestampSigner

from press.models import ShareLink

LIVES = 12 * 60 * 60
"""Seconds: long enough for a big kit on hotel wifi."""
_SAID = re.compile(r"([0-9]{1,18})\.([0-9a-f]{32})")
_tickets = TimestampSigner(salt="press.share.ticket")
_forms = TimestampSigner(salt="press.share.form")


def _new_browser() -> str:
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Ticket:
    """Somebody opened the link, with its password if it has one. `browser` is random and the same for one visit."""

    link_id: int
    browser: str = field(default_factory=_new_browser)

    def sealed(self) -> str:
        return _tickets.sign(f"{self.link_id}.{self.browser}")


def unseal(text: str) -> Ticket | None:
    """None for what we never gave out, and for what is too old."""
    try:
        said = _SAID.fullmatch(_tickets.unsign(text[:200], max_age=LIVES))
    except BadSignature:
        return None
    return Ticket(int(said[1]), said[2]) if said else None


def form_mark(link: ShareLink) -> str:
    """Stands in the page's forms, so that no other site can send them. Django's own guard can't: it wants to see from
    where a form comes, and a page that keeps its address to itself doesn't say.
    """
    return _forms.sign(str(link.pk))


def is_our_form(link: ShareLink, mark: str) -> bool:
    try:
        return _forms.unsign(mark[:200], max_age=LIVES) == str(link.pk)
    except BadSignature:
        return False
