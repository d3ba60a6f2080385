"""HTML checked by the Nu Html Checker (`npm ci --prefix tests/node` installs it; it needs Java)."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.crawl.walk import Visit

CHECKER = Path(__file__).resolve().parent.parent / "node/node_modules/vnu-jar/build/dist/vnu.jar"
MEMORY = "-Xmx512m"


def findings(pages: Iterable[Visit], folder: Path) -> list[str]:
    """Errors and warnings, each with the page's path and the place. Skips the test where the checker isn't there."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("no Java is installed, which the Nu Html Checker needs")
    if not CHECKER.exists():
        pytest.skip("the Nu Html Checker isn't installed: npm ci --prefix tests/node")
    path_of = {}
    for number, page in enumerate(pages):
        name = f"{number}.html"
        (folder / name).write_bytes(page.body)
        path_of[name] = page.path
    assert path_of, "nothing to check"
    done = subprocess.run(
        [java, MEMORY, "-jar", str(CHECKER), "--format", "json", *(str(folder / name) for name in path_of)],
        capture_output=True,
        check=False,
    )
    told = json.loads(done.stderr)["messages"]
    return [
        f"{path_of[Path(entry['url']).name]}: {entry['message']} {entry.get('extract', '')!r}"
        for entry in told
        if entry["type"] == "error" or entry.get("subType") == "warning"
    ]
