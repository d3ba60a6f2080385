"""EXIF orientation (tag 0x0112; CIPA DC-008, 4.6.5.1) as arithmetic on boxes and one turn of few pixels."""

from __future__ import annotations

from PIL import ExifTags, Image

from media_library.renditions.framing import Box

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
UPRIGHT = 1
_FIRST_SIDEWAYS = 5
_MIRRORED_ACROSS, _MIRRORED_DOWN = frozenset({2, 3, 6, 7}), frozenset({3, 4, 7, 8})


def orientation_of(image: Image.Image) -> int:
    """1 to 8; an EXIF block that is missing or can't be read counts as upright."""
    if image.format == "TIFF":  # turned by Pillow itself when it loads
        return UPRIGHT
    try:
        value = image.getexif().get(ExifTags.Base.Orientation, UPRIGHT)
    except Exception:  # Pillow's EXIF reader raises almost anything on a broken block
        return UPRIGHT
    return value if value in _TURNS else UPRIGHT


def turned_size(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """A stored size as seen upright, or the other way round."""
    return (size[1], size[0]) if orientation >= _FIRST_SIDEWAYS else size


def stored_box(box: Box, upright_size: tuple[float, float], orientation: int) -> Box:
    """Where `box` of the upright picture lies in the picture as it is stored."""
    left, top, right, bottom = box
    width, height = upright_size
    if orientation in _MIRRORED_ACROSS:
        left, right = width - right, width - left
    if orientation in _MIRRORED_DOWN:
        top, bottom = height - bottom, height - top
    return (top, left, bottom, right) if orientation >= _FIRST_SIDEWAYS else (left, top, right, bottom)


def turn_upright(image: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)
