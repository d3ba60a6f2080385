"""Writing all metadata in eleven languages into a JPEG of 10 MB, against copying the file and against exiftool.

The packet is built and spliced in; the pixels aren't touched. exiftool (where it is installed) is started once
per file, with the same packet.

    python -m tests.bench.embedding
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.site import quantiles_ms, timed

MEGABYTES = 10
ROUNDS = 30
TAGS = ("vi", "en", "fr", "es", "zh-Hans", "ru", "lo", "km", "ko", "ja", "de")


def run() -> dict[str, Any]:
    from media_library.metadata import embed, packet

    with tempfile.TemporaryDirectory() as folder:
        photo, written, copy = (Path(folder) / name for name in ("photo.jpg", "written.jpg", "copy.jpg"))
        _draw(photo)
        metadata = _outgoing()
        xmp = packet(metadata)

        def ours() -> None:
            written.write_bytes(embed(photo.read_bytes(), packet(metadata), keep_location=False))

        def copying() -> None:
            shutil.copyfile(photo, copy)

        pairs = [(timed(ours), timed(copying)) for _ in range(ROUNDS)]
        own, copied = (quantiles_ms(side) for side in zip(*pairs, strict=True))
        results: dict[str, Any] = {
            "bytes": photo.stat().st_size,
            "packet_bytes": len(xmp),
            "ours": own,
            "copying_the_file": copied,
            "ratio_to_copying": round(own["p50_ms"] / copied["p50_ms"], 2),
        }
        if program := shutil.which("exiftool"):
            (Path(folder) / "packet.xmp").write_bytes(xmp)
            times = [timed(lambda: _exiftool(program, Path(folder), photo)) for _ in range(5)]
            results["exiftool_started_each_time"] = quantiles_ms(times)
            results["times_faster_than_exiftool"] = round(
                results["exiftool_started_each_time"]["p50_ms"] / own["p50_ms"], 1
            )
    return results


def _exiftool(program: str, folder: Path, photo: Path) -> None:
    target = folder / "by_exiftool.jpg"
    target.unlink(missing_ok=True)
    command = [program, "-q", f"-xmp<={folder / 'packet.xmp'}", "-o", str(target), str(photo)]
    subprocess.run(command, check=True, capture_output=True)


def _outgoing() -> Any:
    from media_library.metadata import Licensor, Outgoing

    def in_all(text: str) -> dict[str, str]:
        return {tag: f"{text} ({tag}) Bình minh trên vịnh Hạ Long 下龙湾 ຮາລອງ" for tag in TAGS}

    return Outgoing(
        working="vi",
        identifier="urn:uuid:0",
        title=in_all("title"),
        description=in_all("description " * 12),
        alt_text=in_all("what it shows " * 4),
        keywords=("biển", "thuyền", "bình minh"),
        creator=("Nguyễn Văn A",),
        credit="Ảnh: Sở VHTTDL",
        rights=in_all("rights"),
        usage_terms=in_all("terms " * 20),
        licensor=Licensor("Quảng Ninh", "https://example.org/"),
    )


def _draw(path: Path) -> None:
    """A JPEG of just over 10 MB whose file is noise: to be copied and spliced, not looked at."""
    import numpy
    from PIL import Image

    noise = numpy.random.default_rng(1).integers(0, 255, (2600, 3900, 3), dtype=numpy.uint8)
    picture = Image.fromarray(noise)
    for quality in range(60, 100, 2):
        picture.save(path, "JPEG", quality=quality)
        if path.stat().st_size >= MEGABYTES * 1_000_000:
            return


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
