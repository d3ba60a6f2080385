"""The tables of the IIIF Image API 3.0, sections 4.1 to 4.7, and whatever else somebody may type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_library.iiif.info import reduced, scale_factors, sizes
from media_library.iiif.request import FORMATS, ImageRequest, Invalid, Limits, Refused, Unsupported, parse

FULL = (300, 200)
LIMITS = Limits(side=1000, area=500_000)


def read(region: str = "full", size: str = "max", rotation: str = "0", file: str = "default.jpg") -> ImageRequest:
    return parse(region, size, rotation, file, full=FULL, limits=LIMITS)


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("full", (0, 0, 300, 200)),
        ("square", (50, 0, 200, 200)),
        ("125,15,120,140", (125, 15, 120, 140)),
        ("pct:41.6,7.5,40,70", (125, 15, 120, 140)),
        ("125,15,200,200", (125, 15, 175, 185)),
        ("pct:41.6,7.5,66.6,100", (125, 15, 175, 185)),
        ("0,0,1,1", (0, 0, 1, 1)),
        ("299,199,999999999,1", (299, 199, 1, 1)),
        ("pct:0,0,100,100", (0, 0, 300, 200)),
    ],
)
def test_regions(text: str, box: tuple[int, int, int, int]) -> None:
    assert read(region=text).region == box


@pytest.mark.parametrize(
    "text",
    ["", "Full", "all", "1,2,3", "1,2,3,4,5", "1,2,3,-4", "1,2,3,x", "1,2,0,4", "1,2,3,0", "300,0,10,10", "0,200,10,10",
     "pct:", "pct:1,2,3", "pct:100,0,10,10", "pct:0,0,0,0", "pct:1,2,3,1e9", "1.5,2,3,4", "squares", "pct:nan,0,1,1",
     "٣,0,10,10", "0x1,0,10,10", " 1,2,3,4", "1,2,3,4 ", "pct:0,0,1,9999999999", "+1,2,3,4", "pct:full"],
)  # fmt: skip
def test_regions_that_are_none(text: str) -> None:
    with pytest.raises(Invalid, match="region"):
        read(region=text)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("max", (300, 200)),
        ("150,", (150, 100)),
        (",150", (225, 150)),
        ("pct:50", (150, 100)),
        ("225,100", (225, 100)),
        ("!225,100", (150, 100)),
        ("!100,225", (100, 67)),
        ("!300,3000", (300, 200)),
        ("!300,200", (300, 200)),
        ("300,", (300, 200)),
        ("^150,", (150, 100)),
        ("^!150,150", (150, 100)),
        ("1,", (1, 1)),
        (",1", (2, 1)),
        ("pct:0.5", (2, 1)),
        ("300,200", (300, 200)),
    ],
)
def test_sizes(text: str, size: tuple[int, int]) -> None:
    assert read(size=text).size == size


@pytest.mark.parametrize(
    "text",
    ["", "full", "Max", "301,", ",201", "300,201", "pct:101", "pct:0", "0,", ",0", "0,0", "!0,10", "!10,", "!,10", ",",
     "!", "^", "10", "a,", "-5,", "5.5,", "1,2,3", "pct:", "pct:-1", "pct:0.0001", "!!5,5", "max^", "!3000,3000"],
)  # fmt: skip
def test_sizes_that_are_errors(text: str) -> None:
    with pytest.raises(Invalid, match="size"):
        read(size=text)


@pytest.mark.parametrize("text", ["^max", "^360,", "^,240", "^pct:120", "^!600,600", "^400,400"])
def test_nothing_is_enlarged(text: str) -> None:
    with pytest.raises(Unsupported):
        read(size=text)


def test_limits_bound_what_max_gives() -> None:
    def size_of(text: str, full: tuple[int, int]) -> tuple[int, int]:
        return parse("full", text, "0", "default.jpg", full=full, limits=LIMITS).size

    assert size_of("max", (4000, 1000)) == (1000, 250)
    assert size_of("^max", (4000, 1000)) == (1000, 250)
    wide, high = size_of("max", (3000, 3000))
    assert wide == high and 700 <= wide <= 707 and wide * high <= LIMITS.area
    for text in ("2000,", "1000,1000", "pct:90"):
        with pytest.raises(Invalid, match="maxWidth"):
            size_of(text, (4000, 4000))
    assert size_of("!4000,4000", (4000, 4000)) == size_of("max", (4000, 4000))


@pytest.mark.parametrize(
    ("text", "turn"),
    [("0", (False, 0)), ("90", (False, 90)), ("180.0", (False, 180)), ("270", (False, 270)), ("360", (False, 0)),
     ("!0", (True, 0)), ("!180", (True, 180)), ("00", (False, 0))],
)  # fmt: skip
def test_rotations(text: str, turn: tuple[bool, int]) -> None:
    made = read(rotation=text)
    assert (made.mirrored, made.turn) == turn


@pytest.mark.parametrize("text", ["22.5", "!45", "1"])
def test_rotations_that_are_not_done(text: str) -> None:
    with pytest.raises(Unsupported):
        read(rotation=text)


@pytest.mark.parametrize("text", ["", "-90", "361", "!-1", "a", "90a", "!!0", "0!", "1e2", "9999999999", "+90", ".5"])
def test_rotations_that_are_none(text: str) -> None:
    with pytest.raises(Invalid, match="rotation"):
        read(rotation=text)


@pytest.mark.parametrize("quality", ["default", "color", "gray", "bitonal"])
@pytest.mark.parametrize("extension", FORMATS)
def test_qualities_and_formats(quality: str, extension: str) -> None:
    made = read(file=f"{quality}.{extension}")
    assert (made.quality, made.format) == (quality, extension)


@pytest.mark.parametrize("file", ["", "default", "default.", "default.jpeg", "native.jpg", "Default.jpg",
                                  "default.jpg.x", "grey.jpg", ".jpg", "default.exe", "default.j\0pg"])  # fmt: skip
def test_files_that_are_none(file: str) -> None:
    with pytest.raises(Invalid):
        read(file=file)


@pytest.mark.parametrize("extension", ["tif", "gif", "jp2", "pdf"])
def test_formats_that_are_not_done(extension: str) -> None:
    with pytest.raises(Unsupported):
        read(file=f"default.{extension}")


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        (("full", "max", "0", "default.jpg"), "full/max/0/default.jpg"),
        (("0,0,300,200", "300,", "0.0", "color.jpg"), "full/max/0/default.jpg"),
        (("full", "150,", "90.0", "default.png"), "full/150,100/90/default.png"),
        (("pct:0,0,50,50", "max", "!0", "gray.jpg"), "0,0,150,100/max/!0/gray.jpg"),
        (("full", "!100,100", "360", "default.webp"), "full/100,67/0/default.webp"),
        (("square", "pct:50", "0", "bitonal.jpg"), "50,0,200,200/100,100/0/bitonal.jpg"),
    ],
)
def test_canonical_addresses(asked: tuple[str, str, str, str], canonical: str) -> None:
    made = read(*asked)
    assert made.canonical == canonical
    again = read(*canonical.split("/"))
    assert (again.region, again.size, again.canonical) == (made.region, made.size, canonical)


def test_a_square_is_cut_around_what_matters() -> None:
    def square(centre: tuple[float, float]) -> tuple[int, int, int, int]:
        return parse("square", "max", "0", "default.jpg", full=FULL, limits=LIMITS, centre=centre).region

    assert square((290, 100)) == (100, 0, 200, 200)
    assert square((0, 0)) == (0, 0, 200, 200)
    assert square((120, 50)) == (20, 0, 200, 200)


def test_scale_factors_end_with_the_whole_image_in_one_tile() -> None:
    assert scale_factors((512, 300)) == [1]
    assert scale_factors((513, 300)) == [1, 2]
    assert scale_factors((6000, 4000)) == [1, 2, 4, 8, 16]
    assert reduced((6000, 4001), 16) == (375, 251)
    assert sizes((6000, 4000), LIMITS) == [(375, 250), (750, 500)]


_PIECES = st.one_of(
    st.text(max_size=30),
    st.from_regex(r"\A(pct:)?[0-9.]{0,12},[0-9.]{0,12},[0-9.]{0,12},[0-9.]{0,12}\Z"),
    st.from_regex(r"\A\^?!?(pct:)?[0-9.]{0,12},?[0-9.]{0,12}\Z"),
    st.sampled_from(["full", "square", "max", "^max", "0", "!90", "default.jpg", "gray.png"]),
)


@given(_PIECES, _PIECES, _PIECES, _PIECES, st.tuples(st.integers(1, 30_000), st.integers(1, 30_000)))
def test_anything_typed_is_read_within_bounds_or_refused(
    region: str, size: str, rotation: str, file: str, full: tuple[int, int]
) -> None:
    try:
        made = parse(region, size, rotation, file, full=full, limits=LIMITS)
    except Refused:
        return
    left, top, width, height = made.region
    assert 0 <= left < left + width <= full[0]
    assert 0 <= top < top + height <= full[1]
    assert 1 <= made.size[0] <= width
    assert 1 <= made.size[1] <= height
    assert LIMITS.allow(made.size)
    assert parse(*made.canonical.split("/"), full=full, limits=LIMITS).canonical == made.canonical  # type: ignore[arg-type]


@given(st.text(max_size=25), st.tuples(st.integers(1, 30_000), st.integers(1, 30_000)))
def test_every_size_is_bounded(text: str, full: tuple[int, int]) -> None:
    for size in (text, f"^{text}", f"!{text},{text}", f"pct:{text}"):
        try:
            made = parse("full", size, "0", "default.jpg", full=full, limits=LIMITS)
        except Refused:
            continue
        assert LIMITS.allow(made.size) and made.size[0] <= full[0] and made.size[1] <= full[1]
