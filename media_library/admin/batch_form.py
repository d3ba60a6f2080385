"""The form that says what is to happen to each field of many photos."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from locales.registry import LANGUAGES, column, enabled_codes
from media_library.batch.steps import Operation, Step
from media_library.columns import Sort, changed_together
from media_library.columns.reading import field_of
from media_library.models import Consent, Licence, Photo
from media_library.models.asset import TEXT_FIELDS
from provinces.models import Sector

Choices = Sequence[tuple[str, str]]
"""What may be chosen: (text of the column, words)."""

RIGHTS = ("licence", "creator", "credit_line", "shows_people", "consent", "shows_map", "digital_source_type",
          "model_release", "model_release_ids", "property_release", "property_release_ids", "minor_age",
          "expires_at")  # fmt: skip
REST = ("keywords", "sectors", "taken_at", "publish_location")
LONGEST = 4000
OPEN_AT_FIRST = 2
"""Languages whose fields are in sight without a press: Vietnamese and the one that comes next."""


def steps_of(data: QueryDict) -> list[Step]:
    """The steps that the form asks for; a step that can't do anything is left out."""
    steps = []
    for name in changed_together():
        operation = data.get(f"{name}-do", "keep")
        text = ", ".join(data.getlist(name)) if name == "sectors" else data.get(name, "")
        if operation not in Operation.values or operation == Operation.KEEP:
            continue
        if operation != Operation.CLEAR and not text.strip():
            continue
        steps.append(Step(name, Operation(operation), text[:LONGEST]))
    return steps


def undecided(data: QueryDict) -> list[str]:
    """Fields that were filled in but not said to change: nothing typed gets lost unseen."""
    words = _("“%(field)s”: you filled it in. Choose “replace by” or “add at the end”, or empty it again.")
    return [
        words % {"field": each.label}
        for name, each in changed_together().items()
        if data.get(f"{name}-do", Operation.KEEP) == Operation.KEEP and data.get(name, "").strip()
    ]


def typed_in(data: QueryDict) -> dict[str, list[str]]:
    """What was typed and chosen in the form, to be kept with the plan."""
    names = [key for name in changed_together() for key in (name, f"{name}-do")]
    return {name: [value[:LONGEST] for value in data.getlist(name)] for name in names if data.get(name, "")}


def as_data(typed: Mapping[str, Sequence[str]]) -> QueryDict:
    """What `typed_in` kept, for the form again."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, list(values))
    return data


def form_groups(data: QueryDict, consents: Choices) -> list[dict[str, Any]]:
    """The form, in groups: Vietnamese, each other language that is switched on, rights, the rest."""
    codes = ["vi", *(code for code in enabled_codes() if code != "vi")]
    groups = []
    for place, code in enumerate(codes):
        names = [column(name, code) for name in TEXT_FIELDS]
        is_open = place < OPEN_AT_FIRST or any(data.get(name) for name in names)
        tag, words = LANGUAGES[code].tag, LANGUAGES[code].name_native
        groups.append({"words": words, "lang": tag, "open": is_open, "fields": [_field(name, data) for name in names]})
    groups.append({"words": _("Rights"), "open": True, "fields": [_field(name, data, consents) for name in RIGHTS]})
    groups.append({"words": _("Subject and time"), "open": True, "fields": [_field(name, data) for name in REST]})
    return groups


def _field(name: str, data: QueryDict, consents: Choices = ()) -> dict[str, Any]:
    each = changed_together()[name]
    operations = [Operation.KEEP, Operation.REPLACE]
    if each.sort in (Sort.TEXT, Sort.LIST):
        operations += [Operation.APPEND, Operation.REMOVE]
    if each.may_be_empty:
        operations.append(Operation.CLEAR)
    return {
        "name": name,
        "label": each.label,
        "long": name.startswith(("caption", "alt_text")),
        "chosen": data.get(f"{name}-do", "keep"),
        "values": data.getlist(name),
        "value": data.get(name, ""),
        "operations": [(operation.value, operation.label) for operation in operations],
        "choices": consents if name == "consent" else choices_of(name),
        "chosen_from": each.sort in (Sort.RECORD, Sort.CHOICE, Sort.TRUTH),
        "many": name == "sectors",
        "moment": each.sort is Sort.MOMENT,
    }


def choices_of(name: str) -> Choices:
    """What may be chosen in a column, in the active language; nothing where one types."""
    each = changed_together()[name]
    if name == "licence":
        return [(licence.code, str(licence)) for licence in Licence.objects.all()]
    if name == "sectors":
        return [(sector.slug, str(sector)) for sector in Sector.objects.all()]
    if each.sort is Sort.TRUTH:
        return [("yes", _("yes")), ("no", _("no"))]
    if each.sort is Sort.CHOICE:
        return [(value, str(words)) for value, words in field_of(name).choices if value]
    return []


def consents_of(photos: QuerySet[Photo]) -> Choices:
    """Consents to choose from when all photos are of one province."""
    provinces = set(photos.order_by().values_list("province_id", flat=True))
    if len(provinces) != 1:
        return []
    return [(str(consent.pk), str(consent)) for consent in Consent.objects.filter(province__in=provinces)]
