"""The pictures drawn for demo content."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import ImageChops

from cms.demo.pictures import ALIASES, SCENES, draw, draw_emblem
from cms.demo.source import provinces

SIZES = [(240, 160), (120, 180), (160, 160), (300, 100)]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("scene", sorted(SCENES))
def test_every_scene_fills_every_shape(scene: str, size: tuple[int, int]) -> None:
    picture = draw(scene, 3, size)
    assert (picture.mode, picture.size) == ("RGB", size)
    assert np.asarray(picture.convert("L")).std() > 6


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_same_seed_same_picture(scene: str) -> None:
    first, again, other = (draw(scene, seed, (120, 80)) for seed in (1, 1, 2))
    assert first.tobytes() == again.tobytes()
    assert ImageChops.difference(first, other).getbbox()


def test_aliases_lead_to_scenes() -> None:
    assert set(ALIASES.values()) <= set(SCENES)
    for alias, scene in ALIASES.items():
        assert draw(alias, 5, (60, 40)).tobytes() == draw(scene, 5, (60, 40)).tobytes()


def test_every_scene_of_the_content_is_drawn() -> None:
    for province in provinces():
        for entry in province["pictures"]:
            assert entry["scene"] in SCENES or entry["scene"] in ALIASES
            assert draw(entry["scene"], 1, (48, 32), entry.get("palette")).size == (48, 32)


@pytest.mark.parametrize("seed", range(6))
def test_emblem_is_transparent_around_the_mark(seed: int) -> None:
    mark = draw_emblem(seed, size=160)
    alpha = np.asarray(mark.getchannel("A"))
    assert (mark.mode, mark.size) == ("RGBA", (160, 160))
    assert alpha[0, 0] == alpha[-1, -1] == 0
    assert 0.2 < (alpha == 255).mean() < 0.95
    assert mark.tobytes() == draw_emblem(seed, size=160).tobytes()


def test_unknown_names_and_empty_sizes_are_refused() -> None:
    with pytest.raises(KeyError):
        draw("no_such_scene", 1, (30, 20))
    with pytest.raises(KeyError):
        draw("emblem", 1, (30, 20), "no_such_livery")
    with pytest.raises(ValueError, match="width and a height"):
        draw("karst_bay", 1, (0, 20))
