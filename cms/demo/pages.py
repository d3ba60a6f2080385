"""The demo's pages: written by editors, decided by approvers, each language on its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page

from cms.demo import blocks
from cms.demo.people import Team
from cms.demo.source import Entry, languages_of, optional, stable_id
from promotion.models import BrandPage, HomePage, ProvincePage, SectorPage, StoryPage
from provinces.models import ContentElement, Sector


def names_for(photos: dict[str, int]) -> blocks.Names:
    elements = dict(ContentElement.objects.values_list("name_en", "pk"))
    return blocks.Names(photos, elements)


@dataclass(frozen=True, slots=True)
class Desk:
    """One province's pages in the making; `homes` is {language code: home page}."""

    entry: Entry
    team: Team
    homes: dict[str, HomePage]
    names: blocks.Names

    def build(self) -> int:
        """Make whatever is missing; returns how many pages were made."""
        made = 0
        for code in languages_of(self.entry["profile"]):
            if code in self.homes:
                made += self._in_language(code)
        return made

    def _in_language(self, code: str) -> int:
        profile, new = self._profile(code)
        made = int(new)
        for sector in self.entry.get("sectors", []):
            made += self._made(code, sector, lambda told: self._sector(profile, told, code))
        if "brand" in self.entry:
            made += self._made(code, self.entry["brand"], lambda told: self._brand(profile, told, code))
        for story in self.entry.get("stories", []):
            made += self._made(code, story, lambda told: self._story(profile, told, code))
        return made

    def _made(self, code: str, entry: Entry, make: Any) -> int:
        return int(make(entry)) if code in entry["title"] else 0

    # --- page types ----------------------------------------------------------------------------------
    def _profile(self, code: str) -> tuple[Page, bool]:
        told = self.entry["profile"]
        key = ("profile", self.entry["name"])
        existing = _existing(ProvincePage, code, key)
        if existing is not None:
            return existing, False
        page = ProvincePage(
            province=self.team.province,
            tagline=told["tagline"][code],
            introduction=blocks.rich(told["introduction"][code]),
            known_for=blocks.stream("known_for", told["known_for"], code, self.names),
            body=blocks.body(told["body"], code, self.names),
            contacts=blocks.stream("contact", self.entry["contacts"], code, self.names),
            **self._frame(told, code, key),
        )
        return self._publish(Page.objects.get(pk=self.homes[code].pk), page), True

    def _sector(self, parent: Page, told: Entry, code: str) -> bool:
        key = ("sector", self.entry["name"], told["sector"])
        if _existing(SectorPage, code, key) is not None:
            return False
        page = SectorPage(
            sector=Sector.objects.get(slug=told["sector"]),
            lead=told["lead"][code],
            why_here=blocks.rich(told["why_here"][code]),
            facts=blocks.stream("fact", told.get("facts", []), code, self.names),
            sites=blocks.stream("site", told.get("sites", []), code, self.names),
            body=blocks.body(told.get("body", []), code, self.names),
            pictures=blocks.photo_stream(told.get("pictures", []), self.names),
            contacts=blocks.stream("contact", self.entry["contacts"], code, self.names),
            **self._frame(told, code, key),
        )
        self._publish(parent, page)
        return True

    def _brand(self, parent: Page, told: Entry, code: str) -> bool:
        key = ("brand", self.entry["name"])
        if _existing(BrandPage, code, key) is not None:
            return False
        streams = {"pillars": "pillar", "audiences": "audience", "tone": "tone", "palette": "colour",
                   "logos": "logo", "rules": "rule"}  # fmt: skip
        page = BrandPage(
            promise=told["promise"][code],
            positioning=blocks.rich(told["positioning"][code]),
            **{field: blocks.stream(name, told[field], code, self.names) for field, name in streams.items()},
            **self._frame(told, code, key),
        )
        self._publish(parent, page)
        return True

    def _story(self, parent: Page, told: Entry, code: str) -> bool:
        key = ("story", told["key"])
        if _existing(StoryPage, code, key) is not None:
            return False
        page = StoryPage(
            date=timezone.localdate() - timedelta(days=told["days_ago"]),
            author=told["author"],
            lead=told["lead"][code],
            body=blocks.body(told["body"], code, self.names),
            **self._frame(told, code, key),
        )
        self._publish(parent, page)
        return True

    def _frame(self, told: Entry, code: str, key: tuple[str, ...]) -> dict[str, Any]:
        """What every page has: title, address, opening picture, language, and whose version of what it is."""
        slug = told["slug"]
        return {
            "title": told["title"][code],
            "slug": slug.get(code, slug["en"]),
            "hero_id": self.names.photo(told["hero"]),
            "search_description": optional(told, "search_description", code),
            "locale": Locale.objects.get(language_code=code),
            "translation_key": stable_id(*key),
            "owner": self.team.editor,
        }

    @transaction.atomic
    def _publish(self, parent: Page, page: Page) -> Page:
        """Written, submitted and approved, as it goes from day to day; wholly or not at all."""
        parent.refresh_from_db()
        page.live = False
        parent.add_child(instance=page)
        page.save_revision(user=self.team.editor, log_action=True)
        state = page.get_workflow().start(page, self.team.editor)
        state.current_task_state.specific.approve(user=self._approver())
        return Page.objects.get(pk=page.pk)

    def _approver(self) -> Any:
        """Fresh from the database: a user object keeps the page permissions that it had at the first question."""
        return get_user_model().objects.get(pk=self.team.approver.pk)


def _existing(model: type[Page], code: str, key: tuple[str, ...]) -> Page | None:
    found = model.objects.filter(locale__language_code=code, translation_key=stable_id(*key)).first()
    return Page.objects.get(pk=found.pk) if found else None
