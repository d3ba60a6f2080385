"""Lighthouse on a telephone over a slow line, for each type of page in three languages. Goals instead of a baseline.

Needs Node, Chromium and `npm ci --prefix tests/node`; says so where they aren't there. Takes about a quarter of a
minute for each page: `BENCH_SCALE=0.1` looks at a tenth of them. Lighthouse's own mobile settings: a mid-range
telephone (processor four times slower), 150 ms and 1.6 Mbit/s.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.bench.site import scaled

PROGRAM = Path(__file__).resolve().parent.parent / "node/node_modules/lighthouse/cli/index.js"
LANGUAGES = ("vi", "en", "lo")
PATHS = (
    "",
    "provinces/",
    "provinces/compare/?p=quang-ninh&p=gia-lai",
    "quang-ninh/",
    "quang-ninh/tourism/",
    "quang-ninh/brand/",
    "quang-ninh/season-of-lights-ha-long-and-japan/",
    "sectors/",
    "stories/",
    "quang-ninh/behind-the-festival-night/",
    "investment/",
    "lao-cai/kim-thanh-cold-chain/",
    "images/",
    "search/?q=ha+long",
    "contact/",
    "newsletter/",
    "privacy/",
    "press/",
    "press/kits/ha-long-light-festival/",
    "press/verify/",
)
"""After the language; an English path leads readers of the others to their own."""
GOALS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
MOST_BYTES = 250_000
SHIFT_SEEN = 0.001
"""Below it a word has moved within its line when the site's letters came; Lighthouse itself shows it as 0."""
SCREEN = {"width": 412, "height": 823}
INDEXED_BY_NOBODY = "is-crawlable"
"""A search's results ask not to be indexed, which Lighthouse takes for a fault."""
WITHIN = 180


def run() -> dict[str, Any]:
    missing = lacking()
    if missing:
        return {"skipped": missing}
    from tests.browser.server import running_site

    with (
        tempfile.TemporaryDirectory(prefix="bench-lighthouse-") as folder,
        running_site(Path(folder), demo=True) as site,
    ):
        return measured(site.url)


def lacking() -> str:
    """What isn't installed, in words; empty where all is there."""
    if shutil.which("node") is None:
        return "Node isn't installed"
    if not PROGRAM.exists():
        return "Lighthouse isn't installed: npm ci --prefix tests/node"
    return "" if chromium() else "Chromium isn't installed"


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def measured(url: str) -> dict[str, Any]:
    """`pages`: what each reached; `misses`: which goals were missed where, and by what; `worst`: the least of each.

    `failed`: pages of which there are no figures, with what Lighthouse said.
    """
    addresses = [address for path in (*PATHS, picture(url)) for address in in_languages(url, path)]
    addresses = addresses[: scaled(len(addresses))]
    pages, failed = {}, {}
    for address in addresses:
        path = address.removeprefix(url)
        try:
            pages[path] = look(address)
        except subprocess.CalledProcessError as error:
            failed[path] = error.stderr.decode(errors="replace").strip()[-300:]
        except subprocess.TimeoutExpired:
            failed[path] = f"not done within {WITHIN} s"
    if not pages:
        return {"failed": failed}
    return {
        "failed": failed,
        "pages": pages,
        "worst": {name: min(page["scores"][name] for page in pages.values()) for name in GOALS}
        | {name: max(page[name] for page in pages.values()) for name in ("first_view_bytes", "bytes")},
        "misses": [f"{path}: {miss}" for path, page in pages.items() for miss in missed(page)],
    }


def picture(url: str) -> str:
    """The page of the newest photo that anybody may see."""
    import httpx

    newest = httpx.get(f"{url}/api/v1/assets?kind=photo&limit=1").json()["items"][0]
    return f"images/{newest['id']}/"


def in_languages(url: str, path: str) -> Iterable[str]:
    """Where readers of each language get this page, redirects followed; each address once."""
    import httpx

    found = [httpx.get(f"{url}/{code}/{path}", follow_redirects=True) for code in LANGUAGES]
    for answer in found:
        answer.raise_for_status()
    return dict.fromkeys(str(answer.url) for answer in found)


def look(address: str) -> dict[str, Any]:
    """One run of Lighthouse. Scores are 0 to 100, times milliseconds.

    `first_view_bytes` is what the telephone's first screen is made of: page, styles, scripts, letters and the pictures
    on it. `bytes` is all that came without scrolling: Chromium fetches pictures up to two screens ahead of the view.
    Raises CalledProcessError where it fails and TimeoutExpired where it takes too long.
    """
    command = [
        "node", str(PROGRAM), address, "--output=json", "--quiet", "--output-path=stdout",
        f"--only-categories={','.join(GOALS)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]  # fmt: skip
    environment = os.environ | {"CHROME_PATH": str(chromium())}
    done = subprocess.run(command, env=environment, capture_output=True, check=True, timeout=WITHIN)
    report = json.loads(done.stdout)
    audits = report["audits"]
    shown = pictures_in_view(address)
    return {
        "scores": {name: round(100 * _score(report, name)) for name in GOALS},
        "first_view_bytes": sum(
            request["transferSize"]
            for request in audits["network-requests"]["details"]["items"]
            if request.get("resourceType") != "Image" or request["url"] in shown
        ),
        "bytes": round(audits["total-byte-weight"]["numericValue"]),
        "layout_shift": round(audits["cumulative-layout-shift"]["numericValue"], 4),
        "largest_paint": round(audits["largest-contentful-paint"]["numericValue"]),
        "faults": [
            reference["id"]
            for name, category in report["categories"].items()
            if name != "performance"
            for reference in category["auditRefs"]
            if reference["weight"] and audits[reference["id"]]["score"] == 0
        ],
    }


def pictures_in_view(address: str) -> set[str]:
    """Addresses of the pictures on the first screen of Lighthouse's telephone (412 × 823, 1.75 dots per pixel)."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(viewport=SCREEN, device_scale_factor=1.75, is_mobile=True).new_page()  # type: ignore[arg-type]
        page.goto(address, wait_until="networkidle")
        found = page.evaluate(
            "() => [...document.images].filter(one => one.getBoundingClientRect().top < innerHeight)"
            ".map(one => one.currentSrc)"
        )
        browser.close()
    return set(found)


def _score(report: dict[str, Any], name: str) -> float:
    """A category's score; for pages that ask not to be indexed, without the audit that faults just that."""
    category = report["categories"][name]
    weights = [
        (reference["weight"], report["audits"][reference["id"]]["score"])
        for reference in category["auditRefs"]
        if reference["id"] != INDEXED_BY_NOBODY
    ]
    if name != "seo" or report["audits"][INDEXED_BY_NOBODY]["score"] != 0:
        return float(category["score"])
    counted = [(weight, score) for weight, score in weights if score is not None]
    return sum(weight * score for weight, score in counted) / sum(weight for weight, _score in counted)


def missed(page: dict[str, Any]) -> Iterable[str]:
    for name, goal in GOALS.items():
        if page["scores"][name] < goal:
            faults = f" ({', '.join(page['faults'])})" if page["faults"] and name != "performance" else ""
            yield f"{name} {page['scores'][name]} of {goal}{faults}"
    if page["first_view_bytes"] > MOST_BYTES:
        yield f"{page['first_view_bytes']} bytes in the first view, of at most {MOST_BYTES}"
    if page["layout_shift"] >= SHIFT_SEEN:
        yield f"the layout shifts by {page['layout_shift']}"


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
