"""What one sent file holds: itself, or the files of a ZIP; and each of them taken into the library."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from media_library.ingest import Outcome, Refused, ingest
from media_library.uploads.archives import Archive, BadArchive, is_archive, path_within, unpacked
from media_library.uploads.zip_names import clean_path
from provinces.models import Province

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """One file: `number` within what was sent, its path for reports, its bytes or why they can't be had."""

    number: int
    path: str
    content: BinaryIO | str


@dataclass(frozen=True, slots=True)
class Opened:
    """`total` files, and the way to them; each one's bytes are there only until the next is asked for."""

    total: int
    files: Iterator[Found]


def opened(file: BinaryIO, path: str, *, done: frozenset[int] = frozenset()) -> Opened:
    """Look into a file that was sent as `path`; files whose number is in `done` are left out."""
    if not is_archive(file, path):
        return Opened(1, iter([] if 0 in done else [Found(0, clean_path(path), file)]))
    try:
        archive = Archive(file)
    except BadArchive as error:
        return Opened(1, iter([] if 0 in done else [Found(0, clean_path(path), str(error))]))
    return Opened(len(archive.entries), _entries(archive, path, done))


def _entries(archive: Archive, path: str, done: frozenset[int]) -> Iterator[Found]:
    try:
        for entry, content in unpacked(archive, after=done):
            yield Found(entry.number, path_within(path, entry), content)
    finally:
        archive.close()


def take(found: Found, *, province: Province, actor: Any, typed: Mapping[str, Any] | None = None) -> Outcome:
    """One file into the library; whatever goes wrong is its outcome, and the others go on."""
    name = found.path.rsplit("/", 1)[-1]
    if isinstance(found.content, str):
        return Refused(name, found.content)
    try:
        return ingest(found.content, name, province=province, actor=actor, typed=typed)
    except Exception:
        logger.exception("taking in %s failed", found.path)
        return Refused(name, _("The server couldn't take it in. Send it again; if that doesn't help, ask for help."))
