"""Our XLIFF read and written by a library that isn't ours: the npm package `xliff`, run by Node.js.

It knows no `cp` element, and when it writes it keeps neither white space nor `&amp;amp;`, so those are left to our
own tests.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from locales.exchange import reading, xliff
from locales.exchange.units import Item, Unit
from tests.locales.exchange.texts import SAMPLES

READER = Path(__file__).parent / "xliff_reader"
PLAIN = [text for text in SAMPLES if not any((ord(c) < 32 and c != "\n") or ord(c) in (0x7F, 0x85) for c in text)]


@pytest.fixture(scope="session")
def packages() -> Path:
    """Where the library is installed: once per user of the machine."""
    if not shutil.which("npm"):
        pytest.skip("needs Node.js and npm")
    lock = (READER / "package-lock.json").read_bytes()
    folder = Path(tempfile.gettempdir()) / f"xliff-reader-{os.getuid()}-{len(lock)}"
    if not (folder / "node_modules" / "xliff").exists():
        made = Path(tempfile.mkdtemp())
        for name in ("package.json", "package-lock.json"):
            shutil.copy(READER / name, made)
        command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        result = subprocess.run(command, cwd=made, capture_output=True, text=True, timeout=120, check=False)
        if result.returncode:
            pytest.skip(f"the XLIFF library can't be installed: {result.stderr[-300:]}")
        try:
            made.rename(folder)
        except OSError:
            shutil.rmtree(made)  # another process was first
    return folder


def node(packages: Path, data: bytes, *arguments: str) -> str:
    command = ["node", str(READER / "read.js"), str(packages), *arguments]
    return subprocess.run(command, input=data, capture_output=True, timeout=60, check=True).stdout.decode()


def items(*units: Unit) -> list[Item]:
    return [Item("media_library.photo", 12, "Ảnh", "vi", "lo", units)]


def found_in(packages: Path, data: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(node(packages, data))
    assert (found["sourceLanguage"], found["targetLanguage"]) == ("vi", "lo")
    units: dict[str, Any] = found["resources"]["f1"]
    return units


def test_it_reads_our_texts_of_all_scripts(packages: Path) -> None:
    sent = [Unit(f"t{number}", text, text[::-1]) for number, text in enumerate(PLAIN)]
    found = found_in(packages, xliff.write(items(*sent), "vi", "lo"))
    assert [(unit["source"], unit["target"]) for unit in found.values()] == [(u.source, u.target) for u in sent]
    assert [unit["additionalAttributes"]["name"].split()[1] for unit in found.values()] == [u.key for u in sent]


def test_it_reads_our_codes(packages: Path) -> None:
    text = "Đến <b1>Huế <a2>này</a2></b1><br3/>xa &lt;x&gt;"
    found = found_in(packages, xliff.write(items(Unit("t", text, text, markup=True)), "vi", "lo"))
    before, span, lone, after = found["u1"]["target"]
    assert (before, after) == ("Đến ", "xa <x>")
    assert span["Span"]["id"] == "1" and span["Span"]["contents"][1]["Span"]["contents"] == "này"
    assert lone["Standalone"]["id"] == "3"


def test_we_read_what_it_writes(packages: Path) -> None:
    """It keeps neither our digests nor the file's name: what it fills in is taken for what it is all the same."""
    words = [text for text in PLAIN if text == text.strip() and not set("\n&") & set(text)]
    sent = [Unit(f"t{number}", text) for number, text in enumerate(words)]
    file = reading.read(node(packages, xliff.write(items(*sent), "vi", "lo"), "write").encode())
    assert [(offer.kind, offer.pk, offer.key) for offer in file.offers] == [
        ("media_library.photo", 12, unit.key) for unit in sent
    ]
    assert [offer.target for offer in file.offers] == words
    assert [offer.source_digest for offer in file.offers] == [unit.source_digest for unit in sent]


def test_the_elements_stand_in_the_order_of_the_standard() -> None:
    text = "Đến <b1>Huế</b1>"
    unit = Unit("t", text, text, "Tiêu đề", 80, "Giúp", True)
    root = etree.fromstring(xliff.write(items(unit), "vi", "lo"))
    names = [etree.QName(element).localname for element in root.iter(f"{{{xliff.CORE}}}unit") for element in element]
    assert names == ["metadata", "notes", "originalData", "segment"]
    ids = [element.get("id") for element in root.iter(f"{{{xliff.CORE}}}unit", f"{{{xliff.CORE}}}file")]
    assert len(set(ids)) == len(ids)
    data = {element.get("id") for element in root.iter(f"{{{xliff.CORE}}}data")}
    references = {
        value for element in root.iter() for name, value in element.attrib.items() if str(name).startswith("dataRef")
    }
    assert references == data
