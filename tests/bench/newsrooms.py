"""A kit of ten large pictures, and newsrooms with a token each: `python -m tests.bench.newsrooms NUMBER` inside a site.

Writes JSON: the kit's `kit` (id), `uuid` and `files`, and the newsrooms' `tokens`.
"""

from __future__ import annotations

import io
import json
import os
import sys

FILES = 10
WIDTH, HEIGHT = 1600, 1200
"""Of noise, which JPEG can't make small: about 2 MB."""


def _noise(seed: int) -> bytes:
    import numpy
    from PIL import Image

    pixels = numpy.random.default_rng(seed).integers(0, 255, (HEIGHT, WIDTH, 3), dtype=numpy.uint8)
    written = io.BytesIO()
    Image.fromarray(pixels).save(written, "JPEG", quality=88)
    return written.getvalue()


def prepare(number: int) -> dict[str, object]:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "cms.settings", "TASKS_IMMEDIATE": "1"}
    import django

    django.setup()
    from tests.media_library.factories import approved
    from tests.press.factories import kit, organisation, token

    made = kit([approved(data=_noise(seed)) for seed in range(FILES)], slug="two-hundred-newsrooms")
    newsrooms = [organisation() for _at in range(number)]
    return {"kit": made.pk, "uuid": str(made.uuid), "files": FILES, "tokens": [token(one)[1] for one in newsrooms]}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(prepare(int(sys.argv[1]))))
