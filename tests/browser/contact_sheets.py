"""Every kind of page in several languages side by side, as small pictures to look over.

    python -m tests.browser.contact_sheets http://localhost:8000 docs/images/languages vi en lo km ja

Needs a running demo and Chromium. Each sheet is one kind of page on a phone, a column for each language; a language
that the site doesn't offer is left out. `--into` of another run's sheets adds columns to them, for a language that
only a copy of the product knows (see `tests/locales/test_new_language.py`).
"""

from __future__ import annotations

import argparse
import io
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from PIL import Image
from playwright.sync_api import Page, sync_playwright

PHONE = {"width": 390, "height": 780}
COLUMN = 216
"""Pixels; the phone is shown at a good half of its size."""
GAP = 10
QUALITY = 62
PICTURE, KIT = r"^/en/images/[0-9a-f-]{36}/$", r"^/en/press/kits/[^/]+/$"


@contextmanager
def browser_page() -> Iterator[Page]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        sys.exit("Chromium isn't installed.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_context(viewport=PHONE, locale="en-GB").new_page()  # type: ignore[arg-type]
        browser.close()


def addresses(page: Page, site: str, given: dict[str, str]) -> dict[str, str]:
    """{kind: English address}, found by following the site's own links."""
    found = {"home": "/en/", "images": "/en/images/", "search": "/en/search/?q=coffee", "press": "/en/press/"} | given
    page.goto(f"{site}/en/images/")
    links = page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))")
    found.setdefault("picture", next(link for link in links if re.match(PICTURE, link)))
    page.goto(f"{site}/en/press/")
    links = page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))")
    if kit := next((link for link in links if re.match(KIT, link)), None):
        found.setdefault("kit", kit)
    return found


def in_languages(page: Page, site: str, path: str) -> dict[str, str]:
    """{language: address of the same content}, from the page's own switcher."""
    page.goto(site + path)
    links = page.eval_on_selector_all("a[href*='to=']", "all => all.map(one => one.getAttribute('href'))")
    targets = [parse_qs(urlsplit(link).query).get("to", [""])[0] for link in links]
    return {"en": path} | {target.split("/")[1]: target for target in targets if target.count("/") > 1}


def shot(page: Page, address: str) -> Image.Image:
    page.goto(address)
    page.wait_for_timeout(400)
    whole = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    return whole.resize((COLUMN, round(whole.height * COLUMN / whole.width)), Image.Resampling.LANCZOS)


def joined(columns: list[Image.Image]) -> Image.Image:
    width = sum(column.width for column in columns) + GAP * (len(columns) - 1)
    sheet = Image.new("RGB", (width, max(column.height for column in columns)), "white")
    left = 0
    for column in columns:
        sheet.paste(column, (left, 0))
        left += column.width + GAP
    return sheet


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site")
    parser.add_argument("folder", type=Path)
    parser.add_argument("languages", nargs="+")
    parser.add_argument("--page", action="append", default=[], metavar="KIND=ADDRESS", help="an English address")
    parser.add_argument("--into", action="store_true", help="add columns to the sheets that lie there")
    asked = parser.parse_args(arguments)
    asked.folder.mkdir(parents=True, exist_ok=True)
    with browser_page() as page:
        given = dict(one.split("=", 1) for one in asked.page)
        for kind, path in addresses(page, asked.site, given).items():
            own = in_languages(page, asked.site, path)
            columns = [shot(page, asked.site + own[code]) for code in asked.languages if code in own]
            file = asked.folder / f"{kind}.webp"
            if asked.into and file.exists():
                with Image.open(file) as before:
                    columns.insert(0, before.convert("RGB"))
            if columns:
                joined(columns).save(file, quality=QUALITY, method=6)
            sys.stdout.write(f"{kind}: {path} in {', '.join(code for code in asked.languages if code in own)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
