"""The figures of a fact sheet: today's territory in one table, the former units' in another, never summed or joined."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from locales.text import LocalText, read
from locales.units import written
from promotion.charts.figures import series_name
from promotion.typeset.pieces import Data, optional, piece
from provinces.figures.series import IndicatorFigures, Series, figures_of
from provinces.models import Observation, Province

AT_MOST = 14


@dataclass(frozen=True, slots=True)
class Figures:
    """All indicators of a province, in their order."""

    lang: str
    every: list[IndicatorFigures]

    def data(self, *, definition: int, former: int) -> Data:
        """For the template: definitions of so many letters, and so many rows of former units."""
        rows = self._former()
        merged_on = next((one.merged_on for one in self.every if one.merged_on and one.former), None)
        left = len(rows) - former
        return {
            "figures": [self._own(one, definition) for one in self.every if one.newest][:AT_MOST],
            "former": rows[:former],
            "former_left": piece(
                _("Further figures of former units on the province's page: %(number)s.") % {"number": left}
            )
            if left > 0
            else None,
            "merger": piece(
                _("Their territories were others than today's: they are not added up, and not compared with it. "
                  "Merger: %(day)s.") % {"day": date_format(merged_on, "DATE_FORMAT")}, 400)
            if merged_on
            else None,
        }  # fmt: skip

    def _own(self, figures: IndicatorFigures, definition: int) -> Data:
        newest = figures.newest
        assert newest is not None  # noqa: S101  (the caller asked)
        old = _("The newest figure we have; a newer one should be out by now.") if figures.is_old else ""
        return self._row(figures, newest) | {
            "definition": optional(read(figures.indicator, "definition", self.lang), definition),
            "country": self._country(figures, newest),
            "old": optional(old),
        }

    def _row(self, figures: IndicatorFigures, row: Observation) -> Data:
        return {
            "label": piece(read(figures.indicator, "name", self.lang), 120),
            "value": piece(written(row.value, figures.indicator.decimals)),
            "unit": piece(read(figures.indicator, "unit", self.lang), 60),
            "period": piece(row.period_label),
            "source": piece(read(row, "source", self.lang), 200),
            "example": optional(_("illustrative") if row.is_illustrative else ""),
            "published": optional(date_format(row.published_on, "DATE_FORMAT") if row.published_on else ""),
        }

    def _country(self, figures: IndicatorFigures, newest: Observation) -> Data | None:
        """The country's figure of exactly the same period; its sum is said as a share."""
        country = figures.country_in(newest)
        if country is None:
            return None
        value = written(country.value, figures.indicator.decimals)
        if figures.indicator.adds_up and country.value:
            share = written(newest.value / country.value * 100, 1)
            return dict(piece(_("%(share)s%% of Viet Nam's %(value)s") % {"share": share, "value": value}))
        return dict(piece(_("Viet Nam in %(period)s: %(value)s") % {"period": newest.period_label, "value": value}))

    def _former(self) -> list[Data]:
        """The newest of each former unit and indicator."""
        found: list[tuple[IndicatorFigures, Series, Observation]] = [
            (one, series, series.observations[-1]) for one in self.every for series in one.former
        ]
        return [
            self._row(one, row) | {"territory": piece(LocalText(series_name(series), series.name.lang), 120)}
            for one, series, row in found
        ]


def figures_in(province: Province, lang: str) -> Figures:
    """Three queries."""
    return Figures(lang, figures_of(province, lang))
