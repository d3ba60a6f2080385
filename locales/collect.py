"""Collect the strings to translate into the catalogues: `python -m locales.collect` (needs GNU gettext).

Vietnamese has every string, for editors work in it. The other languages have those that readers and partners can
see: what is said in the files that `for_readers` names. English is the text in the code.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import django
import polib
from django.core.management import call_command

from locales.registry import INTERNATIONAL, LANGUAGES, WORKING

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "locales" / "catalogues"
TEMPLATE = CATALOGUES / "django.pot"
IGNORED = ("tests/*", ".venv/*", "var/*", "locales/catalogues_wagtail/*")
FOR_READERS = (
    "cms/settings.py",
    "media_library/disclosure.py",
    "media_library/files.py",
    "media_library/licences/*",
    "media_library/reasons.py",
    "media_library/releases.py",
    "media_library/renditions/*",
    "media_library/rights/*",
    "press/alerts/*",
    "press/archive/*",
    "press/attachments.py",
    "press/download_choice.py",
    "press/embargo_clock.py",
    "press/feeds/*",
    "press/kit_texts.py",
    "press/middleware.py",
    "press/kit_content.py",
    "press/networks.py",
    "press/pickups/services.py",
    "press/requests/services.py",
    "press/scopes.py",
    "press/registration/*",
    "press/selectors/*",
    "press/services/*",
    "press/views/*",
    "press/webhooks/*",
    "promotion/charts/*",
    "promotion/compare/*",
    "promotion/contact/views.py",
    "promotion/fact_sheet/*",
    "promotion/feeds/*",
    "promotion/guarded_forms.py",
    "promotion/image_bank/*",
    "promotion/infrastructure.py",
    "promotion/locator/drawing.py",
    "promotion/newsletter/views.py",
    "promotion/privacy/*",
    "promotion/search/*",
    "promotion/selectors/*",
    "promotion/templatetags/*",
    "provinces/figures/series.py",
    "templates/???.html",
    "templates/base.html",
    "templates/media_library/parts/*",
    "templates/press/*",
    "templates/promotion/*",
)
"""Where strings stand that readers or partners can meet. A test looks every reader's page over for one left out."""
CHOICES_FOR_READERS = (
    "media_library/models/asset.py",
    "media_library/models/licence.py",
    "media_library/models/problem.py",
    "press/models/*",
    "promotion/blocks/*",
    "promotion/models/*",
    "provinces/models/*",
)
"""Where readers meet the labels of choices (kinds, roles, states) but not the names of fields, which are for forms."""
CHOICE = re.compile(r"""^\s+[A-Z][A-Z0-9_]* = "[^"]*", (?:pgettext_lazy\("[^"]*", |_\()"([^"]+)"\)""", re.MULTILINE)
PLURALS = dict.fromkeys(LANGUAGES, "nplurals=1; plural=0;") | {
    "de": "nplurals=2; plural=(n != 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
}
"""Rules of gettext for plural forms (Unicode CLDR 48); languages of Asia have one form."""
ONLY_FOR_STAFF = (
    "templates/media_library/parts/panel_facts.html",
    "press/models/application.py",
    "press/models/letter.py",
    "press/registration/checks.py",
    "press/services/recalls.py",
    "press/services/share_links.py",
    "templates/press/admin/*",
    "templates/promotion/admin/*",
    "templates/promotion/mail/contact.*",
    "templates/promotion/framework/*",
    "templates/wagtailadmin/*",
    "templates/measurement/*",
)


def interface_codes() -> tuple[str, ...]:
    """Languages that have a catalogue: all but English."""
    return tuple(code for code in LANGUAGES if code != INTERNATIONAL)


def path_of(code: str) -> Path:
    """The catalogue of a language, in the folder that Django looks into (`zh_Hans` for `zh-hans`)."""
    language, _, script = code.partition("-")
    return CATALOGUES / (f"{language}_{script.title()}" if script else language) / "LC_MESSAGES" / "django.po"


def for_readers(msgid: str, files: Iterable[str]) -> bool:
    """Whether one of the files that say a string says it to readers."""
    return any(_speaks_to_readers(file) or msgid in _choices_in(file) for file in files)


def _speaks_to_readers(file: str) -> bool:
    return _is_among(file, FOR_READERS) and not _is_among(file, ONLY_FOR_STAFF)


@cache
def _choices_in(file: str) -> frozenset[str]:
    if not _is_among(file, CHOICES_FOR_READERS) or _is_among(file, ONLY_FOR_STAFF):
        return frozenset()
    return frozenset(CHOICE.findall((ROOT / file).read_text(encoding="utf-8")))


def _is_among(file: str, patterns: Sequence[str]) -> bool:
    return any(fnmatch(file, pattern) for pattern in patterns)


def _extract() -> polib.POFile:
    """Every string of the code, with the files that say it."""
    kept = path_of(WORKING).read_bytes()
    try:
        call_command(
            "makemessages",
            locale=[WORKING],
            ignore_patterns=list(IGNORED),
            add_location="file",
            keep_pot=True,
            verbosity=0,
        )
        return polib.pofile(str(TEMPLATE))
    finally:
        path_of(WORKING).write_bytes(kept)
        TEMPLATE.unlink(missing_ok=True)


def _readers_part(everything: polib.POFile) -> polib.POFile:
    part = polib.POFile()
    part.extend(entry for entry in everything if for_readers(entry.msgid, [file for file, _line in entry.occurrences]))
    return part


def _update(code: str, wanted: polib.POFile) -> None:
    """New strings come in untranslated, those that are gone go, and nothing is guessed."""
    path = path_of(code)
    catalogue = polib.POFile(wrapwidth=0)
    if path.exists():
        catalogue = polib.pofile(str(path), wrapwidth=0)
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": code,
        "Plural-Forms": PLURALS[code],
    }
    catalogue.header = f"{LANGUAGES[code].name_en} catalogue of this product's own interface."
    known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    catalogue.clear()
    for entry in wanted:
        catalogue.append(_merged(entry, known.get((entry.msgctxt, entry.msgid)), code))
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))


def _merged(wanted: polib.POEntry, known: polib.POEntry | None, code: str) -> polib.POEntry:
    """A string as the code has it, with the translation there is. A new plural keeps what its singular had."""
    entry = polib.POEntry(msgid=wanted.msgid, msgctxt=wanted.msgctxt, flags=list(wanted.flags))
    if not wanted.msgid_plural:
        entry.msgstr = known.msgstr if known else ""
        return entry
    entry.msgid_plural = wanted.msgid_plural
    had = known.msgstr_plural if known else {}
    forms = int(PLURALS[code].split("nplurals=")[1][0])
    entry.msgstr_plural = {form: had.get(form, "") for form in range(forms)}
    return entry


def collect() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    os.chdir(ROOT)
    django.setup()
    everything = _extract()
    readers = _readers_part(everything)
    for code in interface_codes():
        _update(code, everything if code == WORKING else readers)


if __name__ == "__main__":
    collect()
