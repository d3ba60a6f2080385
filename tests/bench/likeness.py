"""Looking for a picture among 200,000, against a plain scan in Python over one hash of each.

Half of the questions have an answer in the library: a fingerprint with a few bits flipped. The baseline counts
the bits of one 64-bit number per photo, so it doesn't recognise what is cropped; ours weighs 33 pairs of
numbers per photo and asks the database twice.

    DATABASE_URL=postgres://… python -m tests.bench.likeness
"""

from __future__ import annotations

import gc
import json
import sys
from datetime import timedelta
from typing import Any

from tests.bench.site import forget_peak, fresh_site, peak_mib, quantiles_ms, scaled, timed

PHOTOS = 200_000
QUESTIONS = 200
SCANS = 10


def run() -> dict[str, Any]:
    import numpy

    count = scaled(PHOTOS)
    chance = numpy.random.default_rng(3)
    with fresh_site(any_database=True):
        from django.db import connection
        from django.utils import timezone

        from media_library.likeness.fingerprint import MARKS, NEAR, STORED
        from media_library.likeness.shelf import Shelf
        from media_library.models import PerceptualHash
        from tests.bench.many_assets import multiply
        from tests.media_library.factories import approved

        ids = multiply(approved(), count - 1, documents=False)
        hashes = chance.integers(0, 2**64, (len(ids), MARKS), dtype=numpy.uint64)
        marks = hashes.astype(STORED)
        PerceptualHash.objects.bulk_create(
            [PerceptualHash(photo_id=pk, marks=row.tobytes()) for pk, row in zip(ids, marks, strict=True)],
            batch_size=5000,
        )
        PerceptualHash.objects.update(made_at=timezone.now() - timedelta(days=1))
        questions = _questions(chance, hashes)

        shelf = Shelf()
        gc.collect()
        forget_peak()
        before = peak_mib()
        first = timed(lambda: shelf.near(questions[0], besides=0))
        peak = peak_mib() - before
        seconds, found = [], 0
        for question in questions:
            seconds.append(timed(lambda asked=question: shelf.near(asked, besides=0)))  # type: ignore[misc]
            found += bool(shelf.near(question, besides=0))

        plain = [int(number) for number in hashes[:, 0]]
        scans = []
        for question in questions[:SCANS]:
            wanted = int.from_bytes(question[:8], "big")
            scans.append(
                timed(lambda w=wanted: [place for place, h in enumerate(plain) if (h ^ w).bit_count() <= NEAR])  # type: ignore[misc]
            )
        vendor = connection.vendor
    ours, scan = quantiles_ms(seconds), quantiles_ms(scans)
    return {
        "photos": count,
        "database": vendor,
        "found_of_half": f"{found} of {len(questions)}",
        "first_lookup_of_a_process_ms": round(1000 * first),
        "loading_peak_mib": round(peak, 1),
        "ours": ours,
        "plain_python_scan": scan,
        "ratio": round(scan["p50_ms"] / ours["p50_ms"], 1),
    }


def _questions(chance: Any, hashes: Any) -> list[bytes]:
    """Fingerprints: every second one is near one in the library."""
    import numpy

    asked = []
    for number in range(QUESTIONS):
        row = hashes[int(chance.integers(0, len(hashes)))].copy()
        if number % 2:
            row ^= numpy.uint64(0b10110001)
        else:
            row = chance.integers(0, 2**64, len(row), dtype=numpy.uint64)
        asked.append(row.astype(">u8").tobytes())
    return asked


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2, ensure_ascii=False) + "\n")
