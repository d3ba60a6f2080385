"""Names of ZIP entries as their makers meant them, and without what could lead elsewhere."""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib
from zipfile import ZipInfo

UTF8_FLAG = 0x800
UNICODE_PATH = 0x7075
IGNORED_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db", ".localized"})
IGNORED_FOLDERS = frozenset({"__macosx", ".spotlight-v100", ".trashes", "$recycle.bin", "@eadir"})


def entry_path(info: ZipInfo) -> str:
    """The entry's path for showing: right letters, forward slashes, no drive, no `..`, no control characters."""
    return clean_path(_decoded(info))


def clean_path(path: str) -> str:
    """A relative path of plain parts; "?" where nothing is left of it."""
    path = path.encode("utf-8", "replace").decode("utf-8")  # bytes of a disk that aren't text
    path = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", "", unicodedata.normalize("NFC", path))
    parts = [part.strip() for part in path.replace("\\", "/").split("/")]
    if parts and re.fullmatch(r"[A-Za-z]:", parts[0]):
        parts = parts[1:]
    kept = [part for part in parts if part not in ("", ".", "..")]
    return "/".join(part[:200] for part in kept[-20:]) or "?"


def is_clutter(path: str) -> bool:
    """What operating systems leave in folders: nobody meant to send it."""
    *folders, name = path.lower().split("/")
    return name in IGNORED_NAMES or name.startswith("._") or not IGNORED_FOLDERS.isdisjoint(folders)


def _decoded(info: ZipInfo) -> str:
    """The name by its flag, its Unicode extra field, or the best guess among what zippers in Vietnam wrote.

    Old zippers write bytes of the machine's code page and say nothing about it: UTF-8 (macOS), 1258
    (Vietnamese Windows) or 437 (DOS). Python reads these as 437, so the bytes can be had back.
    """
    if info.flag_bits & UTF8_FLAG:
        return info.orig_filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.orig_filename
    if (said := _unicode_path(info.extra, raw)) is not None:
        return said
    for encoding in ("utf-8", "cp1258"):
        try:
            name = unicodedata.normalize("NFC", raw.decode(encoding))
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or _is_language(name):
            return name
    return info.orig_filename


def _is_language(name: str) -> bool:
    """Whether all letters beyond ASCII are letters of Vietnamese, not the signs a wrong code page shows."""
    return all(ord(sign) < 128 or unicodedata.category(sign)[0] == "L" for sign in name)


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The Info-ZIP Unicode Path field (0x7075), where its checksum fits the name. Source: APPNOTE 4.6.9."""
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, place)
        field = extra[place + 4 : place + 4 + length]
        said = kind == UNICODE_PATH and len(field) > 5 and field[0] == 1
        if said and struct.unpack_from("<I", field, 1)[0] == zlib.crc32(raw):
            try:
                return field[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
        place += 4 + length
    return None
