from modeltranslation.translator import TranslationOptions, register

from media_library.models import Asset, Document, Graphic, Licence, Photo, Video


@register(Licence)
class LicenceTranslation(TranslationOptions):
    fields = ("name", "usage_terms", "attribution")
    required_languages = {"vi": ("name", "usage_terms")}


@register(Asset)
class AssetTranslation(TranslationOptions):
    fields = ("caption", "alt_text", "place")


@register(Photo)
class PhotoTranslation(TranslationOptions):
    fields = ("title",)


@register(Video)
class VideoTranslation(TranslationOptions):
    fields = ("title",)


@register(Document)
class DocumentTranslation(TranslationOptions):
    fields = ("title",)


@register(Graphic)
class GraphicTranslation(TranslationOptions):
    fields = ("title",)
