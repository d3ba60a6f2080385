"""Licences in the admin, told in plain words beside the form."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, Panel, TabbedInterface
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import SnippetViewSet

from locales.breadcrumbs import SpokenBreadcrumbs
from locales.panels import translated_panels
from media_library.admin.licence_form import LicenceForm
from media_library.licences.words import terms_of, words_of
from media_library.models import Licence, Photo


class WordsPanel(Panel):
    """What readers will be told. With a script it follows the form; without, it shows what is saved."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "media_library/licences/panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"words": words_of(terms_of(self.instance))}


class LicenceViewSet(SpokenBreadcrumbs, SnippetViewSet):
    model = Licence
    icon = "key"
    menu_label = _("Licences")
    url_prefix = "licences"
    url_namespace = "licences"
    list_display = ["name_vi", "audience", "valid_until", "allows_download", "allows_redistribution"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    WordsPanel(),
                    FieldPanel("code"),
                    FieldPanel("uses"),
                    FieldPanel("duties"),
                    FieldPanel("allows_download"),
                    FieldPanel("allows_redistribution"),
                    FieldPanel("preview_watermark"),
                    FieldPanel("data_mining"),
                    FieldPanel("audience"),
                    FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
                    FieldPanel("territory"),
                    FieldPanel("url"),
                    FieldPanel("order"),
                ],
                heading=_("Licence"),
            ),
            ObjectList(translated_panels("name", "usage_terms", "attribution"), heading=_("Texts")),
        ],
        base_form_class=LicenceForm,
    )


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """All licences that can be chosen, in plain words; for everybody who works on assets."""
    if not policy_registry.get_by_type(Photo).user_has_any_permission(request.user, ["view", "change"]):
        raise PermissionDenied
    rows = [{"licence": licence, "words": words_of(terms_of(licence))} for licence in Licence.objects.all()]
    context = {"rows": rows, "page_title": _("Licences in plain words"), "now": timezone.now()}
    return render(request, "media_library/licences/guide.html", context)


@require_POST
def words(request: HttpRequest) -> HttpResponse:
    """What a form of a licence, filled in so far, tells readers. Nothing is kept."""
    policy = policy_registry.get_by_type(Licence)
    if not policy.user_has_any_permission(request.user, ["add", "change"]):
        raise PermissionDenied
    form_class: type[LicenceForm] = LicenceViewSet.edit_handler.bind_to_model(Licence).get_form_class()
    form = form_class(request.POST, for_user=request.user)
    form.is_valid()
    return render(request, "media_library/parts/licence_lists.html", {"words": words_of(form.terms())})
