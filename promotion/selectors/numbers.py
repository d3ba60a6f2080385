"""Numbers as readers see them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils import numberformat
from django.utils.formats import get_format


def written(value: Decimal | int | float, decimals: int | None = None) -> str:
    """A number with the active language's separators, in groups of three; without `decimals`, as many as it has.

    Django's own Vietnamese and Lao formats don't group, which makes large figures hard to read.
    """
    number = Decimal(str(value))
    if decimals is None:
        decimals = max(0, -int(number.normalize().as_tuple().exponent))
    return numberformat.format(
        # Rounded here, because Django cuts off what is beyond the decimals.
        number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP),
        get_format("DECIMAL_SEPARATOR", use_l10n=True),
        decimals,
        grouping=3,
        thousand_sep=get_format("THOUSAND_SEPARATOR", use_l10n=True),
        force_grouping=True,
        use_l10n=True,
    )
