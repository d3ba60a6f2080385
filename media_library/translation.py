from modeltranslation.translator import TranslationOptions, register

from media_library.models import Asset, Licence, Photo


@register(Licence)
class LicenceTranslation(TranslationOptions):
    fields = ("name", "usage_terms")
    required_languages = ("vi",)


@register(Asset)
class AssetTranslation(TranslationOptions):
    fields = ("caption", "alt_text", "place")


@register(Photo)
class PhotoTranslation(TranslationOptions):
    fields = ("title",)
