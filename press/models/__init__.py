from press.models.address import KitAddress
from press.models.kit import Kit, KitAudience, KitContact, KitGrant, KitItem, KitState
from press.models.ledger import Receipt, Way
from press.models.manifest_key import ManifestKey
from press.models.notice import Answer, Notice, NoticeDelivery, NoticeKind
from press.models.organisation import Member, MemberRole, Organisation, OrganisationState
from press.models.terms import TermsAcceptance, TermsVersion
from press.models.token import AccessToken
from press.models.version import KitVersion, PreparedCopy, PublishedItem

__all__ = [
    "AccessToken",
    "Answer",
    "Kit",
    "KitAddress",
    "KitAudience",
    "KitContact",
    "KitGrant",
    "KitItem",
    "KitState",
    "KitVersion",
    "ManifestKey",
    "Member",
    "MemberRole",
    "Notice",
    "NoticeDelivery",
    "NoticeKind",
    "Organisation",
    "OrganisationState",
    "PreparedCopy",
    "PublishedItem",
    "Receipt",
    "TermsAcceptance",
    "TermsVersion",
    "Way",
]
