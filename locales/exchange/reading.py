"""A translator's file, of whichever format: told by its content, never by its name."""

from __future__ import annotations

from django.utils.translation import gettext as _

from locales.exchange import po, xliff_reading
from locales.exchange.files import BYTES_AT_MOST, BadFile, ExchangeFile

_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def read(data: bytes) -> ExchangeFile:
    """Raises BadFile with words for the translator, also for a file without any text of ours."""
    if len(data) > BYTES_AT_MOST:
        limit = BYTES_AT_MOST // (1024 * 1024)
        raise BadFile(_("The file is larger than %(limit)s MB. Send it in parts.") % {"limit": limit})
    start = data.lstrip()[:4]
    if not start:
        raise BadFile(_("The file is empty."))
    if start.startswith(b"PK\x03\x04"):
        raise BadFile(_("This is a ZIP file or office document. Send the PO or XLIFF file itself."))
    # XML in any encoding begins so; after its mark and before its first tag stands nothing else.
    plain = data[:400].replace(b"\x00", b"")
    for mark in _MARKS:
        plain = plain.removeprefix(mark)
    found = xliff_reading.read(data) if plain.lstrip().startswith(b"<") else po.read(data)
    if not found.offers:
        raise BadFile(_("There is no text in this file that was exported from here."))
    return found
