"""Where finished fact sheets are kept: private storage, under the digest of all they say. There are no rows."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from media_library.delivery.sources import StoredSource
from media_library.renditions.render import RenderError
from promotion.fact_sheet.content import (
    FIRST,
    LOCATOR,
    PICTURE,
    SECOND,
    TEMPLATE,
    FactSheet,
    FirstCut,
    SecondCut,
    fact_sheet_of,
)
from promotion.typeset import engine
from promotion.typeset.pieces import Data, piece
from provinces.models import Province

ASKED_AGAIN_AFTER = 120
"""Seconds after which a sheet that nobody made yet is put into the queue once more."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """A finished sheet."""

    source: StoredSource
    made_at: datetime


def _folder(sheet: FactSheet) -> str:
    return f"fact-sheets/{sheet.province.slug}/{sheet.lang}"


def name_of(sheet: FactSheet) -> str:
    return f"{_folder(sheet)}/{sheet.digest}.pdf"


def kept(sheet: FactSheet) -> Kept | None:
    """The file that says exactly this, if it has been made."""
    storage, name = storages["private"], name_of(sheet)
    if not storage.exists(name):
        return None
    return Kept(StoredSource("private", name, storage.size(name)), storage.get_modified_time(name))


def ask_for(sheet: FactSheet) -> None:
    """Have the worker make it; asked for many times it stands in the queue once."""
    from promotion.tasks import make_fact_sheet

    if cache.add(f"fact-sheet:{sheet.digest}", 1, ASKED_AGAIN_AFTER):
        make_fact_sheet.enqueue(sheet.province.pk, sheet.lang)


def make(province_id: int, lang: str) -> str:
    """Make the sheet as it stands now; returns its stored name, empty where there is nothing public to make it of.

    What it says is read here and not handed over, so a page that was unpublished meanwhile isn't printed any more.
    """
    province = Province.objects.filter(pk=province_id).first()
    if province is None:
        return ""
    with translation.override(lang):
        sheet = fact_sheet_of(province, lang)
        if sheet is None:
            return ""
        name = name_of(sheet)
        storage = storages["private"]
        if not storage.exists(name):
            storage.save(name, ContentFile(typeset(sheet)))
            _forget_others(sheet)
    return name


def typeset(sheet: FactSheet) -> bytes:
    """The PDF, each page with the most that fits on it. Raises TypesetError."""
    now = timezone.localtime()
    state = _("Data as of %(day)s.") % {"day": date_format(now.date(), "DATE_FORMAT")}
    pictures = _pictures(sheet)

    def told(first: FirstCut, second: SecondCut, *pages: int) -> Data:
        data = sheet.data(first, second) | {"state": piece(state), "pages": pages}
        return data if PICTURE in pictures else data | {"picture": None}

    def fits(first: FirstCut, second: SecondCut, *pages: int) -> bool:
        return engine.pages_needed(TEMPLATE, told(first, second, *pages), pictures) == len(pages)

    first = next((cut for cut in FIRST if fits(cut, SECOND[-1], 1)), FIRST[-1])
    second = next((cut for cut in SECOND if fits(FIRST[-1], cut, 2)), SECOND[-1])
    if not fits(first, second, 1, 2):
        logger.warning("the fact sheet of %s (%s) has more than two pages", sheet.province.slug, sheet.lang)
    return engine.pdf(TEMPLATE, told(first, second, 1, 2), pictures, made_at=now)


def _pictures(sheet: FactSheet) -> dict[str, bytes]:
    pictures: dict[str, bytes] = {}
    if sheet.drawing is not None:
        pictures[LOCATOR] = sheet.drawing
    if sheet.banner is not None:
        try:
            pictures[PICTURE] = sheet.banner.bytes()
        except RenderError:
            logger.exception("the picture of a fact sheet can't be read: %s", sheet.province.slug)
    return pictures


def _forget_others(sheet: FactSheet) -> None:
    """Sheets of an earlier state: nobody is given them any more."""
    storage, folder, own = storages["private"], _folder(sheet), f"{sheet.digest}.pdf"
    for name in storage.listdir(folder)[1]:
        if name != own:
            storage.delete(f"{folder}/{name}")
