"""Several languages of one page published at one moment: now, or together at a time to come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from locales.registry import LANGUAGES
from locales.text_status.errors import StaleText
from locales.text_status.models import TextItem
from locales.text_status.page_store import approve_page, may_approve_page
from locales.text_status.record_stores import latest_draft


@dataclass(frozen=True, slots=True)
class Version:
    """A page in one language, as the screen shows it."""

    code: str
    page: Any
    seen: str
    """Number of its latest revision: the act is refused when there is a newer one."""
    waits: bool
    """There is something that readers don't have."""
    may_publish: bool
    scheduled: datetime | None

    @property
    def name(self) -> str:
        return LANGUAGES[self.code].name_native


def versions(item: TextItem, user: Any) -> list[Version]:
    """All languages of a page, in the registry's order."""
    pages = Page.objects.filter(translation_key=item.key).select_related("locale", "latest_revision")
    by_code = {page.locale.language_code: page.specific for page in pages}
    return [_version(code, by_code[code], user) for code in LANGUAGES if code in by_code]


def _version(code: str, page: Any, user: Any) -> Version:
    scheduled = page.revisions.filter(approved_go_live_at__isnull=False).values_list("approved_go_live_at", flat=True)
    return Version(
        code=code,
        page=page,
        seen=str(page.latest_revision_id or ""),
        waits=not page.live or page.has_unpublished_changes,
        may_publish=may_approve_page(page, user),
        scheduled=scheduled.first(),
    )


@transaction.atomic
def publish_together(item: TextItem, seen: Mapping[str, str], *, user: Any, at: datetime | None = None) -> list[str]:
    """Publish the languages in `seen` ({language code: number of the revision shown}) at one moment, all or none.

    `at`: a moment to come at which all of them are published; None: now. Returns the codes. Raises StaleText
    where one was changed since, PermissionDenied, ValidationError for a moment that has passed and an empty choice.
    """
    if not seen:
        raise ValidationError(_("Choose at least one language."))
    if at is not None and at <= timezone.now():
        raise ValidationError(_("This moment has passed. To publish at once, leave the time empty."))
    rows = Page.objects.select_for_update(of=("self",)).filter(translation_key=item.key, locale__language_code__in=seen)
    pages = {page.locale.language_code: page.specific for page in rows.select_related("locale").order_by("pk")}
    for code, number in seen.items():
        _check(pages.get(code), code, number, user)
    for code in _source_first(pages, item):
        _publish(pages[code], user, at)
    return list(pages)


def _check(page: Any, code: str, number: str, user: Any) -> None:
    name = LANGUAGES[code].name_native if code in LANGUAGES else code
    if page is None:
        raise ValidationError(_("There is no page in %(language)s.") % {"language": name})
    if str(page.latest_revision_id or "") != number:
        words = _(
            "The page in %(language)s was changed since you opened this. Nothing was published: look at it first."
        )
        raise StaleText(words % {"language": name}, {})
    if not may_approve_page(page, user):
        raise PermissionDenied(_("You may not publish the page in %(language)s.") % {"language": name})


def _source_first(pages: Mapping[str, Any], item: TextItem) -> list[str]:
    """Translations are weighed beside the source that is published with them."""
    return sorted(pages, key=lambda code: code != item.source_language)


def _publish(page: Any, user: Any, at: datetime | None) -> None:
    draft = latest_draft(page)
    if draft.go_live_at != at:
        draft.go_live_at = at
        draft.save_revision(user=user, log_action=False)
    approve_page(type(page).objects.get(pk=page.pk), user)
