"""Why a file isn't taken in, in words for whoever brought it."""

from __future__ import annotations

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _


class NotAccepted(Exception):
    """A file that isn't taken in; the message tells the editor why and what to do."""


def too_big(size: int, limit: int) -> NotAccepted:
    return NotAccepted(
        _("The file is too big (%(size)s; at most %(limit)s). Export a smaller copy.")
        % {"size": filesizeformat(size), "limit": filesizeformat(limit)}
    )


def gave_out() -> NotAccepted:
    """The examination was ended: it crashed, took too long, or wanted too much memory."""
    return NotAccepted(_("The file couldn't be examined: it is damaged or built too strangely. Export it anew."))
