"""`python -m locales.catalogue_check`: fails on a missing, unfinished or broken translation.

Where GNU gettext is installed it also fails on a stale catalogue: a string in the code that isn't in it.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

from locales.collect import ROOT, collect, interface_codes, path_of
from locales.compile import catalogues

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|%[sd]")


def problems_in(path: Path) -> list[str]:
    """Every message without a translation, marked fuzzy, or with other placeholders than its source."""
    code = path.parent.parent.name
    with path.open("rb") as file:
        catalogue = read_po(file, locale=code)
    problems = []
    for message in catalogue:
        if not message.id:
            continue
        sources = _texts(message.id)
        translations = _texts(message.string)
        where = f"{path.relative_to(ROOT)}: {sources[0][:60]!r}"
        if not all(translations):
            problems.append(f"{where}: not translated")
        if message.fuzzy:
            problems.append(f"{where}: fuzzy")
        wanted = {match.group() for source in sources for match in PLACEHOLDER.finditer(source)}
        for translation in filter(None, translations):
            if extra := {match.group() for match in PLACEHOLDER.finditer(translation)} - wanted:
                problems.append(f"{where}: unknown placeholder {extra}")
    return problems


def _texts(value: Any) -> tuple[str, ...]:
    """Singular and plural forms alike."""
    return tuple(value) if isinstance(value, (tuple, list)) else (value or "",)


def stale() -> list[str]:
    """Catalogues that change when the strings are collected again."""
    paths = [path_of(code) for code in interface_codes()]
    before = {path: _messages(path) for path in paths}
    kept = {path: path.read_bytes() for path in paths if path.exists()}
    collect()
    problems = [
        f"{path.relative_to(ROOT)}: stale, run `make catalogues`" for path in paths if _messages(path) != before[path]
    ]
    for path, content in kept.items():
        path.write_bytes(content)
    return problems


def _messages(path: Path) -> set[str]:
    if not path.exists():
        return set()
    with path.open("rb") as file:
        return {str(message.id) for message in read_po(file) if message.id}


def main() -> int:
    problems = [problem for path in catalogues() for problem in problems_in(path)]
    if shutil.which("xgettext"):
        problems += stale()
    sys.stdout.write("".join(f"{problem}\n" for problem in problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
