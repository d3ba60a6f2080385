from press.models.address import KitAddress
from press.models.application import Application, ApplicationState, ThreadAct, ThreadEntry
from press.models.interests import Interests, Told, When
from press.models.invitation import Invitation
from press.models.kit import Kit, KitAudience, KitGrant, KitItem, KitState
from press.models.ledger import Receipt, Way
from press.models.letter import Letter, LetterKind
from press.models.manifest_key import ManifestKey
from press.models.notice import Answer, Notice, NoticeDelivery, NoticeKind
from press.models.organisation import Member, MemberRole, Organisation, OrganisationKind, OrganisationState
from press.models.terms import TermsAcceptance, TermsVersion
from press.models.token import AccessToken

__all__ = [
    "AccessToken",
    "Answer",
    "Application",
    "ApplicationState",
    "Interests",
    "Invitation",
    "Kit",
    "KitAddress",
    "KitAudience",
    "KitGrant",
    "KitItem",
    "KitState",
    "Letter",
    "LetterKind",
    "ManifestKey",
    "Member",
    "MemberRole",
    "Notice",
    "NoticeDelivery",
    "NoticeKind",
    "Organisation",
    "OrganisationKind",
    "OrganisationState",
    "Receipt",
    "TermsAcceptance",
    "TermsVersion",
    "ThreadAct",
    "ThreadEntry",
    "Told",
    "Way",
    "When",
]
