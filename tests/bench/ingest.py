"""200 photos of 12 megapixels through `ingest`, as an upload does it, against stock Wagtail saving the same files.

Ours checks the file, decodes it, reads EXIF, IPTC and XMP, looks for duplicates and look-alikes, and keeps a
draft with its first revision and log entry. Stock Wagtail saves an `Image` with its dimensions and file hash.
Memory is the peak of the process while the files come in, and what that adds to what it took before.

    python -m tests.bench.ingest
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.bench.site import forget_peak, fresh_site, peak_mib, scaled

FILES = 200
SIZE = (4000, 3000)


def run() -> dict[str, Any]:
    count = scaled(FILES)
    with fresh_site() as folder:
        files = _draw(folder, count)
        mean_bytes = sum(path.stat().st_size for path in files) // count
        from wagtail.images.models import Image as StockImage

        from media_library.ingest import Accepted, ingest
        from media_library.models import Photo, Resemblance
        from tests.media_library.factories import province, user

        owner, actor = province(), user("uploader")

        def ours(path: Path) -> None:
            with path.open("rb") as file:
                assert isinstance(ingest(file, path.name, province=owner, actor=actor), Accepted)

        def stock(path: Path) -> None:
            from django.core.files import File

            with path.open("rb") as file:
                image = StockImage(title=path.name, file=File(file, name=path.name), uploaded_by_user=actor)
                image.file_size = path.stat().st_size
                image._set_file_hash()
                image.save()

        results = {"ours": _measure(ours, files), "wagtail": _measure(stock, files)}
        assert Photo.objects.count() == count
        alike = Resemblance.objects.count()
    return {
        "files": count,
        "pixels": f"{SIZE[0]} × {SIZE[1]}",
        "mean_bytes": mean_bytes,
        "resemblances_found": alike,
        **results,
        "ratio": round(results["ours"]["files_per_minute"] / results["wagtail"]["files_per_minute"], 2),
    }


def _draw(folder: Path, count: int) -> list[Path]:
    """Different parts of one large textured picture, as JPEG of a camera's quality."""
    import numpy
    from PIL import Image

    from tests.bench.renditions import draw

    sheet = folder / "sheet.jpg"
    draw((SIZE[0] * 2, SIZE[1] * 2), sheet)
    chance = numpy.random.default_rng(7)
    paths = []
    with Image.open(sheet) as whole:
        for number in range(count):
            left, top = (int(chance.integers(0, side)) for side in SIZE)
            part = whole.crop((left, top, left + SIZE[0], top + SIZE[1]))
            if number % 2:
                part = part.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
            paths.append(folder / f"DSC_{number:04}.jpg")
            part.save(paths[-1], "JPEG", quality=88)
    return paths


def _measure(take: Callable[[Path], None], files: list[Path]) -> dict[str, Any]:
    gc.collect()
    forget_peak()
    before = peak_mib()
    begun = perf_counter()
    for path in files:
        take(path)
    seconds = perf_counter() - begun
    return {
        "files_per_minute": round(60 * len(files) / seconds, 1),
        "peak_mib": peak_mib(),
        "peak_above_idle_mib": round(peak_mib() - before, 1),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2, ensure_ascii=False) + "\n")
