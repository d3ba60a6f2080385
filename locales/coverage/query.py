"""The rows of the grid, as values: what is asked, which items answer, and their cells. Four queries for any page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page as PageOfRows
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from locales.registry import LANGUAGES, WORKING, enabled_codes
from locales.text_status.kinds import all_kinds
from locales.text_status.kinds import kind as kind_by_slug
from locales.text_status.models import TextItem, TextState, TextStatus
from locales.text_status.scope import Action, Scope
from locales.text_status.work_links import work_url

ROWS = 50
_LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True)
class Asked:
    """What the grid is asked; what isn't understood is left out."""

    kind: str = ""
    province: int | None = None
    owner: int | None = None
    language: str = ""
    state: str = ""
    words: str = ""
    codes: tuple[str, ...] = field(default=(WORKING,))


def asked(data: QueryDict) -> Asked:
    state = data.get("state", "")
    language = data.get("language", "")
    return Asked(
        kind=slug if kind_by_slug(slug := data.get("kind", "")) else "",
        province=_number(data.get("province", "")),
        owner=_number(data.get("owner", "")),
        language=language if language in LANGUAGES else "",
        state=state if state in TextState.values else "",
        words=data.get("q", "").strip()[:100],
        codes=offered_codes(),
    )


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= _LONGEST_NUMBER else None


def offered_codes() -> tuple[str, ...]:
    """The columns: languages that editors work in, offered to readers already or not yet."""
    from locales.selectors import editable_locale_codes

    working_in = editable_locale_codes() | set(enabled_codes())
    return tuple(code for code in LANGUAGES if code in working_in)


def visible(user: Any, action: Action = "view") -> QuerySet[TextItem]:
    """The items that a user may see (or edit, or approve). Kinds with the same scope share a condition."""
    by_scope: dict[Scope, list[str]] = {}
    for kind in all_kinds():
        scope = kind.scope(user, action)
        if scope:
            by_scope.setdefault(scope, []).append(kind.slug)
    wanted = Q(pk__in=[])
    for scope, slugs in by_scope.items():
        wanted |= Q(kind__in=slugs) & scope.condition()
    return TextItem.objects.filter(wanted)


def found(items: QuerySet[TextItem], ask: Asked) -> QuerySet[TextItem]:
    """The items among them that answer; newest change first."""
    if ask.kind:
        items = items.filter(kind=ask.kind)
    if ask.province is not None:
        items = items.filter(province_id=ask.province)
    if ask.owner is not None:
        items = items.filter(owner=ask.owner)
    if ask.words:
        items = items.filter(title__icontains=ask.words)
    if ask.state:
        items = items.filter(_in_state(ask))
    return items.order_by("-changed_at", "-id")


def _in_state(ask: Asked) -> Q:
    """In the language asked for, or in any of the grid's."""
    codes = (ask.language,) if ask.language else ask.codes
    rows = TextStatus.objects.filter(item=OuterRef("pk"))
    if ask.state != TextState.MISSING:
        return Q(Exists(rows.filter(language__in=codes, state=ask.state)))
    missing: Any = Q()
    for code in codes:
        missing |= ~Exists(rows.filter(language=code))
    return missing


@dataclass(frozen=True, slots=True)
class Cell:
    """One text in one language, as the grid shows it."""

    code: str
    state: TextState
    gaps: int
    is_shown: bool
    """Readers get it, perhaps as it was before."""
    returned: bool
    by_machine: bool
    url: str | None
    review_url: str | None

    @property
    def language(self) -> str:
        return LANGUAGES[self.code].name_native

    @property
    def sign(self) -> str:
        return SIGNS[self.state]


SIGNS = {
    TextState.MISSING: "–",
    TextState.MACHINE: "⚙",
    TextState.DRAFT: "✎",
    TextState.REVIEW: "⧗",
    TextState.APPROVED: "✓",
    TextState.OUTDATED: "↻",
}
"""A sign beside each word, so that no state is told by colour alone."""


@dataclass(frozen=True, slots=True)
class Row:
    item: TextItem
    kind: str
    province: str
    cells: tuple[Cell, ...]


def page_of(items: QuerySet[TextItem], number: Any) -> PageOfRows[TextItem]:
    """Counted and fetched: two queries."""
    return Paginator(items.select_related("owner"), ROWS).get_page(number)


def rows_for(items: Iterable[TextItem], codes: Iterable[str], user: Any, provinces: dict[int, str]) -> list[Row]:
    """Items with their cells. One query."""
    listed = list(items)
    with_cells(listed)
    return [
        Row(
            item,
            str(kind.label) if (kind := kind_by_slug(item.kind)) else item.kind,
            provinces.get(item.province_id or 0, ""),
            tuple(cell_of(item, code, user) for code in codes),
        )
        for item in listed
    ]


def with_cells(items: list[TextItem]) -> None:
    """Give each item its states by language as `cells`. One query."""
    by_item: dict[int, dict[str, TextStatus]] = {item.pk: {} for item in items}
    light = TextStatus.objects.filter(item__in=by_item).defer("approved_texts", "source_texts", "draft")
    for row in light:
        by_item[row.item_id or 0][row.language] = row
    for item in items:
        item.cells = by_item[item.pk]


def cell_of(item: TextItem, code: str, user: Any) -> Cell:
    """Leads to the text's form; where it waits for this user's decision, to the decision."""
    from django.urls import reverse

    row = item.cells.get(code)
    kind = kind_by_slug(item.kind)
    state = TextState(row.state) if row else TextState.MISSING
    review = reverse("locales_text", args=[item.pk, code]) if row else None
    decides = kind is not None and kind.scope(user, "approve").covers(item.province_id)
    waits = decides and state in (TextState.REVIEW, TextState.MACHINE)
    return Cell(
        code=code,
        state=state,
        gaps=row.gaps if row else 0,
        is_shown=row.is_shown if row else False,
        returned=bool(row and row.returned_at and state == TextState.DRAFT),
        by_machine=bool(row and row.is_by_machine),
        url=review if waits else work_url(item, code, user) or review,
        review_url=review,
    )
