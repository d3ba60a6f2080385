"""Reference data: units with their history, sectors, the content framework, figures; teams and approval."""

from provinces.models.approval import ProvinceApprovalTask, ProvinceTaskState
from provinces.models.content import ContentDimension, ContentElement, ContentGroup, Sector
from provinces.models.figures import Indicator, Observation
from provinces.models.teams import ProvinceTeam, Role
from provinces.models.units import Kind, Province, ProvinceKind, Succession

__all__ = [
    "ContentDimension",
    "ContentElement",
    "ContentGroup",
    "Indicator",
    "Kind",
    "Observation",
    "Province",
    "ProvinceApprovalTask",
    "ProvinceKind",
    "ProvinceTaskState",
    "ProvinceTeam",
    "Role",
    "Sector",
    "Succession",
]
