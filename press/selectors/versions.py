"""The versions of a kit as one reader may know of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from locales.moments import with_zone
from locales.registry import LANGUAGES, enabled_codes, tag_of
from locales.text import EMPTY, LocalText, pick
from media_library.rights import Audience
from media_library.selectors import visible as visible_assets
from press.kit_content import KitChanges, KitContent, changes_between
from press.models import Kit, Receipt

if TYPE_CHECKING:
    from uuid import UUID

MOST = 50
"""Versions that are shown, newest first."""


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version as readers see it. `changes` holds only assets of `known`: {id: uuid} of those the reader may see."""

    number: int
    at: datetime
    note: LocalText
    changes: KitChanges
    known: Mapping[int, UUID]

    @property
    def lines(self) -> list[str]:
        """What changed, in words of the active language."""
        return words_of(self.changes)

    @property
    def languages(self) -> list[str]:
        """BCP 47 tags of the languages in which some text changed."""
        return [tag_of(code) for code in self.changes.texts]

    def uuids(self, ids: Collection[int]) -> list[str]:
        return [str(self.known[pk]) for pk in ids]


def versions_of(kit: Kit, audience: Audience, lang: str, at: datetime) -> list[VersionView]:
    """The versions of a kit from `kits_for`, newest first. Two queries."""
    rows = list(kit.versions.defer("content")[:MOST])
    changes = [KitChanges.from_json(row.changes) for row in rows]
    known = _known(changes, audience, at)
    return [
        VersionView(row.number, row.at, pick(row.notes, lang) if row.notes else EMPTY, _told(change, known), known)
        for row, change in zip(rows, changes, strict=True)
    ]


def new_since_taken(kit: Kit, audience: Audience, lang: str, at: datetime) -> VersionView | None:
    """What is new in a kit since the asker's organisation last took files of it; None where nothing is.

    Its number and time are those of the version that was taken.
    """
    if audience.organisation_id is None or kit.version is None:
        return None
    receipts = Receipt.objects.filter(organisation=audience.organisation_id, kit=kit).order_by("-at")
    taken_at = receipts.values_list("at", flat=True).first()
    if taken_at is None or taken_at >= kit.version.at:
        return None
    then = kit.versions.filter(at__lte=taken_at).first()
    if then is None:
        return None
    changes = changes_between(KitContent.from_json(then.content), KitContent.from_json(kit.version.content))
    known = _known([changes], audience, at)
    told = _told(changes, known)
    return VersionView(then.number, taken_at, EMPTY, told, known) if told else None


def _known(changes: Collection[KitChanges], audience: Audience, at: datetime) -> dict[int, UUID]:
    """{id: uuid} of the assets that changed and that the audience may see: of others it isn't even told the number."""
    ids = {pk for change in changes for pk in (*change.added, *change.removed)}
    if not ids:
        return {}
    return dict(visible_assets(audience, at=at).filter(pk__in=ids).values_list("pk", "uuid"))


def _told(changes: KitChanges, known: Mapping[int, UUID]) -> KitChanges:
    offered = set(enabled_codes())
    return replace(
        changes,
        texts={code: fields for code, fields in changes.texts.items() if code in offered},
        added=tuple(pk for pk in changes.added if pk in known),
        removed=tuple(pk for pk in changes.removed if pk in known),
    )


def words_of(changes: KitChanges) -> list[str]:
    """What changed, one sentence a kind, in the active language."""
    lines = []
    if changes.texts:
        lines.append(_("Texts: %(languages)s") % {"languages": "; ".join(_texts(changes))})
    if number := len(changes.added):
        lines.append(ngettext("%(number)d file is new", "%(number)d files are new", number) % {"number": number})
    if number := len(changes.removed):
        words = ngettext("%(number)d file is no longer part of it", "%(number)d files are no longer part of it", number)
        lines.append(words % {"number": number})
    flags = (
        (changes.reordered, _("The files are in another order")),
        (changes.cover, _("Another cover")),
        (changes.contacts, _("Other contacts")),
    )
    lines += [words for flag, words in flags if flag]
    if changes.embargo:
        until = changes.embargo_until
        moved = _("The embargo was moved: until %(moment)s") % {"moment": with_zone(until)} if until else ""
        lines.append(moved or _("The embargo was lifted"))
    return lines


def _texts(changes: KitChanges) -> list[str]:
    """`English (title, quotes)` for each language, fields by their names in the form."""
    names = {
        "title": _("title"),
        "summary": _("summary"),
        "release_title": _("headline of the release"),
        "release_body": _("text of the release"),
        "facts": _("facts and figures"),
        "quotes": _("quotes"),
    }
    return [
        f"{LANGUAGES[code].name_native} ({', '.join(names[name] for name in fields)})"
        for code, fields in changes.texts.items()
    ]
