"""What every page for readers has in common: a province that answers for it, pictures, a language."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from locales.slugs import slug_of
from locales.text import LocalText, read
from promotion.page_pictures import picture_ids_of
from provinces.models import Province


class SitePage(Page):
    """A page of the public site. Subclasses say in `listings` which other pages and records they show."""

    show_in_menus_default = False
    section: ClassVar[str] = ""
    """Key of the part of the site it stands under (`Frame.links`), where that isn't its parent page."""

    class Meta:
        abstract = True

    def get_owner_province_id(self) -> int | None:
        """The province whose teams edit and approve this page; None for pages of the whole site."""
        from promotion.selectors.ownership import nearest_province_id

        return nearest_province_id(self)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.settle_slug()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self.settle_slug()
        super().minimal_clean()

    def settle_slug(self) -> None:
        """Make an address out of the title: of a new page without one, and of a translation that gets its own title.

        A translation begins as a copy, address included. Once it was published, or somebody chose another address,
        only people change it.
        """
        from promotion.languages.shared_addresses import free_slug

        page, parent = self._with_parent()
        if parent is None or not page.title or (page.slug and not self._has_address_of_its_source()):
            return
        if (slug := slug_of(page.title)) and slug != page.slug:
            page.slug = free_slug(page, parent, slug)

    def clean(self) -> None:
        """Raises ValidationError for a new address that another content has in another language."""
        from promotion.languages.shared_addresses import stranger_at

        super().clean()
        page, parent = self._with_parent()
        if parent is None or not page.slug:
            return
        if page.pk and Page.objects.filter(pk=page.pk, slug=page.slug).exists():
            return
        if other := stranger_at(page, parent, page.slug):
            words = _("Another page has this address in another language (%(language)s): readers would get it instead.")
            raise ValidationError({"slug": words % {"language": other.locale.get_display_name()}})

    def _with_parent(self) -> tuple[Any, Any]:
        page: Any = self
        return page, page.get_parent() if page.path or hasattr(page, "_cached_parent_obj") else None

    def _has_address_of_its_source(self) -> bool:
        """Whether this is a draft whose title is no longer the one it was copied with, though its address is."""
        if not self.pk or self.live or self.first_published_at or self.alias_of_id or self.title == self.draft_title:
            return False
        sources = Page.objects.filter(translation_key=self.translation_key, slug=self.slug).exclude(pk=self.pk)
        return bool(sources.filter(Q(title=self.draft_title) | Q(draft_title=self.draft_title)).exists())

    @property
    def owner_province(self) -> Province | None:
        return Province.objects.filter(pk=self.get_owner_province_id()).first()

    @property
    def summary(self) -> str:
        """The sentence that stands for the page in lists, on share cards and in search engines."""
        names = ("search_description", "lead", "tagline", "promise")
        return next((text for name in names if (text := getattr(self, name, ""))), "")

    def picture_ids(self) -> set[int]:
        """Ids of all photos that this page itself uses, in fields, blocks and inline children."""
        return picture_ids_of(self)

    def listings(self, request: HttpRequest, lang: str) -> dict[str, Any]:
        """Template variables: the pages and records shown beside this page's own text, for a reader."""
        return {}

    # --- preview by language and width -----------------------------------------------------------------
    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """This page as it is being written, then its other languages as their latest drafts say."""
        from promotion.previews import modes_of

        return modes_of(self)

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        from promotion.previews import SIZES

        return SIZES

    def make_preview_request(
        self, original_request: Any = None, preview_mode: Any = None, extra_request_attrs: Any = None
    ) -> Any:
        """Another language is another page, at an address of its own: it is asked in place of this one."""
        from promotion.previews import OWN, shown_instead

        other = shown_instead(self, preview_mode, original_request)
        if other is None:
            return super().make_preview_request(original_request, OWN, extra_request_attrs)
        return other.make_preview_request(original_request, OWN, extra_request_attrs)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, perhaps as a fallback, unless the reader is better served at another address."""
        from promotion.languages.serving import better_address
        from promotion.subjects import SubjectKind, name_subject

        if not getattr(request, "is_preview", False) and (address := better_address(self, request)):
            asked = request.META.get("QUERY_STRING", "")
            return HttpResponseRedirect(f"{address}?{asked}" if asked else address)
        name_subject(request, SubjectKind.PAGE, self.translation_key, getattr(self, "province_id", None))
        response: HttpResponseBase = super().serve(request, *args, **kwargs)
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from promotion.languages.reader import reader_language
        from promotion.machine_desk import machine_desk_of
        from promotion.pictures import desk_of

        lang = reader_language()
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(self.listings(request, lang))
        desk = desk_of(request)
        desk.want(self.picture_ids())
        desk.want_heroes(context.values())
        listed = (value for name, value in context.items() if name not in ("page", "self"))
        machine_desk_of(request).want_listed(listed)
        return context


class WithHero(models.Model):
    """The picture that a page opens with, and that stands for it in lists and on share cards."""

    hero = models.ForeignKey(
        "media_library.Photo",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("opening picture"),
        help_text=_("At least 2,000 pixels wide. Its caption, alternative text and credit come with it."),
    )

    class Meta:
        abstract = True


class InProvince(models.Model):
    """A page below a province profile. The province is kept on the page, so that lists need no tree walk."""

    province = models.ForeignKey(
        Province,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("province"),
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.settle_province()
        super().save(*args, **kwargs)

    @property
    def province_name(self) -> LocalText:
        """In the reader's language; empty for pages of the whole site."""
        from promotion.languages.reader import reader_language

        return read(self.province, "name", reader_language()) if self.province else LocalText()

    def settle_province(self) -> bool:
        """Take over the province of the profile above; returns whether that changed anything."""
        from promotion.selectors.ownership import nearest_province_id

        found = nearest_province_id(self)
        if found == self.province_id:
            return False
        self.province_id = found
        return True


def lead_field(help_text: Any = "", **kwargs: Any) -> models.TextField:
    """The one or two sentences under a page's title."""
    return models.TextField(
        _("lead"),
        blank=True,
        max_length=400,
        help_text=help_text or _("One or two sentences under the title."),
        **kwargs,
    )


HERO_PANEL = FieldPanel("hero")
