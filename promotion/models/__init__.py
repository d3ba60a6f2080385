from promotion.models.base import InProvince, SitePage, WithHero
from promotion.models.brand import BrandPage
from promotion.models.campaigns import CampaignPage
from promotion.models.contact import ContactMessage, ContactStatus, ContactTopic
from promotion.models.home import HomePage, HomePicture, HomeProvince, HomeStory
from promotion.models.locator_check import LocatorCheck
from promotion.models.newsletter import (
    IssueDelivery,
    IssueStory,
    NewsletterIssue,
    Subscriber,
    SubscriptionRequest,
)
from promotion.models.opportunities import OpportunityIndexPage, OpportunityPage, OpportunityStatus
from promotion.models.profile import ProvinceIndexPage, ProvincePage
from promotion.models.search_document import SearchDocument
from promotion.models.sectors import SectorIndexPage, SectorPage
from promotion.models.shared_facts import SharedFacts
from promotion.models.site_version import SiteVersion
from promotion.models.stories import StoryIndexPage, StoryPage

PAGE_TYPES: tuple[type[SitePage], ...] = (
    HomePage,
    ProvinceIndexPage,
    ProvincePage,
    SectorIndexPage,
    SectorPage,
    BrandPage,
    StoryIndexPage,
    StoryPage,
    OpportunityIndexPage,
    OpportunityPage,
    CampaignPage,
)

__all__ = [
    "PAGE_TYPES",
    "BrandPage",
    "CampaignPage",
    "ContactMessage",
    "ContactStatus",
    "ContactTopic",
    "HomePage",
    "HomePicture",
    "HomeProvince",
    "HomeStory",
    "InProvince",
    "IssueDelivery",
    "IssueStory",
    "LocatorCheck",
    "NewsletterIssue",
    "OpportunityIndexPage",
    "OpportunityPage",
    "OpportunityStatus",
    "ProvinceIndexPage",
    "ProvincePage",
    "SearchDocument",
    "SectorIndexPage",
    "SectorPage",
    "SharedFacts",
    "SitePage",
    "SiteVersion",
    "StoryIndexPage",
    "StoryPage",
    "Subscriber",
    "SubscriptionRequest",
    "WithHero",
]
