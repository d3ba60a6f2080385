"""`docs/how-to/add-a-language.md`, followed to the letter in a copy of the product: Arabic, written from the right."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import prepared_database
from tests.locales.arabic_site import CAPTION, TITLE

pytestmark = pytest.mark.once  # some 50 seconds of one processor: an interpreter is started seven times
ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "var", "docs", "deploy", "__pycache__", ".*_cache", "bench", "browser"
)
LINE = '        Language("ar", "ar", "Arabic", "العربية", "Arab", direction="rtl"),\n'
RULE = "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5"
PLURALS = f'    "ar": "nplurals=6; plural=({RULE});",\n'


class Copy:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            "PATH": os.environ["PATH"],
            "TMPDIR": str(folder),
            "VAR": str(folder / "var"),
            "DATABASE_URL": f"sqlite:///{folder / 'arabic.sqlite3'}",
            "SECRET_KEY": "copy-" + "x" * 50,
            "TASKS_IMMEDIATE": "1",
            "DJANGO_SETTINGS_MODULE": "cms.settings",
            "PYTHONPATH": str(folder),
        }

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=self.folder, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
        return done.stdout

    def add(self, path: str, after: str, line: str) -> None:
        file = self.folder / path
        text = file.read_text(encoding="utf-8")
        assert text.count(after) == 1, f"{path} has another place for it"
        file.write_text(text.replace(after, after + line), encoding="utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """With the database that all tests begin with, where there is one: only what Arabic adds has to be migrated."""
    folder = tmp_path_factory.mktemp("copy") / "product"
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    (folder / "var").mkdir()
    if prepared_database._file().exists():
        shutil.copy(prepared_database._file(), folder / "arabic.sqlite3")
    yield Copy(folder)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def site(copy: Copy) -> Any:
    """The steps of the how-to, in their order."""
    copy.add("locales/registry.py", 'Language("km", "km", "Khmer", "ខ្មែរ", "Khmr"),\n', LINE)
    copy.run("-m", "locales.compile")
    made = copy.run("manage.py", "makemigrations")
    changes = [line.strip() for line in made.splitlines() if line.strip().startswith(("+", "-", "~"))]
    assert changes and all(line.startswith(("+ Add field", "~ Alter field")) for line in changes), made
    copy.add("locales/collect.py", 'PLURALS = dict.fromkeys(LANGUAGES, "nplurals=1; plural=0;") | {\n', PLURALS)
    copy.run("-m", "locales.collect")
    copy.run("-m", "locales.compile")
    copy.run("manage.py", "migrate", "--verbosity", "0")
    return json.loads(copy.run("-m", "tests.locales.arabic_site").splitlines()[-1])


def test_readers_get_it_from_right_to_left(site: Any) -> None:
    assert site["home"] == site["page"] == '<html lang="ar" dir="rtl">'
    assert site["words"] and site["hreflang"] and site["sitemap"]
    assert site["address"].isascii() and site["address"].startswith("/ar/")
    assert site["foreign"] or site["picture"], "words of another language say so, and their direction"


def test_search_feed_and_api_have_it(site: Any) -> None:
    assert site["picture"] and site["search"] and site["feed"]
    assert (site["api"]["lang"], site["api"]["title"]) == ("ar", TITLE)
    assert "ar" in site["api"]["languages"]


def test_editors_write_it_in_form_and_grid(site: Any) -> None:
    assert len(site["form"]) == 2
    assert all('dir="rtl"' in field and 'lang="ar"' in field for field in site["form"])
    assert site["grid"] and site["text"]


def test_files_carry_it(site: Any) -> None:
    assert CAPTION in site["metadata"] and "'ar'" in site["metadata"]


def test_its_catalogue_waits_for_a_translator(site: Any, copy: Copy) -> None:
    catalogue = (copy.folder / "locales" / "catalogues" / "ar" / "LC_MESSAGES" / "django.po").read_text(
        encoding="utf-8"
    )
    assert "nplurals=6" in catalogue and 'msgid "Skip to content"' in catalogue
