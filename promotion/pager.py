"""Turning the pages of a list."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a reader stands in a list; pages are numbered from 1."""

    number: int
    pages: int
    total: int

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.pages

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        return self.number + 1

    @classmethod
    def over(cls, total: int, per_page: int, wanted: str | int | None) -> Pager:
        """The page that was asked for, moved into the range that exists; nonsense means the first."""
        pages = max(1, -(-total // per_page))
        return cls(min(page_number(wanted), pages), pages, total)

    def slice(self, per_page: int) -> slice:
        return slice((self.number - 1) * per_page, self.number * per_page)


def page_number(text: str | int | None) -> int:
    """A page number from an address: 1 for whatever isn't a plain number of up to six digits."""
    digits = str(text or "")
    return max(1, int(digits)) if digits.isascii() and digits.isdigit() and len(digits) <= 6 else 1
