from press.models.address import KitAddress
from press.models.kit import Kit, KitAudience, KitGrant, KitItem, KitState
from press.models.ledger import Receipt, Way
from press.models.manifest_key import ManifestKey
from press.models.notice import Answer, AnswerMeans, Notice, NoticeDelivery, NoticeKind
from press.models.organisation import Member, MemberRole, Organisation, OrganisationState
from press.models.recall import Recall, Reminder, ReminderStep
from press.models.terms import TermsAcceptance, TermsVersion
from press.models.token import AccessToken

__all__ = [
    "AccessToken",
    "Answer",
    "AnswerMeans",
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
    "Recall",
    "Receipt",
    "Reminder",
    "ReminderStep",
    "TermsAcceptance",
    "TermsVersion",
    "Way",
]
