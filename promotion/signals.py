"""Keeping derived data true when pages change: search index, and province of pages below a profile."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from locales.registry import WORKING
from promotion.models import InProvince, ProvincePage, SharedFacts, SitePage
from provinces.models import Province


def _published(instance: Any, **kwargs: Any) -> None:
    from promotion.search import index

    if isinstance(instance.specific, ProvincePage):
        _settle_below(instance)
    index.put(instance)
    _tell_translations(instance.specific)
    _draw_card(instance.pk)


def _draw_card(pk: int) -> None:
    from promotion.tasks import make_share_card

    transaction.on_commit(lambda: make_share_card.enqueue(pk))


def _tell_translations(page: Any) -> None:
    """What all languages of a page share was settled with its publication in the working language."""
    from promotion.page_cache import version
    from promotion.search import index

    shares = isinstance(page, SharedFacts)
    if not shares or page.locale.language_code != WORKING or not page.tell_translations():
        return
    version.move()
    for other in page.get_translations():
        index.put(other)


def _unpublished(instance: Any, **kwargs: Any) -> None:
    from promotion.search import index

    index.remove([instance.pk])


def _moved(instance: Any, **kwargs: Any) -> None:
    """The province may be another one now, for the page and all below it."""
    from promotion.search import index

    moved = Page.objects.get(pk=instance.pk)
    _settle_below(moved)
    for page in moved.get_descendants(inclusive=True).live().specific():
        index.put(page)


def _settle_below(page: Any) -> None:
    for below in page.get_descendants(inclusive=True).specific():
        if isinstance(below, InProvince) and below.settle_province():
            type(below)._default_manager.filter(pk=below.pk).update(province_id=below.province_id)


def _deleted(sender: type, instance: Any, **kwargs: Any) -> None:
    from promotion.search import index

    if isinstance(instance, SitePage):
        index.remove([instance.pk])


def _province_saved(instance: Province, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    from promotion.search import index

    if not created and not raw:
        transaction.on_commit(lambda: index.put_those_of(instance.pk))


def register_signal_handlers() -> None:
    post_save.connect(_province_saved, sender=Province, dispatch_uid="promotion.search.province")
    page_published.connect(_published, dispatch_uid="promotion.published")
    page_unpublished.connect(_unpublished, dispatch_uid="promotion.unpublished")
    post_page_move.connect(_moved, dispatch_uid="promotion.moved")
    post_delete.connect(_deleted, dispatch_uid="promotion.deleted")
