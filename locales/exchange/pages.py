"""Pages as a translatable kind: a translation is the page of another language's tree, made and saved as a draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction, ParentNotTranslatedError
from wagtail.models import Locale, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from locales.exchange import fields
from locales.exchange.kinds import CannotSave, Named
from locales.exchange.units import Item

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _other_structure() -> str:
    return _("The translation has other paragraphs or blocks than the source. Bring them in line in the editor first.")


class PageKind:
    """All pages of the given types together."""

    key = "page"
    label: StrOrPromise = gettext_lazy("Pages")

    def __init__(self, models: tuple[Any, ...]) -> None:
        self.models = models

    def editable_by(self, user: Any, source: str) -> QuerySet[Any]:
        pages: QuerySet[Any] = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
        return pages.type(*self.models).filter(locale__language_code=source, alias_of=None).order_by("path").specific()  # type: ignore[attr-defined]

    def in_area(self, found: QuerySet[Any], area: int) -> QuerySet[Any]:
        raise NotImplementedError

    def area_of(self, page: Any) -> int | None:
        raise NotImplementedError

    def selections(self, user: Any) -> list[Named]:
        return []

    def selected(self, user: Any, key: str, source: str) -> QuerySet[Any]:
        return self.editable_by(user, source).none()

    def original(self, page: Any) -> Any:
        """What is translated: the approved page, or its latest draft while it was never approved."""
        return page if page.live else page.get_latest_revision_as_object()

    def translation_of(self, page: Any, target: str) -> Any | None:
        found = page.get_translations().filter(locale__language_code=target, alias_of=None).first()
        return found.specific if found else None

    def load(self, obj: Any, source: str, target: str) -> Item:
        page = self.original(obj)
        translation = self.translation_of(obj, target)
        draft = translation.get_latest_revision_as_object() if translation else None
        return self._item(obj, page, draft, source, target)

    def load_shown(self, obj: Any, source: str, target: str) -> Item:
        translation = self.translation_of(obj, target)
        if not obj.live or translation is None or not translation.live:
            return Item(self.key, obj.pk, obj.title, source, target, (), self.area_of(obj))
        return self._item(obj, obj, translation, source, target)

    def _item(self, obj: Any, page: Any, translation: Any | None, source: str, target: str) -> Item:
        if translation is not None and type(translation) is not type(page):
            translation = None
        units = tuple(fields.units_of(page, translation, _other_structure()))
        return Item(self.key, obj.pk, page.title, source, target, units, self.area_of(obj))

    def hindrance(self, obj: Any, target: str, user: Any) -> str:
        if not Locale.objects.filter(language_code=target).exists():
            return _("The site has no such language yet.")
        translation = self.translation_of(obj, target)
        if translation is None:
            if obj.get_translations().filter(locale__language_code=target).exists():
                return _("Its translation is a mirror of another page. Turn that into a page of its own first.")
            if not user.has_perms(["simple_translation.submit_translation"]):
                return _("There is no translation yet, and you may not begin one.")
            return ""
        if not translation.permissions_for_user(user).can_edit():
            return _("You may not edit the translation.")
        lock = translation.get_lock()
        if lock is not None and lock.for_user(user):
            return _("The translation is locked, or waits for approval.")
        return ""

    def save(self, obj: Any, source: str, target: str, texts: Mapping[str, str], user: Any) -> None:
        translation = self.translation_of(obj, target) or self.begin(obj, target, user)
        draft = translation.get_latest_revision_as_object()
        fields.assign(self.original(obj), draft, texts)
        try:
            draft.save_revision(user=user, log_action=True, changed=True)
        except ValidationError as error:
            raise CannotSave(" ".join(error.messages)) from error

    def begin(self, obj: Any, target: str, user: Any) -> Any:
        """The page in the other language, made as a copy. Raises CannotSave."""
        locale = Locale.objects.get(language_code=target)
        try:
            copy = CopyPageForTranslationAction(self.original(obj), locale, user=user).execute()
        except ParentNotTranslatedError as error:
            raise CannotSave(_("The page above it isn't translated yet. Begin there.")) from error
        except PermissionDenied as error:
            raise CannotSave(_("There is no translation yet, and you may not begin one.")) from error
        return Page.objects.get(pk=copy.pk).specific

    def edit_url(self, obj: Any, target: str) -> str:
        translation = self.translation_of(obj, target)
        return reverse("wagtailadmin_pages:edit", args=[translation.pk if translation else obj.pk])
