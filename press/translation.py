from modeltranslation.translator import TranslationOptions, register

from press.models import Kit, ReplyTemplate, TermsVersion
from press.models.kit import KIT_TEXTS


@register(Kit)
class KitTranslation(TranslationOptions):
    fields = KIT_TEXTS
    required_languages = {"vi": ("title",)}


@register(TermsVersion)
class TermsTranslation(TranslationOptions):
    fields = ("title", "body")
    required_languages = ("vi",)


@register(ReplyTemplate)
class ReplyTemplateTranslation(TranslationOptions):
    fields = ("body",)
    required_languages = ("vi",)
