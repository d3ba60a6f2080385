"""Writes `docs/metadata-mapping.md` from the mapping table: `python -m media_library.metadata.documentation`.

A test fails while the page says something else than the table.
"""

from __future__ import annotations

from pathlib import Path

from media_library.metadata import iim
from media_library.metadata.mapping import FIELDS, NAMESPACES, TIME_CREATED, Form, as_markdown

PAGE = Path(__file__).parents[2] / "docs" / "metadata-mapping.md"

_INTRODUCTION = """\
# Where the texts and facts of a picture stand in its file

Made from the table in `media_library/metadata/mapping.py`, which reader and writer both follow, by
`python -m media_library.metadata.documentation`; don't edit it by hand.

- **Read**: of the XMP paths all, in the order given; of the EXIF tags likewise. XMP counts before IIM, IIM before EXIF,
  unless the digest in the file shows that IIM was changed after XMP. What the editor typed counts before all of them.
- **Written**: the first XMP path of each field, in every format. IIM in JPEG only, in UTF-8 and declared so, cut at the
  octets given between characters. EXIF repeats description, creator and copyright where the file has EXIF. A position
  is written only where the editor published the place.
- `a/b` is the member `b` of the structure (or of the first structure of the list) `a`.
- “{languages}” holds every approved language under its BCP 47 tag, the working language as
  `x-default` first. IIM and EXIF hold one of them.
- IIM also gets {charset} (UTF-8) and {version}; {time} goes with 2:55.

"""


def page() -> str:
    """The whole page."""
    introduction = _INTRODUCTION.format(
        languages=Form.LANGUAGES.value,
        charset="{}:{}".format(*iim.CHARACTER_SET),
        version="2:00",
        time=TIME_CREATED.name,
    )
    rows = [f"| `{prefix}` | `{uri}` |" for prefix, uri in NAMESPACES.items()]
    namespaces = "\n".join(["## Namespaces", "", "| prefix | namespace |", "|---|---|", *rows])
    return f"{introduction}## The {len(FIELDS)} fields\n\n{as_markdown()}\n{namespaces}\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
