"""Reference data: units with their history, sectors, the content framework, figures; teams and approval."""

from provinces.figures.states import BatchState
from provinces.models.approval import ProvinceApprovalTask, ProvinceTaskState
from provinces.models.content import ContentDimension, ContentElement, ContentGroup, Sector
from provinces.models.figure_batches import FigureBatch, FigureChange
from provinces.models.figures import Indicator, Observation
from provinces.models.gateways import Gateway, GatewayKind
from provinces.models.teams import ProvinceTeam, Role
from provinces.models.units import Kind, Province, ProvinceKind, Succession

__all__ = [
    "BatchState",
    "ContentDimension",
    "ContentElement",
    "ContentGroup",
    "FigureBatch",
    "FigureChange",
    "Gateway",
    "GatewayKind",
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
