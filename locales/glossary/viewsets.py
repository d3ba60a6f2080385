"""The glossary in the admin."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from locales.glossary.models import Term, Use


def _equivalents(term: Term) -> str:
    """What it is called, in one line; the first approved of each language."""
    found: dict[str, str] = {}
    for equivalent in term.equivalents.all():
        if equivalent.use == Use.APPROVED:
            found.setdefault(equivalent.language, equivalent.text)
    return ", ".join(f"{text} ({language})" for language, text in found.items())


class GlossaryViewSet(SnippetViewSet):
    model = Term
    icon = "list-ul"
    menu_label = _("Glossary")
    menu_name = "glossary"
    menu_order = 40
    menu_hook = "register_languages_menu_item"
    url_prefix = "glossary"
    url_namespace = "glossary"
    list_display = ["text", "kind", Column("equivalents", label=_("Equivalents"), accessor=_equivalents), "updated_at"]
    list_filter = ["kind", "language"]
    search_fields = ["text", "note", "equivalents__text"]
    search_backend_name = None
    ordering = ["text"]
    list_per_page = 50
    copy_view_enabled = False
    panels = [
        FieldRowPanel([FieldPanel("text"), FieldPanel("language")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("note")]),
        MultiFieldPanel(
            [
                InlinePanel(
                    "equivalents",
                    label=_("Equivalent"),
                    panels=[FieldRowPanel([FieldPanel("language"), FieldPanel("text"), FieldPanel("use")])],
                )
            ],
            heading=_("Equivalents"),
            help_text=_(
                "Several may be approved in a language: any of them is right. Name wrong ones as not to be used."
            ),
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Term]:
        return Term.objects.prefetch_related("equivalents")
