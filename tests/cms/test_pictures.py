"""The pictures drawn for demo content."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageChops

from cms.demo import pictures
from cms.demo.pictures import LIVERIES, PALETTES, SCENES, draw, draw_emblem
from cms.demo.pictures.palette import from_lab, mix, parse, to_lab
from cms.demo.source import provinces

SIZES = [(240, 160), (120, 180), (160, 160), (300, 100)]


def _shape_of(picture: Image.Image) -> NDArray[np.float64]:
    small = picture.convert("L").resize((30, 20), Image.Resampling.BOX)
    return np.asarray(small, dtype=np.float64).ravel()


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("scene", sorted(SCENES))
def test_every_scene_fills_every_shape(scene: str, size: tuple[int, int]) -> None:
    picture = draw(scene, 3, size)
    assert (picture.mode, picture.size) == ("RGB", size)
    assert np.asarray(picture.convert("L")).std() > 6


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_the_seed_decides(scene: str) -> None:
    first, again, other = (draw(scene, seed, (120, 80)) for seed in (1, 1, 2))
    assert first.tobytes() == again.tobytes()
    assert ImageChops.difference(first, other).getbbox()


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_a_thumbnail_shows_the_same_picture(scene: str) -> None:
    """What a caption says of a picture holds at any size."""
    small, large = (_shape_of(draw(scene, 4, size)) for size in ((240, 160), (480, 320)))
    assert np.corrcoef(small, large)[0, 1] > 0.93


@pytest.mark.parametrize("palette", sorted(PALETTES))
def test_the_light_changes_the_picture(palette: str) -> None:
    mean = np.asarray(draw("karst_bay", 1, (90, 60), palette)).mean()
    assert mean < 90 if palette == "night" else mean > 90


def test_palettes_of_scenes_exist() -> None:
    for scene in SCENES.values():
        assert set(scene.palettes) <= (set(LIVERIES) if scene.name == "emblem" else set(PALETTES))
        assert scene.title
        assert scene.subjects


def test_very_large_pictures_are_painted_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = draw("rice_terraces", 1, (360, 240))
    monkeypatch.setattr(pictures, "_LARGEST", 180 * 120)
    enlarged = draw("rice_terraces", 1, (360, 240))
    assert enlarged.size == (360, 240)
    assert np.corrcoef(_shape_of(whole), _shape_of(enlarged))[0, 1] > 0.93


def test_every_picture_of_the_content_can_be_drawn() -> None:
    for province in provinces():
        for entry in province["pictures"]:
            assert draw(entry["scene"], 1, (48, 32), entry.get("palette")).size == (48, 32)


@pytest.mark.parametrize("motif", ["island", "terraces", "volcano", "lotus", "tower", "sails"])
def test_emblem_is_transparent_around_the_mark(motif: str) -> None:
    mark = draw_emblem(5, ("#bfe3e6", "#f6b352"), 160, motif=motif)
    alpha = np.asarray(mark.getchannel("A"))
    assert (mark.mode, mark.size) == ("RGBA", (160, 160))
    assert alpha[0, 0] == alpha[-1, -1] == 0
    assert 0.2 < (alpha == 255).mean() < 0.95
    assert mark.tobytes() == draw_emblem(5, ("#bfe3e6", "#f6b352"), 160, motif=motif).tobytes()


def test_unknown_names_and_empty_sizes_are_refused() -> None:
    with pytest.raises(KeyError):
        draw("no_such_scene", 1, (30, 20))
    with pytest.raises(KeyError):
        draw("karst_bay", 1, (30, 20), "no_such_palette")
    with pytest.raises(KeyError):
        draw("emblem", 1, (30, 20), "no_such_livery")
    with pytest.raises(ValueError, match="width and a height"):
        draw("karst_bay", 1, (0, 20))
    with pytest.raises(ValueError, match="at least one pixel"):
        draw_emblem(1, size=0)
    with pytest.raises(ValueError, match="#rrggbb"):
        draw_emblem(1, ("red",))


def test_two_scenes_of_one_name_are_refused() -> None:
    scene = SCENES["karst_bay"]
    with pytest.raises(ValueError, match="karst_bay"):
        pictures._registry((scene,), (scene,))


def test_colours_survive_oklab() -> None:
    colours = [parse("#000000"), parse("#ffffff"), parse("#b4552f"), parse("#1d5f9e")]
    assert np.allclose(from_lab(to_lab(colours)), colours, atol=0.6)
    assert mix(colours[2], colours[3], 0) == colours[2]
    assert mix(colours[2], colours[3], 1) == colours[3]


def test_the_drawing_needs_no_django() -> None:
    """Pictures are drawn in processes of their own, which never load the site."""
    folder = Path(pictures.__file__).parent
    for path in folder.rglob("*.py"):
        assert "django" not in path.read_text(encoding="utf-8").lower(), path.name
