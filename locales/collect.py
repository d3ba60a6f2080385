"""Collect the strings to translate into the catalogues: `python -m locales.collect` (needs GNU gettext)."""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.core.management import call_command

from locales.registry import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
INTERFACE = ("vi",)
"""Languages whose interface catalogue is kept complete; English is the text in the code."""


def collect() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    os.chdir(ROOT)
    django.setup()
    for code in LANGUAGES:
        if code not in INTERFACE:
            continue
        name = code if "-" not in code else code.split("-")[0] + "_" + code.split("-")[1].title()
        (ROOT / "locales" / "catalogues" / name / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
        call_command(
            "makemessages",
            locale=[name],
            ignore_patterns=["tests/*", ".venv/*", "var/*", "locales/catalogues_wagtail/*"],
            no_wrap=True,
            no_location=True,
            no_obsolete=True,
            verbosity=0,
        )


if __name__ == "__main__":
    collect()
