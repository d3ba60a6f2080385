"""The page types whose languages are followed: a new one is a line here."""

from __future__ import annotations

from typing import Any

from locales.text_status.kinds import Kind, register
from locales.text_status.page_store import Pages
from locales.text_status.work_links import page_edit_url
from promotion.models import (
    BrandPage,
    CampaignPage,
    HomePage,
    OpportunityIndexPage,
    OpportunityPage,
    ProvinceIndexPage,
    ProvincePage,
    SectorIndexPage,
    SectorPage,
    StoryIndexPage,
    StoryPage,
)
from provinces.teams import Role
from provinces.text_scope import by_role

PAGE_KINDS: tuple[tuple[str, Any, bool], ...] = (
    ("home-page", HomePage, True),
    ("province-index-page", ProvinceIndexPage, True),
    ("sector-index-page", SectorIndexPage, True),
    ("story-index-page", StoryIndexPage, True),
    ("province-page", ProvincePage, False),
    ("sector-page", SectorPage, False),
    ("brand-page", BrandPage, False),
    ("story-page", StoryPage, False),
    ("opportunity-index-page", OpportunityIndexPage, False),
    ("opportunity-page", OpportunityPage, False),
    ("campaign-page", CampaignPage, False),
)
"""Slug, page type, whether a language isn't offered before it has them all."""

_WRITERS = (Role.EDITOR, Role.TRANSLATOR, Role.APPROVER)


def register_kinds() -> None:
    scope = by_role(view=_WRITERS, edit=_WRITERS, approve=(Role.APPROVER,))
    for slug, model, essential in PAGE_KINDS:
        register(
            Kind(
                slug=slug,
                label=model._meta.verbose_name_plural,
                model=model,
                store=Pages(),
                shape="page",
                scope=scope,
                province_of=lambda page: page.get_owner_province_id(),
                owner_of=lambda page: page.owner_id,
                edit_url=page_edit_url,
                essential=essential,
            )
        )
