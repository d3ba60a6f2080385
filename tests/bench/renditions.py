"""Five renditions of a camera-sized JPEG: one reduced decode against stock Wagtail, one size after another.

Both sides write the five presets as progressive, optimised JPEG of quality 82 from the same file on disk.
Stock runs with Wagtail's image app alone, so no plugin of ours speeds it up. Every measurement is a fresh
process that has rendered a tiny picture both ways before it starts, so what Django and Wagtail take when idle
(over 100 MiB) is the same on both sides. `memory_ratio` compares what the rendering takes on top of that;
`memory_ratio_whole_process` the peaks as the operating system sees them.

    python -m tests.bench.renditions
"""

from __future__ import annotations

import io
import json
import math
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import PIL.Image

PICTURES = {"24 MP": (6000, 4000), "45 MP": (8192, 5464)}
AIMS = {
    "24 MP": {"times_faster_at_least": 2.0, "memory_ratio_under": 0.70},
    "45 MP": {"times_faster_at_least": 3.5, "memory_ratio_under": 0.35},
}
PAIRS = 3
STOCK_FILTERS = {
    "thumb": "max-320x320",
    "small": "max-640x640",
    "medium": "max-1280x1280",
    "large": "max-2048x2048",
    "card": "fill-800x600",
}
QUALITY = 82

Renderer = Callable[[Path, tuple[int, int]], dict[str, bytes]]


def run() -> dict[str, Any]:
    """Figures per picture: seconds and peak MiB of both sides, their ratios, and the smallest PSNR in dB."""
    with tempfile.TemporaryDirectory() as folder:
        return {label: _compare(label, Path(folder)) for label in PICTURES}


def _compare(label: str, folder: Path) -> dict[str, Any]:
    photo = folder / "photo.jpg"
    _child("draw", label, photo)
    pairs = [(_child("stock", label, photo), _child("ours", label, photo)) for _ in range(PAIRS)]
    decibels = _child("psnr", label, photo)
    stock_medians, our_medians = (_medians(side) for side in zip(*pairs, strict=True))
    above_idle = [side["peak_mib"] - side["idle_mib"] for side in (our_medians, stock_medians)]
    return {
        "stock": stock_medians,
        "ours": our_medians,
        "times_faster": round(statistics.median(theirs["seconds"] / own["seconds"] for theirs, own in pairs), 2),
        "memory_ratio": round(above_idle[0] / above_idle[1], 2),
        "memory_ratio_whole_process": round(our_medians["peak_mib"] / stock_medians["peak_mib"], 2),
        "psnr_db": decibels,
        "psnr_min_db": min((value for value in decibels.values() if value is not None), default=None),
        "aims": AIMS[label],
    }


def _medians(runs: tuple[dict[str, float], ...]) -> dict[str, float]:
    return {key: round(statistics.median(run[key] for run in runs), 2) for key in runs[0]}


def _child(role: str, label: str, photo: Path) -> dict[str, Any]:
    """Run one step in a fresh process; drawing and comparing too, so that this one stays small."""
    command = [sys.executable, "-m", "tests.bench.renditions", role, label, str(photo)]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=root)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


# --- what runs in the child processes -----------------------------------------------------------------
def draw(size: tuple[int, int], path: Path) -> dict[str, Any]:
    """A JPEG as a camera writes it: shapes with hard edges, and texture at every scale (a 1/f spectrum).

    As in photographs, most of the texture is in brightness and little of it in colour.
    """
    import numpy
    from PIL import Image, ImageChops, ImageDraw

    noise = numpy.random.default_rng(20240601)

    def texture(strength: float, octaves: range) -> Image.Image:
        layers = Image.new("L", size, 128)
        for octave in octaves:
            grid = (max(2, size[0] >> octave), max(2, size[1] >> octave))
            values = noise.normal(128, strength * 1.4 ** (octave - 5), (grid[1], grid[0]))
            layer = Image.fromarray(numpy.clip(values, 0, 255).astype(numpy.uint8))
            layers = ImageChops.add(layers, layer.resize(size, Image.Resampling.BICUBIC), offset=-128)
        return layers

    brightness, blue, red = texture(12, range(11)), texture(4, range(4, 11)), texture(4, range(4, 11))
    pen = ImageDraw.Draw(brightness)
    for _ in range(400):
        x, y, reach = (int(noise.integers(0, limit)) for limit in (size[0], size[1], size[0] // 20))
        corners = [(x, y), (x + reach, y + reach // 3), (x + reach // 2, y + reach)]
        pen.polygon(corners, fill=int(noise.integers(20, 235)))
    Image.merge("YCbCr", (brightness, blue, red)).convert("RGB").save(path, "JPEG", quality=92)
    return {"bytes": path.stat().st_size}


def stock(photo: Path, size: tuple[int, int], output_format: str = f"jpeg|jpegquality-{QUALITY}") -> dict[str, bytes]:
    from wagtail.images.models import Filter, Image

    record = Image(collection_id=1, file=photo.name, width=size[0], height=size[1])
    made = {}
    for name, spec in STOCK_FILTERS.items():
        output = io.BytesIO()
        with photo.open("rb") as source:
            Filter(f"{spec}|format-{output_format}").run(record, output, source=source)
        made[name] = output.getvalue()
    return made


def ours(photo: Path, size: tuple[int, int]) -> dict[str, bytes]:
    from media_library.renditions.presets import PRESETS
    from media_library.renditions.render import Wanted, render_all

    wanted = [Wanted(preset, "jpg") for preset in PRESETS.values() if preset.on_pages]
    return {made.preset.name: made.data for made in render_all(photo, wanted, focal=None, xmp=None)}


def measure(render: Renderer, photo: Path, size: tuple[int, int]) -> dict[str, float]:
    _configure()
    tiny = (400, 300)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tiny.jpg"
        PIL.Image.new("RGB", tiny).save(path)
        for warm in (stock, ours):
            warm(path, tiny)
    idle = _peak_mib()
    begun = time.perf_counter()
    made = render(photo, size)
    seconds = time.perf_counter() - begun
    size_in_bytes = sum(map(len, made.values()))
    return {"seconds": seconds, "peak_mib": _peak_mib(), "idle_mib": idle, "bytes": size_in_bytes}


def psnr(photo: Path, size: tuple[int, int]) -> dict[str, float | None]:
    """Our pixels against stock's, in dB, before any lossy encoding blurs the comparison; None: identical."""
    _configure()
    import numpy
    from PIL import Image

    from media_library.renditions.presets import PRESETS
    from media_library.renditions.render import pictures

    found: dict[str, float | None] = {}
    reference = stock(photo, size, "png")
    for preset, picture in pictures(photo, {preset for preset in PRESETS.values() if preset.on_pages}, None).items():
        with Image.open(io.BytesIO(reference[preset.name])) as expected:
            difference = numpy.asarray(expected, dtype=float) - numpy.asarray(picture, dtype=float)
        error = float((difference**2).mean())
        found[preset.name] = round(10 * math.log10(255**2 / error), 1) if error else None
    return found


def _configure() -> None:
    """The least that Wagtail's images need; the product's own settings would install its plugin."""
    import django
    from django.conf import settings

    settings.configure(
        INSTALLED_APPS=[
            "wagtail.images",
            "wagtail.admin",
            "wagtail.users",
            "wagtail.search",
            "wagtail",
            "taggit",
            "django.contrib.auth",
            "django.contrib.contenttypes",
        ],
        IMAGE_MAX_PIXELS=200_000_000,
        SECRET_KEY="benchmark",
        STATIC_URL="/static/",
    )
    django.setup()


def _peak_mib() -> float:
    """This process's own peak. Linux hands `ru_maxrss` down from the parent, so `VmHWM` is preferred."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main(arguments: list[str]) -> None:
    if not arguments:
        sys.stdout.write(json.dumps(run(), indent=2) + "\n")
        return
    role, label, path = arguments
    photo, size = Path(path), PICTURES[label]
    answer: dict[str, Any]
    if role == "draw":
        answer = draw(size, photo)
    elif role == "psnr":
        answer = psnr(photo, size)
    else:
        answer = measure({"stock": stock, "ours": ours}[role], photo, size)
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
