"""What editors compose pages from. A block holds text for one language; pictures bring their own words."""

from promotion.blocks.body import BodyBlock
from promotion.blocks.brand import AudienceBlock, ColourBlock, LogoBlock, PillarBlock, RuleBlock, ToneBlock
from promotion.blocks.events import EventBlock
from promotion.blocks.facts import FactBlock, FactsBlock
from promotion.blocks.investment import IncentiveBlock, LegalBasisBlock, SiteBlock
from promotion.blocks.people import ContactBlock
from promotion.blocks.pictures import GalleryBlock, PictureBlock
from promotion.blocks.text import KnownForBlock, ParagraphBlock, QuoteBlock

__all__ = [
    "AudienceBlock",
    "BodyBlock",
    "ColourBlock",
    "ContactBlock",
    "EventBlock",
    "FactBlock",
    "FactsBlock",
    "GalleryBlock",
    "IncentiveBlock",
    "KnownForBlock",
    "LegalBasisBlock",
    "LogoBlock",
    "ParagraphBlock",
    "PictureBlock",
    "PillarBlock",
    "QuoteBlock",
    "RuleBlock",
    "SiteBlock",
    "ToneBlock",
]
