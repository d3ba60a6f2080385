"""A kit's two contents: the editors' columns, and the version that readers get."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from locales.text import LocalText, pick, texts_of
from press.kit_content import Contact, KitChanges, KitContent, changes_between
from press.models import Kit, KitState
from press.models.kit import KIT_TEXTS


def draft_content(kit: Kit) -> KitContent:
    """What the columns and rows of a kit say now. Two queries where they aren't prefetched."""
    people = sorted(kit.contacts.all(), key=lambda one: (one.sort_order or 0, one.pk))
    items = sorted(kit.items.all(), key=lambda one: (one.sort_order or 0, one.pk))
    return KitContent(
        texts={name: texts_of(kit, name) for name in KIT_TEXTS},
        contact=kit.contact,
        contacts=tuple(Contact(one.name, one.role, tuple(one.languages), one.phone, one.email) for one in people),
        cover=kit.cover_id,
        assets=tuple(item.asset_id for item in items),
        embargo_until=kit.embargo_until,
    )


def prefetch_drafts(kits: Iterable[Kit]) -> None:
    """Read at once what `draft_content` needs of the kits whose columns are what the press room shows."""
    drafts = [kit for kit in kits if kit.state != KitState.PUBLISHED]
    if drafts:
        prefetch_related_objects(drafts, "contacts", "items")


def shown_content(kit: Kit) -> KitContent:
    """What the press room shows of a kit: its version once it is published, else the columns, to its staff only."""
    if kit.state == KitState.PUBLISHED and kit.version is not None:
        return KitContent.from_json(kit.version.content)
    return draft_content(kit)


def shown_title(kit: Kit, lang: str) -> LocalText:
    """The title that the press room shows to a reader of `lang`. No query where the kit comes with its version."""
    return pick(shown_content(kit).texts["title"], lang)


def unpublished(kit: Kit) -> KitChanges:
    """What editors have changed that readers don't have yet. Nothing for a kit that isn't published."""
    return changes_between(shown_content(kit), draft_content(kit))


def token_of(content: KitContent) -> str:
    """Short digest by which a page remembers which content it showed."""
    return hashlib.sha256(json.dumps(content.as_json(), sort_keys=True).encode()).hexdigest()[:20]
