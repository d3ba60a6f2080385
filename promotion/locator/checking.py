"""Before a locator is shown, the province's approver ticks that it follows the official map; who and when is kept."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from promotion.models import LocatorCheck
from provinces.models import Province
from provinces.teams import Role, province_ids_of


def check_of(province: Province) -> LocatorCheck | None:
    """The tick that holds for the province's place today. One query."""
    found = LocatorCheck.objects.select_related("province", "checked_by").filter(province=province).first()
    return found if found is not None and found.holds else None


def may_tick(user: Any, province: Province) -> bool:
    if not user.is_active:
        return False
    return bool(user.is_superuser or province.pk in province_ids_of(user, Role.APPROVER))


def tick(province: Province, *, actor: Any) -> LocatorCheck:
    """Take the tick down. Raises ValidationError where there is no place to compare."""
    province.refresh_from_db(fields=["latitude", "longitude"])
    if province.latitude is None or province.longitude is None:
        raise ValidationError(_("The centre of the province isn't recorded, so there is no map to compare."))
    told = {
        "latitude": province.latitude,
        "longitude": province.longitude,
        "checked_at": timezone.now(),
        "checked_by": actor,
    }
    made, _new = LocatorCheck.objects.update_or_create(province=province, defaults=told)
    log(instance=province, action="promotion.locator_check", user=actor)
    return made
