"""What the translator's desk is told of provinces: areas of work, and the names that are settled as terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from locales.exchange.kinds import Named, register_areas
from locales.machine.policy import register_policy
from locales.registry import LANGUAGES, WORKING, column
from provinces.models import Province
from provinces.selectors import listed_provinces
from provinces.teams import Role, province_ids_of, register_role_permissions

GLOSSARY_READING = ("locales.view_term",)
GLOSSARY_WRITING = ("locales.add_term", "locales.change_term", "locales.delete_term")
"""The glossary is one for all provinces. Approvers settle what a thing is called; everybody reads it."""

GetModel = Callable[[str, str], Any]
"""(app label, model name) → its class, live or of a migration."""


def areas(user: Any) -> Iterable[Named]:
    """The provinces in force in which a user works; all of them for superusers."""
    mine = province_ids_of(user)
    for province in listed_provinces():
        if user.is_superuser or province.pk in mine:
            yield Named(str(province.pk), str(getattr(province, column("name", WORKING)) or province))


def forbids_machine_translation(area: int) -> bool:
    """What the province has decided about translation machines."""
    return Province.objects.filter(pk=area, forbids_machine_translation=True).exists()


def register() -> None:
    register_areas(areas)
    register_policy(forbids_machine_translation)
    for role in (Role.EDITOR, Role.TRANSLATOR, Role.PRESS_OFFICER):
        register_role_permissions(role, GLOSSARY_READING)
    register_role_permissions(Role.APPROVER, (*GLOSSARY_READING, *GLOSSARY_WRITING))


def seed_glossary(get_model: GetModel) -> int:
    """Terms from the names of provinces, old and new, and of key sectors; returns how many terms are new.

    Adds what is missing and changes nothing that is there, so running it again is harmless. Works on the live
    models and on those of migrations.
    """
    names = [("place", record) for record in get_model("provinces", "Province").objects.order_by("-valid_from", "pk")]
    names += [("sector", record) for record in get_model("provinces", "Sector").objects.order_by("order", "pk")]
    term_model, equivalent_model = get_model("locales", "Term"), get_model("locales", "Equivalent")
    terms = {term.text: term for term in term_model.objects.filter(language=WORKING)}
    known = set(equivalent_model.objects.values_list("term__text", "language", "text"))
    added = 0
    for kind, record in names:
        text = getattr(record, column("name", WORKING)) or ""
        if not text:
            continue
        if text not in terms:
            terms[text] = term_model.objects.create(language=WORKING, text=text, kind=kind)
            added += 1
        for code in LANGUAGES:
            equivalent = getattr(record, column("name", code), "") or ""
            if code != WORKING and equivalent and (text, code, equivalent) not in known:
                known.add((text, code, equivalent))
                equivalent_model.objects.create(term=terms[text], language=code, text=equivalent, use="approved")
    return added
