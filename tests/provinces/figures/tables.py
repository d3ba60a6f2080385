"""Tables of figures as people send them."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook

from provinces.models import Indicator, Observation, Province
from tests.provinces.factories import unit

HEADINGS = ["province", "province_name", "indicator", "period", "value", "unit", "source_vi", "source_en"]
GOOD = {
    "province": "22",
    "province_name": "",
    "indicator": "grdp",
    "period": "2025",
    "value": "392000",
    "unit": "tỷ đồng",
    "source_vi": "Niên giám thống kê 2025",
    "source_en": "Statistical Yearbook 2025",
}


def table(*rows: dict[str, Any], headings: list[str] | None = None) -> bytes:
    """A CSV file of good rows with something else in some cells."""
    names = headings or [*HEADINGS, *dict.fromkeys(name for row in rows for name in row if name not in HEADINGS)]
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(names)
    for row in rows:
        cells = GOOD | row
        writer.writerow([cells.get(name, "") for name in names])
    return out.getvalue().encode()


def workbook(*rows: dict[str, Any]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADINGS)
    for row in rows:
        cells = GOOD | row
        sheet.append([cells.get(name) for name in HEADINGS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def observe(
    province: Province | str | None, year: int, value: Any, indicator: str = "grdp", **values: Any
) -> Observation:
    """A yearly figure that is there already."""
    found: Observation = Observation.objects.create(
        province=unit(province) if isinstance(province, str) else province,
        indicator=Indicator.objects.get(code=indicator),
        period_label=str(year),
        period_start=date(year, 1, 1),
        period_end=date(year, 12, 31),
        value=Decimal(str(value)),
        **{"source_vi": "Niên giám thống kê", "source_en": "Statistical yearbook"} | values,
    )
    return found
