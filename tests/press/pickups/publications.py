"""Publications as newsrooms and readers send them: pages of a site, PDFs, and hostile files."""

from __future__ import annotations

import io
from typing import Any

import numpy
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from press.attachments import check
from press.models import Pickup
from press.pickups import services
from tests.media_library.factories import province


def screenshot(*pictures: bytes, width: int = 1280, height: int = 2200, dark: bool = False) -> bytes:
    """A page with a headline, columns of grey words and the given pictures, one below the other, saved as JPEG."""
    page = Image.new("RGB", (width, height), (24, 24, 28) if dark else "white")
    pen = ImageDraw.Draw(page)
    pen.rectangle((0, 0, width, 70), fill=(10, 60, 120))
    ink = (220, 220, 220) if dark else (30, 30, 30)
    top = 100
    for picture in pictures:
        with Image.open(io.BytesIO(picture)) as image:
            shown = image.convert("RGB").resize((760, round(760 * image.height / image.width)))
        page.paste(shown, (80, top))
        for line in range(0, shown.height, 26):
            for word in range(6):
                left = 900 + word * 50 + (line * 7) % 13
                pen.rectangle((left, top + line, left + 34, top + line + 10), fill=ink)
        top += shown.height + 60
        pen.text((80, top - 45), "Photo: somebody", fill=ink)
    buffer = io.BytesIO()
    page.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def pdf(*pictures: bytes, text: str = "") -> bytes:
    """A PDF with each picture on a page of its own, and a text on the first."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    for picture in pictures or (None,):
        if picture is None:
            writer.add_blank_page(600, 800)
            continue
        buffer = io.BytesIO()
        with Image.open(io.BytesIO(picture)) as image:
            image.save(buffer, "PDF")
        writer.add_page(PdfReader(buffer).pages[0])
    if text:
        page = writer.pages[0]
        words = DecodedStreamObject()
        before = page.get_contents()
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        shown = f"\nBT /F9 12 Tf 20 20 Td ({escaped}) Tj ET".encode("latin-1")
        words.set_data((b"q " + before.get_data() + b" Q" if before else b"") + shown)
        page[NameObject("/Contents")] = writer._add_object(words)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        resources: Any = page["/Resources"].get_object()
        resources[NameObject("/Font")] = DictionaryObject({NameObject("/F9"): font})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def noise(width: int, height: int, seed: int) -> bytes:
    """A picture nobody has."""
    small = numpy.random.default_rng(seed).integers(0, 255, (10, 15, 3), dtype=numpy.uint8)
    buffer = io.BytesIO()
    Image.fromarray(small).resize((width, height)).save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def pickup(file: bytes | None = None, name: str = "page.jpg", **values: Any) -> Pickup:
    """Recorded and not looked at yet."""
    defaults = {
        "province": province(),
        "outlet": "Le Journal",
        "title": "Une aube sur la baie",
        "country": "FR",
        "language": "fr",
        "published_on": "2026-03-02",
    }
    told = {key: values.pop(key) for key in ("member", "actor", "twins") if key in values}
    made = Pickup(**(defaults | values))
    if not (file or made.url or made.pasted):
        made.url = "https://journal.example/a"
    return services.record(made, file=check(ContentFile(file, name)) if file else None, **told)
