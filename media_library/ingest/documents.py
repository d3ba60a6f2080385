"""Documents: PDF and office files without anything that acts, hides or is locked."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from media_library.documents import examiner, office
from media_library.ingest import apart
from media_library.ingest.refusal import NotAccepted, gave_out
from media_library.ingest.sorting import Sort

Examined = tuple[str, dict[str, int | None]]
_TAIL = 2048
"""Bytes at the end in which a PDF says that it ends; writers put little behind it."""


def examine_pdf(file: BinaryIO, sort: Sort) -> Examined:
    """Extension and number of pages. Raises NotAccepted."""
    _check_end(file)
    try:
        told = apart.examine(Path(examiner.__file__), file)
    except apart.GaveOut as error:
        raise gave_out() from error
    if "refused" in told:
        raise NotAccepted(_reason(str(told["refused"]), str(told.get("what", ""))))
    return "pdf", {"pages": int(told["pages"])}


def _check_end(file: BinaryIO) -> None:
    """Nothing but white space behind the last end mark: what follows would leave unseen (another file, say)."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    file.seek(0)
    _before, mark, after = tail.rpartition(b"%%EOF")
    if not mark:
        raise NotAccepted(_reason("damaged", ""))
    if after.strip(b"\0\t\n\f\r "):
        raise NotAccepted(_("Something follows the document's end. Export it as PDF again."))


def examine_office(file: BinaryIO, sort: Sort) -> Examined:
    """Extension by what the document says it is. Raises NotAccepted."""
    try:
        return office.extension_of(file, settings.DOCUMENT_MAX_UNPACKED_BYTES), {"pages": None}
    except office.Refused as refusal:
        raise NotAccepted(_reason(refusal.reason, refusal.what)) from refusal


def _reason(reason: str, what: str) -> str:
    match reason:
        case "encrypted":
            return _("The document is locked with a password. Save it without one.")
        case "active":
            return _(
                "The document holds something that acts when it is opened or that is hidden in it: %(what)s."
                " Save it without, or print it to PDF."
            ) % {"what": what}
        case "too_long":
            return _("The document is too long or too big when unpacked. Split it.")
        case "other":
            return _("This ZIP isn't a document. Unpack it and bring in its files, or send it with the ending .zip.")
    return _("The document is damaged and can't be read. Save it again.")
