"""Projects that call for investment, as readers see them and look for them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Case, DecimalField, ExpressionWrapper, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from locales.collation import sort_key
from locales.registry import tag_of
from locales.text import LocalText, read
from locales.units import in_myriads, written
from promotion.models.opportunities import Currency, OpportunityPage, OpportunityStatus
from promotion.pager import Pager
from promotion.pictures import desk_of
from promotion.selectors.versions import best_versions
from provinces.models import Province, Sector

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PER_PAGE = 12
SHOWN_BESIDE = 3

DONG_PER_DOLLAR = 26_000
"""Only sorts sizes given in dong into the bands below; readers see each size as it was written, and are told this."""

SIZES: dict[str, tuple[int, int | None, StrOrPromise]] = {
    "to-10": (0, 10, gettext_lazy("under 10 million US dollars")),
    "10-50": (10, 50, gettext_lazy("10 to 50 million US dollars")),
    "50-200": (50, 200, gettext_lazy("50 to 200 million US dollars")),
    "from-200": (200, None, gettext_lazy("200 million US dollars and more")),
}
"""By key: from (million US dollars), to below, in words. A range of sizes is in every band that it touches."""

ORDERS: dict[str, StrOrPromise] = {
    "deadline": gettext_lazy("Next deadline"),
    "size": gettext_lazy("Largest first"),
    "newest": gettext_lazy("Newest first"),
}
DEFAULT_ORDER = "deadline"


@dataclass(frozen=True, slots=True)
class OpportunityQuery:
    """What a reader looks for; an unknown value counts as none."""

    province: Province | None
    sector: Sector | None
    status: str
    size: str
    order: str

    @property
    def is_filtered(self) -> bool:
        return bool(self.province or self.sector or self.status or self.size)


def status_words(page: OpportunityPage) -> str:
    """In the active language; a last day that is over is told before a status that nobody changed."""
    return _("Closed for new offers") if page.is_lapsed else str(OpportunityStatus(page.status).label)


def is_open(page: OpportunityPage) -> bool:
    return page.status == OpportunityStatus.OPEN and not page.is_lapsed


def size_words(page: OpportunityPage) -> str:
    """The investment as the active language writes it; empty where none is named."""
    if page.size_from is None:
        return ""
    dong = page.currency == Currency.VND
    bounds = list(dict.fromkeys(bound for bound in (page.size_from, page.size_to) if bound is not None))
    if all(whole := [in_myriads(Decimal(bound) * (10**9 if dong else 10**6)) for bound in bounds]):
        said = _("%(amount)s dong") if dong else _("%(amount)s US dollars")
        return said % {"amount": "–".join(whole)}
    amount = "–".join(map(written, bounds))
    if dong:
        return _("%(amount)s billion dong") % {"amount": amount}
    return _("%(amount)s million US dollars") % {"amount": amount}


# --- finding ---------------------------------------------------------------------------------------------
def _lapsed() -> Q:
    return Q(status=OpportunityStatus.OPEN, deadline__lt=timezone.localdate())


def opportunities(lang: str) -> QuerySet[OpportunityPage]:
    """All of them, each in the language nearest to the reader's."""
    return best_versions(OpportunityPage.objects.all(), lang).select_related("sector", "province")


def open_opportunities(lang: str, **filters: Any) -> list[OpportunityPage]:
    """The next deadlines among those that take offers, a few. One query."""
    found = opportunities(lang).filter(status=OpportunityStatus.OPEN, **filters).exclude(_lapsed())
    return list(_ordered(found, DEFAULT_ORDER)[:SHOWN_BESIDE])


def _in_dollars(field: str) -> Case:
    """A size in million US dollars, as near as sorting into bands needs it."""
    money = DecimalField(max_digits=20, decimal_places=6)
    thousand, rate = (Value(Decimal(number), output_field=money) for number in (1000, DONG_PER_DOLLAR))
    size = F(field) if field == "size_from" else Coalesce(F("size_to"), F("size_from"))
    # Multiplied first: a rate of its own is never exact, and a size would fall out of the band that it begins.
    in_dong = ExpressionWrapper(size * thousand / rate, output_field=money)
    return Case(When(currency=Currency.VND, then=in_dong), default=size, output_field=money)


def find(query: OpportunityQuery, lang: str) -> QuerySet[OpportunityPage]:
    found = opportunities(lang)
    if query.province:
        found = found.filter(province=query.province)
    if query.sector:
        found = found.filter(sector=query.sector)
    if query.status == OpportunityStatus.CLOSED:
        found = found.filter(Q(status=OpportunityStatus.CLOSED) | _lapsed())
    elif query.status:
        found = found.filter(status=query.status).exclude(_lapsed())
    if query.size:
        low, high, _words = SIZES[query.size]
        found = found.annotate(least=_in_dollars("size_from"), most=_in_dollars("size_to"))
        found = found.filter(size_from__isnull=False, most__gte=low)
        if high is not None:
            found = found.filter(least__lt=high)
    return _ordered(found, query.order)


def _ordered(found: QuerySet[OpportunityPage], order: str) -> QuerySet[OpportunityPage]:
    newest = (F("first_published_at").desc(nulls_last=True), "pk")
    if order == "newest":
        return found.order_by(*newest)
    if order == "size":
        return found.annotate(weight=_in_dollars("size_to")).order_by(F("weight").desc(nulls_last=True), *newest)
    rank = Case(
        When(_lapsed(), then=Value(2)),
        When(status=OpportunityStatus.OPEN, then=Value(0)),
        When(status=OpportunityStatus.TALKS, then=Value(1)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return found.annotate(rank=rank).order_by("rank", F("deadline").asc(nulls_last=True), *newest)


def parse(parameters: QueryDict, provinces: list[Province], sectors: list[Sector]) -> OpportunityQuery:
    def known(name: str, values: Any, default: str = "") -> str:
        value = parameters.get(name, "")
        return value if value in values else default

    return OpportunityQuery(
        province=next((one for one in provinces if one.slug == parameters.get("province")), None),
        sector=next((one for one in sectors if one.slug == parameters.get("sector")), None),
        status=known("status", OpportunityStatus.values),
        size=known("size", SIZES),
        order=known("order", ORDERS, DEFAULT_ORDER),
    )


# --- what the page types show ----------------------------------------------------------------------------
def opportunity_index_listings(request: HttpRequest, lang: str) -> dict[str, Any]:
    """One page of projects; `?province= sector= status= size= order= page=`: nonsense means everything."""
    used = opportunities(lang).order_by().values("province")
    names = {unit: read(unit, "name", lang) for unit in Province.objects.filter(pk__in=used)}
    provinces = sorted(names, key=lambda unit: sort_key(str(names[unit]), lang))
    sectors = list(Sector.objects.all())
    query = parse(request.GET, provinces, sectors)
    found = find(query, lang)
    pager = Pager.over(found.count(), PER_PAGE, request.GET.get("page"))
    tag = tag_of(lang)
    return {
        "query": query,
        "opportunities": list(found[pager.slice(PER_PAGE)]),
        "pager": pager,
        "province_choices": [(unit.slug, names[unit]) for unit in provinces],
        "sector_choices": [(sector.slug, read(sector, "name", lang)) for sector in sectors],
        "status_choices": [(value, LocalText(str(label), tag)) for value, label in OpportunityStatus.choices],
        "size_choices": [(key, LocalText(str(words), tag)) for key, (_low, _high, words) in SIZES.items()],
        "order_choices": list(ORDERS.items()),
        "dong_per_dollar": written(DONG_PER_DOLLAR),
        "robots": "noindex, follow" if query.is_filtered or query.order != DEFAULT_ORDER else "",
    }


def opportunity_listings(page: OpportunityPage, request: HttpRequest, lang: str) -> dict[str, Any]:
    from promotion.selectors.listings import profile_of

    desk_of(request).want([page.brief_id])
    others = open_opportunities(lang, province_id=page.province_id)
    return {
        "profile": profile_of(lang, page.province_id),
        "sector_name": read(page.sector, "name", lang),
        "brief_id": page.brief_id,
        "others": [other for other in others if other.translation_key != page.translation_key],
    }
