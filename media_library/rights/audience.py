"""Who is asking, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AudienceKind(StrEnum):
    PUBLIC = "public"
    PARTNER = "partner"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Audience:
    """Who asks. `country` is ISO 3166-1 alpha-2; `province_ids` are those whose library a member of staff works in."""

    kind: AudienceKind = AudienceKind.PUBLIC
    organisation_id: int | None = None
    country: str = ""
    terms_accepted: bool = False
    province_ids: frozenset[int] = frozenset()
    all_provinces: bool = False
    pass_id: int | None = None
    """The pass on which a partner asks, such as a share link: it gets the pass's own grants, not its organisation's."""

    @classmethod
    def partner(
        cls, organisation_id: int, country: str, *, terms_accepted: bool, pass_id: int | None = None
    ) -> Audience:
        return cls(AudienceKind.PARTNER, organisation_id, country.upper(), terms_accepted, pass_id=pass_id)

    @classmethod
    def staff(cls, province_ids: frozenset[int], *, all_provinces: bool = False) -> Audience:
        return cls(AudienceKind.STAFF, province_ids=province_ids, all_provinces=all_provinces)

    def works_in(self, province_id: int) -> bool:
        """Whether the asker is staff of the province that owns the asset."""
        return self.kind is AudienceKind.STAFF and (self.all_provinces or province_id in self.province_ids)


PUBLIC = Audience()
