"""Graphics: SVG, refused where it could act or fetch."""

from __future__ import annotations

from typing import BinaryIO

from django.utils.translation import gettext as _

from media_library.graphics import svg
from media_library.ingest.refusal import NotAccepted
from media_library.ingest.sorting import Sort


def examine(file: BinaryIO, sort: Sort) -> tuple[str, dict[str, int | None]]:
    """Extension, and width and height where the drawing has them. Raises NotAccepted."""
    try:
        drawing = svg.read(file.read())
    except svg.NotSafe as error:
        raise NotAccepted(
            _("The drawing holds something that isn't allowed in one: %(what)s. Save it as a plain SVG without it.")
            % {"what": error.what}
        ) from error
    except (svg.NotADrawing, ValueError, RecursionError) as error:
        raise NotAccepted(_("The drawing can't be read as SVG. Save it as a plain SVG again.")) from error
    return "svg", {"width": drawing.width, "height": drawing.height}
