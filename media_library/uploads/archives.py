"""ZIPs opened on the server: entry by entry, never trusting what the archive says of itself.

Sizes are counted while unpacking, since headers lie. Only one entry is unpacked at a time, into a file that
goes away; nothing is ever written under a name from the archive.
"""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from media_library.uploads.zip_names import clean_path, entry_path, is_clutter

MAGIC = b"PK\x03\x04"
EMPTY_MAGIC = b"PK\x05\x06"
RATIO_MAX = 200
"""Unpacked to packed, for what is bigger than RATIO_FREE bytes: pictures hardly shrink, bombs shrink a thousandfold."""
RATIO_FREE = 10 * 1024 * 1024
CHUNK = 256 * 1024
IN_MEMORY = 8 * 1024 * 1024
DIRECTORY_BYTES_PER_ENTRY = 1024
"""What an entry's line in the ZIP's directory takes at most on average: about 100, and the name."""
OFFICE_MARKS = ("[content_types].xml", "mimetype", "meta-inf/manifest.xml", "meta-inf/container.xml")
"""Office documents and books are ZIPs inside: they are one file to whoever sends them."""


class BadArchive(Exception):
    """A ZIP that isn't opened; the message tells the editor why and what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the archive: `number` from 0 among the files, `info` for unpacking it."""

    number: int
    path: str
    info: zipfile.ZipInfo


class NotUnpacked(Exception):
    """One entry that can't be had; the message says why."""


def is_archive(file: BinaryIO, name: str) -> bool:
    """Whether the file is to be opened: it is called a ZIP and begins as one.

    A ZIP under another name isn't: whoever disguises one doesn't get it opened, and the kinds of file that
    are ZIPs inside stay whole.
    """
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    return name.lower().endswith(".zip") and start in (MAGIC, EMPTY_MAGIC)


class Archive:
    """An open ZIP. Raises BadArchive for one that isn't opened."""

    def __init__(self, file: BinaryIO) -> None:
        size = file.seek(0, 2)
        if size > settings.ZIP_MAX_BYTES:
            raise BadArchive(
                _("The ZIP is too big (%(size)s; at most %(limit)s). Send it in several parts.")
                % {"size": filesizeformat(size), "limit": filesizeformat(settings.ZIP_MAX_BYTES)}
            )
        if _directory_size(file) > settings.ZIP_MAX_ENTRIES * DIRECTORY_BYTES_PER_ENTRY:
            raise BadArchive(_("The ZIP holds too many files. Send it in several parts."))
        file.seek(0)
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, RuntimeError) as error:
            raise BadArchive(_("The ZIP is damaged and can't be opened. Make it again.")) from error
        self.entries = self._listed()
        self._left = settings.ZIP_MAX_TOTAL_BYTES

    def _listed(self) -> list[Entry]:
        # Not `is_dir`, which stumbles over an entry without a name.
        infos = [info for info in self._zip.infolist() if not info.filename.endswith("/")]
        if len(infos) > settings.ZIP_MAX_ENTRIES:
            raise BadArchive(
                _("The ZIP holds too many files (%(count)s; at most %(limit)s). Send it in several parts.")
                % {"count": len(infos), "limit": settings.ZIP_MAX_ENTRIES}
            )
        pairs = [(entry_path(info), info) for info in infos]
        pairs = [(path, info) for path, info in pairs if not is_clutter(path)]
        if not pairs:
            raise BadArchive(_("The ZIP is empty."))
        if any(path.lower() in OFFICE_MARKS for path, _info in pairs):
            raise BadArchive(_("This is an office document named as a ZIP. Give it its own ending again."))
        return [Entry(number, path, info) for number, (path, info) in enumerate(pairs)]

    def unpack(self, entry: Entry) -> BinaryIO:
        """The entry's bytes in a file of their own, at its start. Raises NotUnpacked."""
        _refuse_by_header(entry)
        target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (the caller closes it)
        try:
            self._copy(entry.info, target)
        except NotUnpacked:
            target.close()
            raise
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as e:
            target.close()
            raise NotUnpacked(_("It is damaged inside the ZIP. Make the ZIP again.")) from e
        except Exception as error:  # bz2 and lzma raise errors of their own on hostile data
            target.close()
            raise NotUnpacked(_("It is damaged inside the ZIP. Make the ZIP again.")) from error
        target.seek(0)
        return target  # type: ignore[return-value]  # a spooled file has all that a binary file has

    def _copy(self, info: zipfile.ZipInfo, target: tempfile.SpooledTemporaryFile[bytes]) -> None:
        written = 0
        with self._zip.open(info) as source:
            while chunk := source.read(CHUNK):
                written += len(chunk)
                self._left -= len(chunk)
                if self._left < 0:
                    raise NotUnpacked(_("The ZIP unpacks to too much. Send it in several parts."))
                if written > settings.ZIP_MAX_BYTES or (
                    written > RATIO_FREE and written > RATIO_MAX * max(1, info.compress_size)
                ):
                    raise NotUnpacked(_("It unpacks to far more than it should: such a file isn't taken in."))
                target.write(chunk)

    def close(self) -> None:
        self._zip.close()


def _directory_size(file: BinaryIO) -> int:
    """Bytes of the directory that `zipfile` would read into memory at once, as it will find them itself."""
    try:
        end = zipfile._EndRecData(file)  # type: ignore[attr-defined]
    except (OSError, zipfile.BadZipFile, ValueError):
        return 0
    return int(end[zipfile._ECD_SIZE]) if end else 0  # type: ignore[attr-defined]


def _refuse_by_header(entry: Entry) -> None:
    if entry.info.flag_bits & 0x1:
        raise NotUnpacked(_("It is locked with a password. Make the ZIP again without one."))
    if entry.path.lower().endswith((".zip", ".rar", ".7z", ".tar", ".tgz", ".gz")):
        raise NotUnpacked(_("An archive inside a ZIP isn't opened. Unpack it first."))
    if entry.info.file_size > RATIO_FREE and entry.info.file_size > RATIO_MAX * max(1, entry.info.compress_size):
        raise NotUnpacked(_("It unpacks to far more than it should: such a file isn't taken in."))
    mode = entry.info.external_attr >> 16
    if mode & 0o170000 == 0o120000:
        raise NotUnpacked(_("It is a link, not a file."))


def unpacked(archive: Archive, *, after: frozenset[int] = frozenset()) -> Iterator[tuple[Entry, BinaryIO | str]]:
    """Each entry with its file, or with the reason why there is none. Entries numbered in `after` are left out."""
    for entry in archive.entries:
        if entry.number in after:
            continue
        try:
            file = archive.unpack(entry)
        except NotUnpacked as error:
            yield entry, str(error)
            continue
        with file:
            yield entry, file


def path_within(archive_name: str, entry: Entry) -> str:
    """How an entry is named in reports: the ZIP's name, then the path in it."""
    return f"{clean_path(archive_name)}/{entry.path}"
