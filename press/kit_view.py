"""A press kit as one reader sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from locales.machine.selectors import machine_codes
from locales.registry import tag_of
from locales.text import LocalText, pick, read
from media_library.asset_view import AssetView
from press.kit_content import Contact, KitContent, Quote, quotes_in
from press.models import Kit
from press.policy import Sight


@dataclass(frozen=True, slots=True)
class WithdrawnItem:
    """An asset that was taken back: when, why, and what to use instead."""

    uuid: UUID
    withdrawn_at: datetime
    reason: LocalText
    successor: UUID | None


@dataclass(frozen=True)
class KitView:
    """One kit for one reader of `lang`. `assets` holds only what the rights decision lets this reader see."""

    kit: Kit
    content: KitContent
    lang: str
    sight: Sight
    cover: AssetView | None
    asset_ids: tuple[int, ...]
    assets: list[AssetView] = field(default_factory=list)
    passable: frozenset[int] = frozenset()
    """Those of them that may go into the archive."""
    machine: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Which texts a machine translated: {field: language codes}."""

    def _text(self, name: str) -> LocalText:
        return pick(self.content.texts.get(name, {}), self.lang, self.machine.get(name, ()))

    @property
    def uuid(self) -> str:
        return str(self.kit.uuid)

    @property
    def slug(self) -> str:
        return str(self.kit.slug)

    @cached_property
    def title(self) -> LocalText:
        return self._text("title")

    @cached_property
    def summary(self) -> LocalText:
        return self._text("summary")

    @cached_property
    def release_title(self) -> LocalText:
        return self._text("release_title")

    @cached_property
    def release_body(self) -> LocalText:
        return self._text("release_body")

    @property
    def release_paragraphs(self) -> list[str]:
        blocks = self.release_body.text.replace("\r\n", "\n").split("\n\n")
        return [block.strip() for block in blocks if block.strip()]

    @cached_property
    def facts(self) -> LocalText:
        return self._text("facts")

    @property
    def fact_lines(self) -> list[str]:
        return [line.strip() for line in self.facts.text.splitlines() if line.strip()]

    @cached_property
    def quotes_text(self) -> LocalText:
        """All quotes as one text, for their language."""
        return self._text("quotes")

    @property
    def quotes(self) -> list[Quote]:
        return quotes_in(self.quotes_text.text)

    @property
    def contact(self) -> str:
        """What stands beside the people named."""
        return self.content.contact

    @property
    def contacts(self) -> Sequence[Contact]:
        return self.content.contacts

    @property
    def version(self) -> int:
        """Number of the version shown; 0 for what was never published."""
        return self.kit.version.number if self.kit.version is not None else 0

    @property
    def changed_at(self) -> datetime:
        """When what is shown was settled. That editors go on working on it moves nothing."""
        version = self.kit.version
        return version.at if version is not None and not self.is_draft else self.kit.updated_at

    @cached_property
    def credit_lines(self) -> list[str]:
        """How the files of the archive are to be credited, each line once."""
        return list(dict.fromkeys(asset.attribution for asset in self.in_archive if asset.attribution))

    @cached_property
    def province_name(self) -> LocalText:
        return read(self.kit.province, "name", self.lang)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """BCP 47 tags of the languages the kit has a title in."""
        return tuple(tag_of(code) for code in self.content.texts["title"])

    @cached_property
    def machine_languages(self) -> tuple[str, ...]:
        """BCP 47 tags of those of them in which some text stands as a machine translated it."""
        made = machine_codes(self.machine)
        return tuple(tag_of(code) for code in self.content.texts["title"] if code in made)

    @property
    def is_machine_made(self) -> bool:
        """Whether anything of it, as this reader gets it, stands as a machine translated it."""
        texts = (self.title, self.summary, self.release_title, self.release_body, self.facts, self.quotes_text)
        return any(text.by_machine for text in texts)

    @property
    def embargoed(self) -> bool:
        return self.sight is Sight.EMBARGOED

    @property
    def is_draft(self) -> bool:
        return self.sight is Sight.DRAFT

    @property
    def has_ended(self) -> bool:
        """Only its own staff get such a view."""
        return self.sight is Sight.ENDED

    @property
    def is_internal(self) -> bool:
        """Nobody but its staff sees it at all."""
        return self.is_draft or self.has_ended

    @property
    def state_name(self) -> str:
        return _("ended") if self.has_ended else str(self.kit.get_state_display())

    @cached_property
    def embargo_local(self) -> datetime | None:
        """The end of the embargo in the zone it was set in."""
        until = self.kit.embargo_until
        return until.astimezone(self.kit.embargo_zone) if until else None

    @cached_property
    def embargo_utc(self) -> datetime | None:
        return self.kit.embargo_until.astimezone(UTC) if self.kit.embargo_until else None

    @property
    def count(self) -> int:
        return len(self.asset_ids)

    @cached_property
    def in_archive(self) -> list[AssetView]:
        """The pictures of the ZIP, in the kit's order."""
        return [asset for asset in self.assets if asset.id in self.passable]

    @property
    def bytes(self) -> int:
        """Size of the pictures in the ZIP."""
        return sum(asset.bytes for asset in self.in_archive)
