"""What happens when and where: the hour is that of the place, with its time zone."""

from __future__ import annotations

from datetime import datetime, time
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, DateBlock, StructBlock, TimeBlock, URLBlock

VIETNAM = "Asia/Ho_Chi_Minh"


@cache
def zones() -> list[tuple[str, str]]:
    """For a form: (name of the IANA database, the same to read)."""
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name]


def offset_words(moment: datetime) -> str:
    """`UTC+7`, `UTC+5:30`, `UTC−3`: how far the clocks of the place are from universal time on that day."""
    offset = moment.utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset is not None else 0
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"


class EventBlock(StructBlock):
    what = CharBlock(label=_("What happens"), max_length=200)
    day = DateBlock(label=_("Day"))
    hour = TimeBlock(label=_("Hour"), required=False, help_text=_("By the clocks of the place."))
    zone = ChoiceBlock(label=_("Time zone"), choices=zones, default=VIETNAM)
    place = CharBlock(label=_("Where"), max_length=200, required=False)
    url = URLBlock(label=_("Address on the web"), required=False)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        moment = moment_of(value)
        if value.get("hour"):
            return context | {"machine": moment.isoformat(timespec="minutes"), "offset": offset_words(moment)}
        return context | {"machine": value["day"].isoformat(), "offset": ""}

    class Meta:
        icon = "date"
        label = _("Event")
        template = "promotion/blocks/event.html"


def moment_of(value: Any) -> datetime:
    """When an event begins, in the time of its place; midnight where no hour is given."""
    zone = value.get("zone") or VIETNAM
    return datetime.combine(value["day"], value.get("hour") or time(), tzinfo=ZoneInfo(zone))
