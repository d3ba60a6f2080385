"""What editors compose pages from. A block holds text for one language; pictures bring their own words."""

from promotion.blocks.body import BodyBlock
from promotion.blocks.brand import AudienceBlock, PillarBlock, ToneBlock
from promotion.blocks.events import EventBlock
from promotion.blocks.facts import FactBlock, FactsBlock
from promotion.blocks.identity import (
    CoBrandingBlock,
    ColourBlock,
    LogoBlock,
    PairBlock,
    RuleBlock,
    TemplateBlock,
    TypeBlock,
)
from promotion.blocks.investment import IncentiveBlock, LegalBasisBlock, SiteBlock
from promotion.blocks.markets import MarketBlock
from promotion.blocks.people import ContactBlock
from promotion.blocks.pictures import GalleryBlock, PictureBlock
from promotion.blocks.sector import InfrastructureBlock, SuccessBlock, TrainingBlock
from promotion.blocks.text import KnownForBlock, ParagraphBlock, QuoteBlock

__all__ = [
    "AudienceBlock",
    "BodyBlock",
    "CoBrandingBlock",
    "ColourBlock",
    "ContactBlock",
    "EventBlock",
    "FactBlock",
    "FactsBlock",
    "GalleryBlock",
    "IncentiveBlock",
    "InfrastructureBlock",
    "KnownForBlock",
    "LegalBasisBlock",
    "LogoBlock",
    "MarketBlock",
    "PairBlock",
    "ParagraphBlock",
    "PictureBlock",
    "PillarBlock",
    "QuoteBlock",
    "RuleBlock",
    "SiteBlock",
    "SuccessBlock",
    "TemplateBlock",
    "ToneBlock",
    "TrainingBlock",
    "TypeBlock",
]
