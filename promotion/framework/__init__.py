"""How well each element of the content framework (letter 532/BTTTT-TTĐN, 2022) is told: to staff and to readers."""
