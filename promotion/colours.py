"""Brand colours as values: checked, converted, and measured for legibility."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

hex_colour = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("A colour as # and six hexadecimal digits, such as #00604F."))


@dataclass(frozen=True, slots=True)
class Colour:
    """An sRGB colour, each channel 0-255."""

    red: int
    green: int
    blue: int

    @classmethod
    def from_hex(cls, text: str) -> Colour:
        """Raises ValueError for anything but `#rrggbb`."""
        if len(text) != 7 or text[0] != "#":
            raise ValueError(f"not a colour: {text!r}")
        return cls(int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16))

    @property
    def hex(self) -> str:
        return f"#{self.red:02X}{self.green:02X}{self.blue:02X}"

    @property
    def rgb(self) -> str:
        return f"{self.red} {self.green} {self.blue}"

    @property
    def cmyk(self) -> tuple[int, int, int, int]:
        """Cyan, magenta, yellow and black in percent, reckoned without any profile of ink and paper: a rough value."""
        channels = [channel / 255 for channel in (self.red, self.green, self.blue)]
        light = max(channels)
        if not light:
            return 0, 0, 0, 100
        cyan, magenta, yellow = (round(100 * (light - channel) / light) for channel in channels)
        return cyan, magenta, yellow, round(100 * (1 - light))

    @property
    def luminance(self) -> float:
        """Relative luminance, 0 to 1. Source: WCAG 2.2, definition of relative luminance."""
        red, green, blue = (_linear(channel / 255) for channel in (self.red, self.green, self.blue))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(self, other: Colour) -> float:
        """Contrast ratio, 1 to 21. Source: WCAG 2.2, definition of contrast ratio."""
        lighter, darker = sorted((self.luminance, other.luminance), reverse=True)
        return (lighter + 0.05) / (darker + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


WHITE = Colour(255, 255, 255)
BLACK = Colour(0, 0, 0)
