"""Files of the demo that aren't pictures: emblems (SVG), sheets (PDF) and films (WebM), all made by code."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from PIL import Image

from cms.demo.films import film
from cms.demo.people import Team
from cms.demo.photos import photo_id
from cms.demo.review import bring_to_state, licence_code
from cms.demo.source import Entry, shared, stable_id
from locales.registry import column
from media_library.ingest import Accepted, ingest
from media_library.models import Asset, AssetKind, DigitalSourceType, Licence, Photo
from provinces.models import Sector

GREEN = "#004a3d"


def ensure_files(teams: dict[str, Team], kit_embargo: datetime) -> int:
    """Take in what isn't there yet and bring it to its state; returns how many that were."""
    made = 0
    for entry in shared()["files"]:
        if not Asset.objects.filter(uuid=file_id(entry["key"])).exists():
            _take_through(entry, teams[entry["province"]], kit_embargo)
            made += 1
    return made


def file_id(key: str) -> Any:
    return stable_id("file", key)


@transaction.atomic
def _take_through(entry: Entry, team: Team, kit_embargo: datetime) -> None:
    outcome = ingest(io.BytesIO(_content(entry)), entry["key"], province=team.province, actor=team.editor)
    if not isinstance(outcome, Accepted):
        raise CommandError(f"The demo file {entry['key']} wasn't taken in: {outcome}")
    Asset.objects.filter(pk=outcome.record.pk).update(uuid=file_id(entry["key"]))
    record: Any = type(outcome.record).objects.get(pk=outcome.record.pk)
    for field, told in (("title", "title"), ("caption", "caption"), ("alt_text", "alt")):
        for code, text in entry.get(told, {}).items():
            setattr(record, column(field, code), text)
    record.title = record.title_vi
    record.creator, record.credit_line = entry["creator"], entry["credit_line"]
    record.licence = Licence.objects.get(code=licence_code(entry))
    record.shows_map = entry.get("shows_map", False)
    if record.kind != AssetKind.DOCUMENT:
        record.digital_source_type = DigitalSourceType.ALGORITHMIC
    record.sectors.set(Sector.objects.filter(slug__in=entry["sectors"]))
    record.save()
    record.save_revision(user=team.editor, log_action=True)
    done = bring_to_state(record, entry, team, kit_embargo)
    if done.approved_at is not None:
        # Before the pictures, which come first wherever the newest do.
        Asset.objects.filter(pk=done.pk).update(approved_at=done.approved_at - timedelta(days=7))


def _content(entry: Entry) -> bytes:
    """The file: a film across a picture, a sheet with the entry's lines, or a drawing of its own."""
    if "film" in entry:
        with Photo.objects.get(uuid=photo_id(entry["film"])).file.open("rb") as picture:
            return film(picture, seconds=entry["seconds"], backwards=entry.get("backwards", False))
    if "pdf_of" in entry:
        with Photo.objects.get(uuid=photo_id(entry["pdf_of"])).file.open("rb") as picture:
            return _as_pdf(picture)
    if "lines" in entry:
        return _sheet([(line, 26 if number == 0 else 12) for number, line in enumerate(entry["lines"])])
    return _DRAWINGS[entry["key"]]()


def _emblem(*shapes: str) -> bytes:
    drawn = "".join(f'<path d="{shape}"/>' for shape in shapes)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="480" viewBox="0 0 48 48">'
        f'<circle cx="24" cy="24" r="22.5" fill="none" stroke="{GREEN}" stroke-width="1.5"/>'
        f'<g fill="none" stroke="{GREEN}" stroke-width="1.5" stroke-linejoin="round" stroke-linecap="round">{drawn}</g>'
        "</svg>"
    ).encode()


def _logo(emblem: Callable[[], bytes], name: str) -> bytes:
    """The emblem with its name beside it; the letters in whichever sans serif there is."""
    inner = emblem().decode().partition(">")[2].removesuffix("</svg>")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="1480" height="480" viewBox="0 0 148 48">'
        f'{inner}<text x="54" y="31" fill="{GREEN}" font-family="Be Vietnam Pro, Noto Sans, sans-serif" '
        f'font-size="17" font-weight="600">{name}</text></svg>'
    ).encode()


def _as_pdf(picture: Any) -> bytes:
    out = io.BytesIO()
    with Image.open(picture) as image:
        image.convert("RGB").save(out, "PDF", resolution=300)
    return out.getvalue()


def _bay() -> bytes:
    return _emblem(
        "M8 29c1-7 3-14 6-14s3 5 4 14",
        "M17 24c1-7 3-13 6-13s5 8 6 18",
        "M33 12v17M33 13c4 3 6 8 6 13h-6",
        "M8 33q4-2.5 8 0t8 0 8 0 8 0",
        "M12 37q4-2.5 8 0t8 0 8 0",
        "M18 41q3-2.5 6 0t6 0",
    )


def _terraces() -> bytes:
    return _emblem(
        "M6 27l9-13 6 8 6-12 7 12 3-4 5 9", "M6 30q18-6 36 0", "M8 34q16-6 32 0", "M11 38q13-6 26 0", "M16 42q8-4 16 0"
    )


def _boat() -> bytes:
    return _emblem(
        "M10 30h28l-4 6H14z", "M23 27V9c7 3 11 9 12 18z", "M20 27V14c-5 3-7 8-8 13z", "M8 40q4-2.5 8 0t8 0 8 0 8 0"
    )


def _leaf() -> bytes:
    return _emblem("M13 36C9 20 18 10 36 10c1 18-8 28-23 26z", "M12 39c4-9 10-16 17-21", "M19 29v-8", "M21 27h9")


def _sheet(written: list[tuple[str, int]]) -> bytes:
    """One page of A4 in Helvetica, which every reader of PDF has. `written`: lines with their size in points."""
    lines = "".join(
        f"BT /F1 {size} Tf 60 {760 - 24 * number} Td ({text}) Tj ET\n"
        for number, (text, size) in enumerate(written)
        if text
    )
    objects = (
        "<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
        "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources 6 0 R >>",
        f"<< /Length {len(lines)} >>\nstream\n{lines}endstream",
        "<< /Font << /F1 3 0 R >> >>",
    )
    out, places = io.BytesIO(b"%PDF-1.7\n"), []
    out.seek(0, io.SEEK_END)
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("ascii"))
    start = out.tell()
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    out.write(f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{rows}{end}".encode("ascii"))
    return out.getvalue()


_DRAWINGS: dict[str, Callable[[], bytes]] = {
    "emblem-quang-ninh": _bay,
    "emblem-lao-cai": _terraces,
    "festival-sign-quang-ninh": _boat,
    "tea-sign-lao-cai": _leaf,
    "logo-quang-ninh-svg": lambda: _logo(_bay, "Quảng Ninh"),
    "logo-lao-cai-svg": lambda: _logo(_terraces, "Lào Cai"),
}
