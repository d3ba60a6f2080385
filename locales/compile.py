"""Compile the gettext catalogues with Babel: `python -m locales.compile`. No system tool is needed."""

from __future__ import annotations

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent


def catalogues() -> list[Path]:
    return sorted(ROOT.glob("catalogues*/*/LC_MESSAGES/*.po"))


def compile_all() -> int:
    """Write a `.mo` beside every `.po`; returns how many. A process that starts meanwhile finds whole ones only."""
    found = catalogues()
    for source in found:
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name)
        part = source.with_suffix(f".mo.{os.getpid()}")
        with part.open("wb") as file:
            write_mo(file, catalogue)
        part.replace(source.with_suffix(".mo"))
    return len(found)


if __name__ == "__main__":
    compile_all()
