"""Of each page the one version that serves a reader best: the own language, else its nearest fallback."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When
from django.db.models.functions import Length, Substr
from wagtail.models import Page, PageViewRestriction

from promotion.languages.reader import reader_codes

P = TypeVar("P", bound=Page)


def _restricted() -> Exists:
    """The page or one above it is under a view restriction: a condition inside the query, not one of its own."""
    start = Substr(OuterRef("path"), 1, Length("page__path"))
    return Exists(PageViewRestriction.objects.filter(page__path=start))


def public_pages(pages: QuerySet[P]) -> QuerySet[P]:
    """Those that anybody may read."""
    return pages.filter(~_restricted(), live=True)


def _rank(codes: tuple[str, ...]) -> Case:
    whens = [When(locale__language_code=code, then=Value(rank)) for rank, code in enumerate(codes)]
    return Case(*whens, default=Value(len(codes)), output_field=IntegerField())


def best_versions(pages: QuerySet[P], lang: str) -> QuerySet[P]:
    """Each public page among `pages` once, in the language nearest to the reader's, with its locale.

    Pages of which no version is in the reader's language or its fallbacks are left out.
    """
    codes = reader_codes(lang)

    def ranked(rows: Any) -> Any:
        offered = rows.filter(~_restricted(), live=True, locale__language_code__in=codes)
        return offered.annotate(language_rank=_rank(codes))

    nearer = ranked(pages.model._default_manager.all()).filter(
        translation_key=OuterRef("translation_key"), language_rank__lt=OuterRef("language_rank")
    )
    return ranked(pages).filter(~Exists(nearer)).select_related("locale")


def versions_of(page: Page) -> dict[str, Page]:
    """{language code: public version} of a page, itself included."""
    rows = public_pages(Page.objects.filter(translation_key=page.translation_key)).select_related("locale")
    return {version.locale.language_code: version for version in rows}
