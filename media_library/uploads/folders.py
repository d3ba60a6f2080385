"""Files of folders on the server's disk, each once, whatever links and special files stand in between."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _


def files_in(paths: list[Path], *, leave_out: Path | None = None) -> Iterator[Path]:
    """Every file given or below a given folder, sorted within a folder, each path once.

    Links to folders below a given one aren't followed (they may lead in a circle) and are passed on as they
    are, as is a path that doesn't exist: both are refused with their reason. `leave_out` (the list of captions)
    isn't among the files, unless it was named itself.
    """
    seen: set[Path] = set()
    for path in paths:
        if not path.is_dir():
            found: Iterator[Path] = iter([path])
        else:
            found = (each for each in _below(path) if leave_out is None or not _same(each, leave_out))
        for each in found:
            if each not in seen:
                seen.add(each)
                yield each


def _below(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder, onerror=None):
        folders.sort()
        here = Path(root)
        links = [name for name in folders if (here / name).is_symlink()]
        for name in sorted([*names, *links]):
            yield here / name
        for name in folders:
            if name not in links and not os.access(here / name, os.R_OK | os.X_OK):
                yield here / name


def _leads_out(path: Path, given: Sequence[Path]) -> bool:
    folder = next((one for one in given if one in path.parents), None)
    return folder is not None and path.is_symlink() and not path.resolve().is_relative_to(folder.resolve())


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def why_unreadable(path: Path, given: Sequence[Path] = ()) -> str:
    """Why a path can't be read as a file ("" if it can): asked before opening, since a pipe would wait for ever.

    Of the folders that were `given` to look through, no link leads out: who filled them may be somebody else.
    """
    try:
        mode = path.stat().st_mode
        leads_out = _leads_out(path, given)
    except FileNotFoundError:
        return _("It leads nowhere.") if path.is_symlink() else _("There is no such file.")
    except (OSError, ValueError):
        return _("The file can't be opened.")
    if stat.S_ISDIR(mode):
        return _("It is a link to a folder. Name the folder itself.") if path.is_symlink() else _("It can't be opened.")
    if not stat.S_ISREG(mode):
        return _("It isn't a file.")
    if leads_out:
        return _("It is a link that leads out of its folder. Copy the file itself into the folder.")
    return ""
