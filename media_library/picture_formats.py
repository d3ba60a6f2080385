"""The picture formats that are taken in, under Pillow's names for them. HEIC comes from a decoder of its own."""

from __future__ import annotations

import pi_heif
from PIL import features

pi_heif.register_heif_opener()

EXTENSIONS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp", "HEIF": "heic", "TIFF": "tif"}
"""Extension by Pillow's name of the format. Phones write MPO, which opens as JPEG."""

if features.check("avif"):  # builds of Pillow without libavif exist
    EXTENSIONS["AVIF"] = "avif"

DECODERS = tuple(name for name in EXTENSIONS if name != "MPO")
"""Those that may run. To name MPO as well makes Pillow fail with a KeyError on every file that is no JPEG."""
