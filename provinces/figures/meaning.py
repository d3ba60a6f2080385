"""Which unit a code in a file means. A code identifies a unit only together with a date."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from locales.registry import WORKING
from locales.text import read, texts_of
from provinces.history import forebears_of
from provinces.models import Province, Succession
from provinces.naming import same_name

COUNTRY = "VN"
"""The code of the whole country in files and addresses (ISO 3166-1)."""


@dataclass
class Units:
    """Every unit of every time, read at once; `answered_for`: what the file may speak of (None: the country)."""

    units: list[Province]
    answered_for: frozenset[int]
    area: Province | None
    successors: dict[int, list[int]] = field(default_factory=dict)

    @classmethod
    def for_area(cls, area: Province | None) -> Units:
        """What is to be known for a file of a province in force, or of the country. Five queries at most."""
        allowed = frozenset([area.pk, *(unit.pk for unit in forebears_of(area))]) if area else frozenset()
        successors: dict[int, list[int]] = {}
        for before, after in Succession.objects.values_list("predecessor_id", "successor_id"):
            successors.setdefault(before, []).append(after)
        return cls(list(Province.objects.order_by("code", "valid_from")), allowed, area, successors)

    def meant(self, code: str, name: str, period_end: date, unit_on: date | None) -> Province | None:
        """The unit, None for the country. `unit_on` says at which day the code is to be read.

        Raises ValidationError: unknown code, code of another time, name of another unit, unit of somebody else.
        """
        code = code.strip().upper()
        if code == COUNTRY:
            self._check_country(name)
            return None
        code = code.zfill(2) if code.isdigit() else code  # spreadsheets take away zeros
        on = unit_on or period_end
        same_code = [unit for unit in self.units if unit.code == code]
        if not same_code:
            raise ValidationError(_("No province has or had the code “%(code)s”.") % {"code": code[:10]})
        unit = next((one for one in same_code if _covers(one, on)), None)
        if unit is None:
            raise ValidationError(self._out_of_time(code, same_code, on))
        if name:
            self._check_name(unit, name, on)
        elif unit_on is None:
            self._check_meaning(unit, same_code, on)
        if unit.pk not in self.answered_for:
            raise ValidationError(self._not_ours(unit))
        return unit

    def _check_country(self, name: str) -> None:
        if self.area is not None:
            raise ValidationError(_("Figures of the whole country come in a file of their own."))
        if name and not any(same_name(name, known) for known in ("Việt Nam", "Viet Nam")):
            raise ValidationError(_("VN is the whole country, and the row says “%(name)s”.") % {"name": name[:60]})

    def _not_ours(self, unit: Province) -> str:
        if self.area is None:
            return _("This file is for figures of the whole country, code VN; %(unit)s has its own.") % {
                "unit": _name(unit)
            }
        words = _("%(code)s is %(unit)s, which is neither %(province)s nor a unit it was formed from.")
        return words % {"code": unit.code, "unit": _name(unit), "province": _name(self.area)}

    def _out_of_time(self, code: str, units: list[Province], on: date) -> str:
        """An old code after the merger, or a new one before it."""
        old = [unit for unit in units if unit.valid_to is not None and unit.valid_to < on]
        if old:
            unit = old[-1]
            after = [one for one in self.units if one.pk in self._lasting(unit.pk)]
            words = _("%(code)s was %(unit)s until %(day)s. Since then its territory is part of %(after)s.")
            return words % {
                "code": code,
                "unit": _name(unit),
                "day": _day(unit.valid_to),
                "after": ", ".join(f"{_name(one)} ({one.code})" for one in after) or "?",
            }
        unit = units[0]
        words = _("%(code)s is %(unit)s only since %(day)s; the period ends before. For figures calculated backwards "
                  "write %(date)s in the column unit_on.")  # fmt: skip
        return words % {
            "code": code,
            "unit": _name(unit),
            "day": _day(unit.valid_from),
            "date": unit.valid_from.isoformat(),
        }

    def _check_name(self, unit: Province, name: str, on: date) -> None:
        if any(same_name(name, known) for known in texts_of(unit, "name").values()):
            return
        right = [
            one
            for one in self.units
            if _covers(one, on) and any(same_name(name, known) for known in texts_of(one, "name").values())
        ]
        words = _("On %(day)s the code %(code)s was %(unit)s, and the row says “%(name)s”.")
        told = words % {"day": _day(on), "code": unit.code, "unit": _name(unit), "name": name[:60]}
        if right:
            told += " " + _("%(unit)s had the code %(code)s then.") % {"unit": _name(right[0]), "code": right[0].code}
        raise ValidationError(told)

    def _check_meaning(self, unit: Province, same_code: list[Province], on: date) -> None:
        """A code that is somebody else's today says nothing without a name beside it."""
        today = next((one for one in same_code if _covers(one, timezone.localdate())), None)
        if today is None or today.pk == unit.pk or same_name(today.name_vi, unit.name_vi):  # type: ignore[attr-defined]
            return
        words = _("On %(day)s %(code)s was %(then)s; today it is %(now)s. Write in the column province_name which is "
                  "meant.")  # fmt: skip
        told = {"day": _day(on), "code": unit.code, "then": _name(unit), "now": _name(today)}
        raise ValidationError(words % told)

    def _lasting(self, pk: int) -> set[int]:
        """The units in force that a unit has become part of."""
        by_id = {unit.pk: unit for unit in self.units}
        found: set[int] = set()
        edge, seen = [pk], {pk}
        while edge:
            after = [one for before in edge for one in self.successors.get(before, ()) if one not in seen]
            seen.update(after)
            found.update(one for one in after if by_id[one].valid_to is None)
            edge = after
        return found


def _covers(unit: Province, day: date) -> bool:
    return unit.valid_from <= day and (unit.valid_to is None or day <= unit.valid_to)


def _name(unit: Province) -> str:
    return str(read(unit, "name", WORKING))


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""
