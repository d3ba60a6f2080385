"""The site's version: one number that moves with every change a reader could see."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import F
from django.db.models.signals import m2m_changed, post_delete, post_save

from promotion.models import SiteVersion

WATCHED = frozenset({"locales", "provinces", "media_library", "promotion", "press", "wagtailcore", "wagtailredirects"})
"""Apps whose records readers see. Named, not imported: upper rooms are among them."""

UNSEEN = frozenset(
    {
        "promotion.siteversion",
        "locales.equivalent",
        "locales.machinetext",
        "locales.memorysegment",
        "locales.memoryshingle",
        "locales.term",
        "locales.textcomment",
        "locales.textitem",
        "locales.textstatus",  # what readers get of it stands in the record or its published document
        "media_library.arrival",
        "media_library.batchedit",
        "media_library.batchitem",
        "media_library.consentperson",
        "media_library.expirywarning",
        "media_library.lightbox",
        "media_library.lightboxitem",
        "media_library.offerclock",
        "media_library.offerstate",
        "media_library.perceptualhash",
        "media_library.rendition",
        "media_library.repeatedrequest",
        "media_library.replacement",
        "media_library.resemblance",
        "press.receipt",
        "promotion.contactmessage",
        "promotion.issuedelivery",
        "promotion.issuestory",
        "promotion.newsletterissue",
        "promotion.newsletterissue_sectors",
        "promotion.subscriber",
        "promotion.subscriber_provinces",
        "promotion.subscriber_sectors",
        "promotion.subscriptionrequest",
        "media_library.problemreport",
        "media_library.savedsearch",
        "media_library.stafftoken",
        "media_library.upload",
        "media_library.uploadbatch",
        "media_library.uploadpart",
        "press.accesstoken",
        "press.notice",
        "press.noticedelivery",
        "press.application",
        "press.application_provinces",
        "press.interests",
        "press.interests_provinces",
        "press.interests_sectors",
        "press.invitation",
        "press.letter",
        "press.manifestkey",
        "press.threadentry",
        "press.told",
        "press.member",
        "press.organisation",
        "press.termsacceptance",
        "provinces.figurechange",  # readers get the observation itself, and its file's approval moves the version
        "wagtailcore.revision",
        "wagtailcore.referenceindex",
        "wagtailcore.modellogentry",
        "wagtailcore.pagelogentry",
        "wagtailcore.pagesubscription",
        "wagtailcore.taskstate",
        "wagtailcore.workflowstate",
        "wagtailcore.uploadedfile",
    }
)
"""Records of watched apps that no public page shows."""


_CURRENT = f"SELECT number FROM {SiteVersion._meta.db_table} WHERE id = 1"  # noqa: S608  (our own table's name)


def current() -> int:
    """One small query, put as it is: every answer from the cache asks it, and building it would cost the more."""
    with connection.cursor() as cursor:
        cursor.execute(_CURRENT)
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def move() -> None:
    """In the caller's transaction: the new number is seen together with what changed."""
    if not SiteVersion.objects.filter(pk=1).update(number=F("number") + 1):
        SiteVersion.objects.get_or_create(pk=1, defaults={"number": 1})


def _changed(sender: Any, instance: Any = None, **kwargs: Any) -> None:
    if sender.__module__ == "__fake__":
        return  # a migration's historic model: the table of the version may not exist yet
    meta = sender._meta
    if meta.app_label not in WATCHED or meta.label_lower in UNSEEN or kwargs.get("raw"):
        return
    if getattr(instance, "approved_at", "none") is None:
        return  # an asset that was never approved is on no public page, and uploads come by the hundred
    move()


def register_signal_handlers() -> None:
    for signal in (post_save, post_delete, m2m_changed):
        signal.connect(_changed, dispatch_uid=f"promotion.page_cache.{id(signal)}")
