"""A press kit as one reader sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from uuid import UUID

from locales.machine.selectors import machine_codes
from locales.registry import tag_of
from locales.text import LocalText, pick, read, texts_of
from media_library.asset_view import AssetView
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
        return pick(texts_of(self.kit, name), self.lang, self.machine.get(name, ()))

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
    def province_name(self) -> LocalText:
        return read(self.kit.province, "name", self.lang)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """BCP 47 tags of the languages the kit has a title in."""
        return tuple(tag_of(code) for code in texts_of(self.kit, "title"))

    @cached_property
    def machine_languages(self) -> tuple[str, ...]:
        """BCP 47 tags of those of them in which some text stands as a machine translated it."""
        made = machine_codes(self.machine)
        return tuple(tag_of(code) for code in texts_of(self.kit, "title") if code in made)

    @property
    def is_machine_made(self) -> bool:
        """Whether anything of it, as this reader gets it, stands as a machine translated it."""
        texts = (self.title, self.summary, self.release_title, self.release_body, self.facts)
        return any(text.by_machine for text in texts)

    @property
    def embargoed(self) -> bool:
        return self.sight is Sight.EMBARGOED

    @property
    def is_draft(self) -> bool:
        return self.sight is Sight.DRAFT

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
