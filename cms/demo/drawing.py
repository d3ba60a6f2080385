"""Draws the demo's pictures into files and keeps them under `var/demo-pictures`, so that they are drawn once.

Runs in processes of its own: nothing here needs Django.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image

QUALITY = 90
PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Order:
    """A picture to be drawn: size in pixels (width, height); `exif` is the block to be written into the file.

    With a `ground` (#rrggbb) it is the mark of a province on that colour, and `palette` names the livery.
    """

    key: str
    scene: str
    seed: int
    size: tuple[int, int]
    palette: str | None
    exif: bytes
    ground: str = ""


def draw_all(orders: Sequence[Order], folder: Path, tell: Callable[[int, int], None]) -> dict[str, Path]:
    """Draw what isn't there yet; returns {key: file}. `tell` gets (drawn, to draw) after each picture."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {order.key: folder / _file_name(order) for order in orders}
    missing = [order for order in orders if not files[order.key].exists()]
    if sum(order.size[0] * order.size[1] for order in missing) < 20_000_000:
        for done, order in enumerate(missing, 1):
            draw_one(order, files[order.key])
            tell(done, len(missing))
        return files
    # "spawn": a forked child would share the parent's database connection.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as pool:
        drawn = [pool.submit(draw_one, order, files[order.key]) for order in missing]
        for done, future in enumerate(as_completed(drawn), 1):
            future.result()
            tell(done, len(missing))
    return files


def draw_one(order: Order, path: Path) -> None:
    """Draw into a file beside the wanted one and move it there: an interrupted run leaves no half picture."""
    from cms.demo.pictures import draw

    picture = _mark_on(order) if order.ground else draw(order.scene, order.seed, order.size, order.palette)
    half = path.with_suffix(f".{os.getpid()}.part")
    picture.convert("RGB").save(half, "JPEG", quality=QUALITY, optimize=True, exif=order.exif, subsampling="4:4:4")
    half.replace(path)


def _mark_on(order: Order) -> Image.Image:
    """The mark of the livery that `palette` names, on a ground of one colour."""
    from cms.demo.pictures.emblem import LIVERIES, draw_emblem

    motif, colours = LIVERIES[order.palette or ""]
    side = round(0.62 * min(order.size))
    mark = draw_emblem(order.seed, colours, side, motif=motif)
    picture = Image.new("RGB", order.size, order.ground)
    picture.paste(mark, ((order.size[0] - side) // 2, (order.size[1] - side) // 2), mark)
    return picture


def _file_name(order: Order) -> str:
    told = (
        f"{_code_digest()} {order.scene} {order.seed} {order.size} {order.palette} {order.ground}".encode() + order.exif
    )
    return f"{order.key}-{hashlib.sha256(told).hexdigest()[:12]}.jpg"


@cache
def _code_digest() -> str:
    """Changes with the drawing code: pictures of an older version are drawn again."""
    state = hashlib.sha256()
    for path in sorted((Path(__file__).parent / "pictures").rglob("*.py")):
        state.update(path.read_bytes())
    return state.hexdigest()
