"""The mark across previews: there, calm, the same each time, and whole in Vietnamese."""

from __future__ import annotations

import numpy
import pytest
from PIL import Image

from media_library.renditions import watermark
from media_library.renditions.presets import PRESETS
from media_library.renditions.render import Wanted, render_all
from media_library.renditions.watermark import mark, mark_words
from tests.media_library.renditions.pictures import file, opened, photo, psnr

WORDS = mark_words("Ảnh: Sở Văn hóa, Thể thao và Du lịch Quảng Ninh")


def changed(one: Image.Image, other: Image.Image) -> numpy.ndarray:
    first, second = (numpy.asarray(each.convert("RGB"), dtype=int) for each in (one, other))
    return numpy.abs(first - second).max(axis=2) > 8


def test_every_letter_of_the_language_is_drawn() -> None:
    for letter in "ĂÂĐÊÔƠƯăâđêôơưẢẠẮẶẦẬẺẸẾỆỈỊỎỌỐỘỚỢỦỤỨỰỲỴảạắặầậẻẹếệỉịỏọốộớợủụứựỳỵ abcXYZ 0-9·/:–":
        assert watermark._font_for(letter, 24) is not None, letter


def test_letters_of_other_scripts_are_left_out_and_do_no_harm() -> None:
    for words in ("ພາບ", "写真", "صورة", "\0\n\t", "", " ", "\U0010ffff", "a" * 5000):
        assert mark(Image.new("RGB", (700, 500)), words).size == (700, 500)


def test_no_corner_is_left_without_and_the_picture_is_still_seen() -> None:
    plain = photo(1280, 853)
    marked = mark(plain, WORDS)
    seen = changed(plain, marked)
    assert 0.02 < seen.mean() < 0.25
    for top in range(0, 853, 284):
        for left in range(0, 1280, 320):
            assert seen[top : top + 284, left : left + 320].any(), (left, top)
    assert psnr(plain, marked) > 18


@pytest.mark.parametrize("shade", ["white", "black", (128, 128, 128)])
def test_it_is_seen_on_every_ground(shade: str) -> None:
    plain = Image.new("RGB", (1000, 700), shade)
    assert changed(plain, mark(plain, WORDS)).mean() > 0.01


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
@pytest.mark.parametrize("size", [(640, 1), (1, 640), (2048, 400), (700, 700)])
def test_every_kind_of_picture(mode: str, size: tuple[int, int]) -> None:
    plain = Image.new(mode, size)
    marked = mark(plain, WORDS)
    assert marked.size == size
    if mode == "RGBA":
        assert marked.getchannel("A").getextrema() == (0, 0)
    assert plain.getextrema() == Image.new(mode, size).getextrema()


def test_equal_input_gives_equal_pixels() -> None:
    assert mark(photo(), WORDS).tobytes() == mark(photo(), WORDS).tobytes()


def test_only_what_is_large_enough_to_be_of_use_is_marked() -> None:
    source = file(photo(1500, 1000))
    wanted = [Wanted(PRESETS[name], "webp") for name in ("thumb", "small", "card", "social-square")]
    clean = render_all(source, wanted, focal=None, xmp=None)
    marked = render_all(source, wanted, focal=None, xmp=None, words=WORDS)
    same = [one.data == other.data for one, other in zip(clean, marked, strict=True)]
    assert same == [True, False, False, False]
    assert changed(opened(clean[1].data), opened(marked[1].data)).mean() > 0.01


def test_what_it_says() -> None:
    assert mark_words(" Ảnh: A ") == "Ảnh: A  ·  Xem trước  ·  Preview"
    assert mark_words("") == "Xem trước  ·  Preview"
    assert len(mark_words("a" * 999)) < 160
