from promotion.models.base import InProvince, SitePage, WithHero
from promotion.models.brand import BrandPage
from promotion.models.home import HomePage, HomePicture, HomeProvince, HomeStory
from promotion.models.profile import ProvinceIndexPage, ProvincePage
from promotion.models.search_document import SearchDocument
from promotion.models.sectors import SectorIndexPage, SectorPage
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
)

__all__ = [
    "PAGE_TYPES",
    "BrandPage",
    "HomePage",
    "HomePicture",
    "HomeProvince",
    "HomeStory",
    "InProvince",
    "ProvinceIndexPage",
    "ProvincePage",
    "SearchDocument",
    "SectorIndexPage",
    "SectorPage",
    "SitePage",
    "SiteVersion",
    "StoryIndexPage",
    "StoryPage",
    "WithHero",
]
