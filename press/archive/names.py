"""Names inside an archive: such that every newsroom's computer can unpack it, and nothing lands elsewhere."""

from __future__ import annotations

import re
import unicodedata

MAX_PATH_BYTES = 65_535
"""The length of a name in UTF-8 is a 16-bit number (APPNOTE 4.4.10)."""

MAX_FILE_NAME_BYTES = 200
"""Most file systems hold 255 bytes a name; Lao needs three a letter, and a copy wants room for " (2)"."""

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*\\]')
# Marks that turn the direction of what follows: `photo<U+202E>gpj.exe` reads as a picture.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2028\u2029\u2060\ufeff]")
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE | re.DOTALL)


class PathRefused(ValueError):
    """A path that some computer would unpack elsewhere, over another file, or not at all."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path!r}: {reason}")
        self.path = path
        self.reason = reason


class PathRegister:
    """The paths of one archive. `add` takes each once and refuses what would collide with an earlier one."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()

    def add(self, path: str) -> bytes:
        """The path as the archive stores it, in UTF-8. Raises `PathRefused`."""
        encoded = _encoded(path)
        for part in path.split("/"):
            _check_part(path, part)
        # Two names that differ only in case or in how marks are composed are one file on Windows and macOS.
        key = unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
        parts = key.split("/")
        folders = {"/".join(parts[:depth]) for depth in range(1, len(parts))}
        if key in self._files:
            raise PathRefused(path, "there is already a file of this name")
        if key in self._folders or not folders.isdisjoint(self._files):
            raise PathRefused(path, "a file and a folder have the same name")
        self._files.add(key)
        self._folders |= folders
        return encoded


def _encoded(path: str) -> bytes:
    try:
        encoded = path.encode("utf-8")
    except UnicodeEncodeError as error:
        raise PathRefused(path, "not valid Unicode") from error
    if not encoded or len(encoded) > MAX_PATH_BYTES:
        raise PathRefused(path[:80], f"must have 1 to {MAX_PATH_BYTES} bytes")
    return encoded


def _check_part(path: str, part: str) -> None:
    if part in {"", ".", ".."}:
        raise PathRefused(path, "must be relative, without empty, '.' or '..' parts")
    if _FORBIDDEN.search(part) or _BIDI.search(part):
        raise PathRefused(path, "holds a character that no file name may have")
    if part.endswith((" ", ".")) or part.startswith(" "):
        raise PathRefused(path, "a part begins with a space or ends with a space or full stop")
    if _DEVICE.fullmatch(part):
        raise PathRefused(path, "is the name of a device on Windows")


def file_name(title: str, extension: str) -> str:
    """A name that `PathRegister` takes, made of a title in any language: what can't stay becomes `_`.

    `extension` is without its full stop. At most `MAX_FILE_NAME_BYTES` in UTF-8, never cut inside a letter
    with its marks. It isn't made unique: the caller puts a number or an identifier into the title.
    """
    cleaned = _INVISIBLE.sub("", _BIDI.sub("", unicodedata.normalize("NFC", title)))
    cleaned = _FORBIDDEN.sub("_", re.sub(r"\s+", " ", cleaned)).replace("/", "_")
    cleaned = _shortened(cleaned, MAX_FILE_NAME_BYTES - len(extension.encode()) - 1).strip(" .")
    if not cleaned or _DEVICE.fullmatch(cleaned):
        cleaned = f"_{cleaned}"
    return f"{cleaned}.{extension}"


def _shortened(text: str, limit: int) -> str:
    encoded = text.encode("utf-8", "replace")
    if len(encoded) <= limit:
        return encoded.decode("utf-8")
    kept = len(encoded[:limit].decode("utf-8", "ignore"))
    while kept and unicodedata.category(text[kept]).startswith("M"):
        kept -= 1
    return text[:kept]
