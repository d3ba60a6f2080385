"""Which fields have a column per language."""

from __future__ import annotations

from modeltranslation.translator import TranslationOptions, translator

from locales.registry import WORKING
from provinces.models import ContentElement, ContentGroup, Gateway, Indicator, Observation, Province, Sector


class NameOptions(TranslationOptions):
    fields = ("name",)
    required_languages = (WORKING,)


class SectorOptions(TranslationOptions):
    fields = ("name", "description")
    required_languages = {WORKING: ("name",)}


class IndicatorOptions(TranslationOptions):
    fields = ("name", "unit", "definition")
    required_languages = {WORKING: ("name", "unit")}


class ObservationOptions(TranslationOptions):
    fields = ("source",)
    required_languages = (WORKING,)


translator.register([Province, ContentGroup, ContentElement, Gateway], NameOptions)
translator.register(Sector, SectorOptions)
translator.register(Indicator, IndicatorOptions)
translator.register(Observation, ObservationOptions)
