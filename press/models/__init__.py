from press.models.address import KitAddress
from press.models.followed_search import FollowedSearch
from press.models.kit import Kit, KitAudience, KitGrant, KitItem, KitState
from press.models.ledger import Receipt, Way
from press.models.manifest_key import ManifestKey
from press.models.notice import Answer, Notice, NoticeDelivery, NoticeKind
from press.models.organisation import Member, MemberRole, Organisation, OrganisationState
from press.models.share_link import ShareDownload, ShareLink, ShareLinkState
from press.models.terms import TermsAcceptance, TermsVersion
from press.models.token import AccessToken

__all__ = [
    "AccessToken",
    "Answer",
    "FollowedSearch",
    "Kit",
    "KitAddress",
    "KitAudience",
    "KitGrant",
    "KitItem",
    "KitState",
    "ManifestKey",
    "Member",
    "MemberRole",
    "Notice",
    "NoticeDelivery",
    "NoticeKind",
    "Organisation",
    "OrganisationState",
    "Receipt",
    "ShareDownload",
    "ShareLink",
    "ShareLinkState",
    "TermsAcceptance",
    "TermsVersion",
    "Way",
]
