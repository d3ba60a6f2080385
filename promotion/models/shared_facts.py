"""Facts that are the same in every language of a page: kept by hand in one of them, and never told differently."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.db import models
from wagtail.admin.forms import WagtailAdminPageForm

from locales.registry import WORKING


class SharedFacts(models.Model):
    """A page whose `shared` fields are set in the working language's version; the other languages take them over.

    Translations are copied once, so that a status or a deadline would otherwise go on changing in one language only.
    """

    shared: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.settle_facts()
        super().save(*args, **kwargs)

    def original(self) -> SharedFacts | None:
        """The working language's version of a translation; None for that version itself, or where there is none."""
        page = cast(Any, self)
        if not page.locale_id or page.locale.language_code == WORKING:
            return None
        versions = type(page)._default_manager.filter(
            translation_key=page.translation_key, locale__language_code=WORKING
        )
        return cast("SharedFacts | None", versions.first())

    def settle_facts(self) -> None:
        original = self.original()
        if original is not None:
            for name, value in original.facts().items():
                setattr(self, name, value)

    def facts(self) -> dict[str, Any]:
        """{attribute: value} of what all languages share."""
        attributes = (cast(Any, self)._meta.get_field(name).attname for name in self.shared)
        return {name: getattr(self, name) for name in attributes}

    def tell_translations(self) -> int:
        """Give the published facts to the other languages; returns how many versions took them."""
        page = cast(Any, self)
        others = type(page)._default_manager.filter(translation_key=page.translation_key).exclude(pk=page.pk)
        return int(others.update(**self.facts()))


class SharedFactsForm(WagtailAdminPageForm):
    """In a translation the shared facts are shown as they stand in the original, and can't be changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        original = self.instance.original()
        if original is None:
            return
        for name in self.instance.shared:
            if name in self.fields:
                self.initial[name] = getattr(original, original._meta.get_field(name).attname)
                self.fields[name].disabled = True
