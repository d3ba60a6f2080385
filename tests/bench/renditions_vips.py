"""Five renditions of a new photo from one decode, against libvips doing the same from one decode.

Both write progressive JPEG of quality 82 with optimised tables from the same file on disk. libvips shrinks on load
to the largest size, keeps it in memory and makes the smaller ones from that. It is measured with all its threads
and with one.

    python -m tests.bench.renditions_vips
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.renditions import PICTURES, QUALITY, _configure, draw, ours

ROUNDS = 5
AIM = 1.5
"""At most this many times libvips' time."""
SIZES = {"large": 2048, "medium": 1280, "small": 640, "thumb": 320}


def run() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        results = {}
        for label, size in PICTURES.items():
            photo = Path(folder) / "photo.jpg"
            _child("draw", label, photo)
            results[label] = {"megapixels": round(size[0] * size[1] / 1e6), **_child("compare", label, photo)}
        return results


def _child(role: str, label: str, photo: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.renditions_vips", role, label, str(photo)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def vips(photo: Path) -> dict[str, bytes]:
    """Presets by name; the card is cut to 720 × 540."""
    import pyvips  # type: ignore[import-not-found, import-untyped, unused-ignore]

    largest = pyvips.Image.thumbnail(str(photo), SIZES["large"], height=SIZES["large"], size="down").copy_memory()
    pictures = {name: largest.thumbnail_image(side, height=side) for name, side in SIZES.items() if name != "large"}
    pictures["large"] = largest
    pictures["card"] = largest.thumbnail_image(720, height=540, crop="centre")
    return {
        name: picture.jpegsave_buffer(Q=QUALITY, interlace=True, optimize_coding=True, keep="none")
        for name, picture in pictures.items()
    }


def compare(photo: Path, size: tuple[int, int]) -> dict[str, Any]:
    import pyvips  # noqa: F401

    _configure()
    _set_threads(0)
    names = set(ours(photo, size))
    assert names >= set(vips(photo)), names
    rounds: list[tuple[float, float, float]] = []
    for _ in range(ROUNDS):
        own = _seconds(lambda: ours(photo, size))
        _set_threads(0)
        many = _seconds(lambda: vips(photo))
        _set_threads(1)
        one = _seconds(lambda: vips(photo))
        rounds.append((own, many, one))
    own, many, one = (statistics.median(side) for side in zip(*rounds, strict=True))
    return {
        "ours_seconds": round(own, 3),
        "vips_seconds": round(many, 3),
        "vips_one_thread_seconds": round(one, 3),
        "ratio": round(statistics.median(first / second for first, second, _ in rounds), 2),
        "ratio_to_one_thread": round(statistics.median(first / third for first, _, third in rounds), 2),
        "aim_at_most": AIM,
    }


def _set_threads(count: int) -> None:
    """0: as many as there are processors."""
    import pyvips

    pyvips.vips_lib.vips_concurrency_set(count)
    pyvips.cache_set_max(0)


def _seconds(call: Any) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def main(arguments: list[str]) -> None:
    if not arguments:
        answer: dict[str, Any] = run()
    else:
        role, label, path = arguments
        answer = draw(PICTURES[label], Path(path)) if role == "draw" else compare(Path(path), PICTURES[label])
    sys.stdout.write(json.dumps(answer, indent=2) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
