"""The demo's pages: written by editors, decided by approvers, each language on its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page

from cms.demo import blocks
from cms.demo.papers import file_id
from cms.demo.people import Team
from cms.demo.source import Entry, languages_of, optional, shared, stable_id
from locales.registry import WORKING
from media_library.models import Asset, Document
from promotion.models import BrandPage, CampaignPage, HomePage, OpportunityPage, ProvincePage, SectorPage, StoryPage
from provinces.models import ContentElement, Sector


def names_for(photos: dict[str, int]) -> blocks.Names:
    elements = dict(ContentElement.objects.values_list("name_en", "pk"))
    keys = {file_id(entry["key"]): entry["key"] for entry in shared()["files"]}
    files = {keys[uuid]: pk for uuid, pk in Asset.objects.filter(uuid__in=keys).values_list("uuid", "pk")}
    return blocks.Names(photos, elements, files, _story)


def _story(key: str) -> int:
    """The story in the working language: readers are given it in theirs."""
    pages = StoryPage.objects.filter(locale__language_code=WORKING)
    return int(pages.get(translation_key=stable_id("story", key)).pk)


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
        for story in self.entry.get("stories", []):
            made += self._made(code, story, lambda told: self._story(profile, told, code))
        for sector in self.entry.get("sectors", []):  # after the stories of those who have succeeded there
            made += self._made(code, sector, lambda told: self._sector(profile, told, code))
        if "brand" in self.entry:  # after the stories that prove its pillars
            made += self._made(code, self.entry["brand"], lambda told: self._brand(profile, told, code))
        for project in self.entry.get("opportunities", []):
            made += self._made(code, project, lambda told: self._opportunity(profile, told, code))
        for campaign in self.entry.get("campaigns", []):
            made += self._made(code, campaign, lambda told: self._campaign(profile, told, code))
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
            infrastructure=blocks.stream("infrastructure", told.get("infrastructure", []), code, self.names),
            labour=blocks.mixed(told.get("labour", []), code, self.names),
            incentives=blocks.stream("incentive", told.get("incentives", []), code, self.names),
            successes=blocks.stream("success", told.get("successes", []), code, self.names),
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
        streams = {"pillars": "pillar", "markets": "market", "audiences": "audience", "tone": "tone",
                   "palette": "colour", "logos": "logo", "typefaces": "type", "templates": "template",
                   "rules": "rule", "pairs": "pair", "cobranding": "cobranding"}  # fmt: skip
        page = BrandPage(
            promise=told["promise"][code],
            positioning=blocks.rich(told["positioning"][code]),
            **{field: blocks.stream(name, told.get(field, []), code, self.names) for field, name in streams.items()},
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
        self._publish(parent, page, elements=[self.names.elements[name] for name in told.get("elements", [])])
        return True

    def _opportunity(self, parent: Page, told: Entry, code: str) -> bool:
        key = ("opportunity", told["key"])
        if _existing(OpportunityPage, code, key) is not None:
            return False
        page = OpportunityPage(
            sector=Sector.objects.get(slug=told["sector"]),
            status=told["status"],
            size_from=_decimal(told, "size_from"),
            size_to=_decimal(told, "size_to"),
            currency=told["currency"],
            investment_form=told["investment_form"],
            land_ha=_decimal(told, "land_ha"),
            deadline=_day(told["deadline_in"]) if "deadline_in" in told else None,
            brief=Document.objects.get(uuid=file_id(told["brief"])) if "brief" in told else None,
            is_illustrative=True,
            lead=told["lead"][code],
            place=told["place"][code],
            project=blocks.rich(told["project"][code]),
            offer=blocks.rich(told["offer"][code]),
            legal_basis=blocks.stream("basis", told.get("legal_basis", []), code, self.names),
            contacts=blocks.stream("contact", self.entry["contacts"][:1], code, self.names),
            **self._frame(told, code, key),
        )
        self._publish(parent, page)
        return True

    def _campaign(self, parent: Page, told: Entry, code: str) -> bool:
        key = ("campaign", told["key"])
        if _existing(CampaignPage, code, key) is not None:
            return False
        first, last = _day(told["first_day_in"]), _day(told["last_day_in"])
        events = [
            {name: value for name, value in event.items() if name != "in_days"} | {"day": str(_day(event["in_days"]))}
            for event in told["events"]
        ]
        page = CampaignPage(
            first_day=first,
            last_day=last,
            shows_from=_midnight(first - timedelta(days=3)),
            shows_until=_midnight(last + timedelta(days=1)),
            partner_country=told["country"],
            kit=told.get("kit", ""),
            lead=told["lead"][code],
            events=blocks.stream("event", events, code, self.names),
            body=blocks.body(told.get("body", []), code, self.names),
            pictures=blocks.photo_stream(told.get("pictures", []), self.names),
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
    def _publish(self, parent: Page, page: Page, *, elements: Sequence[int] = ()) -> Page:
        """Written, submitted and approved, as it goes from day to day; wholly or not at all."""
        parent.refresh_from_db()
        page.live = False
        parent.add_child(instance=page)
        if elements:  # only a page that is there can have them
            page.elements.set(ContentElement.objects.filter(pk__in=elements))
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


def _decimal(told: Entry, name: str) -> Decimal | None:
    return Decimal(told[name]) if name in told else None


def _day(ahead: int) -> date:
    return timezone.localdate() + timedelta(days=ahead)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
