"""Random fields from which ridges, clouds, ripples and brush strokes are made. Frequencies are in cells per picture
edge, not in pixels, so that the same seed gives the same picture at any size."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Field = NDArray[np.float32]
Generator = np.random.Generator


def enlarge(field: Field, width: int, height: int) -> Field:
    """The field (rows, columns) smoothly brought to another size."""
    if field.shape == (height, width):
        return field
    picture = Image.fromarray(field).resize((width, height), Image.Resampling.BICUBIC)
    return np.asarray(picture, dtype=np.float32)


def waves(rng: Generator, count: int, cells: float, octaves: int = 5, gain: float = 0.5) -> Field:
    """A rolling line of `count` values, mean about 0, mostly within -1 to 1."""
    return cloud(rng, count, 1, (cells, 1.0), octaves, gain, flat=True)[0]


def cloud(
    rng: Generator,
    width: int,
    height: int,
    cells: tuple[float, float],
    octaves: int = 5,
    gain: float = 0.5,
    *,
    flat: bool = False,
) -> Field:
    """A cloudy field (height, width), mean about 0, mostly within -1 to 1. `cells` counts blobs across and down;
    each octave halves their size and multiplies their strength by `gain`. A `flat` field has a single row.
    """
    across, down = max(2.0, cells[0]), 1.0 if flat else max(2.0, cells[1])
    total: Field | None = None
    weight, power = 1.0, 0.0
    for octave in range(octaves):
        columns = round(across * 2**octave) + 1
        rows = 1 if flat else round(down * 2**octave) + 1
        grain = rng.uniform(-1, 1, (rows, columns)).astype(np.float32)
        if columns > width * 1.5 and octave:
            continue  # drawn from the generator all the same: what follows mustn't depend on the size
        total = grain if total is None else enlarge(total, columns, rows) + np.float32(weight) * grain
        power += weight**2
        weight *= gain
    assert total is not None  # noqa: S101 - octaves is at least one
    return enlarge(total, width, height) * np.float32(1.25 / power**0.5)


def smoothstep(field: Field, low: float, high: float) -> Field:
    """0 below `low`, 1 above `high`, a soft passage between. `low` may be above `high` (then reversed)."""
    part = np.clip((field - np.float32(low)) * np.float32(1 / (high - low)), 0, 1)
    return part * part * (3 - 2 * part)


def steps(field: Field, count: int, softness: float = 0.25) -> Field:
    """0 to 1 in `count` flat tones with soft edges: the planes of a cut-paper poster."""
    scaled = np.clip(field, 0, 1) * np.float32(count - 1)
    base = np.floor(scaled)
    edge = np.clip((scaled - base - 0.5) / np.float32(softness) + 0.5, 0, 1)
    return (base + edge) * np.float32(1 / (count - 1))


def moved(field: Field, down: int, right: int) -> Field:
    """The field shifted by whole cells; what enters from outside repeats the edge."""
    rows = np.clip(np.arange(field.shape[0]) - down, 0, field.shape[0] - 1)
    columns = np.clip(np.arange(field.shape[1]) - right, 0, field.shape[1] - 1)
    return field[rows][:, columns]
