"""The pages that use a photo, and having them use its successor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import BigIntegerField, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from wagtail.models import Page, ReferenceIndex

from locales.registry import tag_of
from media_library.models import Photo
from media_library.uses import Followed, Use
from promotion.page_pictures import swap_picture


class PageUses:
    """Live pages are public knowledge; drafts are named only to those who may edit them."""

    name = "page"

    def find(self, photo_id: int, user: Any) -> list[Use]:
        references = page_references().filter(to_object_id=str(photo_id))
        ids = {int(pk) for pk in references.values_list("object_id", flat=True)}
        pages = Page.objects.filter(pk__in=ids).select_related("locale", "content_type").order_by("path")
        return [self._use(page, user) for page in pages if page.live or _may_edit(page, user)]

    def _use(self, page: Page, user: Any) -> Use:
        edit_url = reverse("wagtailadmin_pages:edit", args=[page.pk]) if _may_edit(page, user) else ""
        kind = page.page_type_display_name
        return Use(self.name, page.pk, kind, page.title, edit_url, tag_of(page.locale.language_code))

    def used_ids(self, *, ever: bool) -> QuerySet[Any]:
        """Of pages only today's use is known: what a page showed once stands in its history."""
        ids: QuerySet[Any] = page_references().values_list(Cast("to_object_id", BigIntegerField()))
        return ids

    def counts(self, photo_ids: Collection[int]) -> dict[int, int]:
        asked = page_references().filter(to_object_id__in=[str(pk) for pk in photo_ids])
        pairs = asked.values_list("to_object_id", "object_id").distinct()
        return dict(Counter(int(photo_id) for photo_id, _page in pairs))

    @transaction.atomic
    def follow(self, pk: int, old: int, new: int, user: Any) -> Followed:
        """As a new revision; published at once where the page has no other changes waiting and the user may."""
        page = Page.objects.select_for_update(of=("self",)).filter(pk=pk).first()
        if page is None or not _may_edit(page, user):
            return Followed.NOTHING
        at_once = page.live and not page.has_unpublished_changes and page.permissions_for_user(user).can_publish()
        draft: Any = page.get_latest_revision_as_object()
        if not swap_picture(draft, old, new):
            return Followed.NOTHING
        revision = draft.save_revision(user=user, log_action=True, changed=True)
        if not at_once:
            return Followed.AS_DRAFT
        revision.publish(user=user)
        return Followed.SHOWN


def page_references() -> QuerySet[Any]:
    """What refers from pages to pictures. The index knows assets by the type of their first table."""
    to = ContentType.objects.get_for_model(Photo._meta.get_parent_list()[-1], for_concrete_model=False)
    references: QuerySet[Any] = ReferenceIndex.objects.filter(
        to_content_type=to, base_content_type=ContentType.objects.get_for_model(Page)
    )
    return references.order_by()


def _may_edit(page: Page, user: Any) -> bool:
    tester = page.permissions_for_user(user)
    return bool(tester.can_edit() and not tester.page_locked())
