"""Decodes a picture once, in a process of its own, started by `apart.examine`; nothing of the product is imported.

    python -I picture_examiner.py <path> <Pillow's name of the format> <most pixels>

For formats whose decoders are young or vast (AVIF, HEIC, TIFF). Prints one JSON object: {"width", "height"} as stored,
or {"refused": "damaged" | "depth" | "too_many_pixels", …}.
"""

from __future__ import annotations

import json
import sys
import warnings
from typing import Any


def examine(path: str, form: str, most_pixels: int) -> dict[str, Any]:
    from PIL import Image

    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = most_pixels
    if form == "HEIF":
        import pi_heif

        pi_heif.register_heif_opener()
    try:
        with Image.open(path, formats=[form]) as picture:
            width, height = picture.size
            if width * height > most_pixels:
                return {"refused": "too_many_pixels", "width": width, "height": height}
            if picture.mode in ("F", "I"):  # numbers without a white of their own
                return {"refused": "depth"}
            picture.load()
            # Some modes decode and can't be shown: better known now than when a reader asks.
            picture.convert("RGB").resize((8, 8))
            return {"width": width, "height": height, "mode": picture.mode}
    except Image.DecompressionBombError:
        return {"refused": "too_many_pixels", "width": 0, "height": 0}
    except Exception as error:  # whatever a hostile file makes a decoder raise
        return {"refused": "damaged", "what": type(error).__name__}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(examine(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
