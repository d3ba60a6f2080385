"""The text of a CSV file, in the encodings and with the separators that spreadsheet programs and editors write."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _

from locales.tables.errors import BadSheet

ENCODINGS = ("utf-8-sig", "cp1258")
SEPARATORS = ",;\t"


def decoded(data: bytes) -> str:
    """The text of a list: UTF-16 and UTF-8 by their marks, UTF-8 without a mark, else Vietnamese Windows."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    elif len(data) > 3 and data[1:2] == b"\0" and data[3:4] == b"\0":
        encodings = ("utf-16-le",)
    elif len(data) > 3 and data[0:1] == b"\0" and data[2:3] == b"\0":
        encodings = ("utf-16-be",)
    else:
        encodings = ENCODINGS
    for encoding in encodings:
        try:
            return unicodedata.normalize("NFC", data.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise BadSheet(_("The letters of the list can't be read: save it from the spreadsheet as CSV UTF-8."))


def separator_of(text: str) -> str:
    """By the first line, outside quotes; Excel's own `sep=` line counts."""
    first = text.lstrip().split("\n", 1)[0]
    if first.lower().startswith("sep=") and len(first) > 4:
        return first[4]
    bare = "".join(part for place, part in enumerate(first.split('"')) if place % 2 == 0)
    return max(SEPARATORS, key=bare.count)
