"""Saved searches in the admin: the list with counts, keeping one, renaming, sharing, deleting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.permissions import policy_registry

from media_library.models import Photo, SavedSearch
from media_library.worklists import counting, searches
from media_library.worklists.conditions import Viewer
from media_library.worklists.query import NotAQuery, canonical, condition
from provinces.models import Province
from provinces.scoped_admin import visible_to
from provinces.selectors import current_provinces
from provinces.teams import province_ids_of


def working_provinces(user: Any) -> Any:
    """The provinces in force in whose teams the user is."""
    provinces = current_provinces()
    return provinces if user.is_superuser else provinces.filter(pk__in=province_ids_of(user))


def check_works_on_photos(user: Any) -> None:
    """Raises PermissionDenied for who has nothing to do with photos."""
    if not policy_registry.get_by_type(Photo).user_has_any_permission(user, ["view", "change"]):
        raise PermissionDenied


class KeepForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    province = forms.ModelChoiceField(
        Province.objects.none(),
        required=False,
        label=gettext_lazy("Share with the team of"),
        empty_label=gettext_lazy("nobody: only I see it"),
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["province"].queryset = working_provinces(user)  # type: ignore[attr-defined]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All searches that the user sees, with what they find now: one query for all counts."""
    check_works_on_photos(request.user)
    found = list(searches.seen_by(request.user))
    viewer = Viewer(request.user, timezone.now())
    conditions = [searches.condition_of(search, viewer) for search in found]
    known = [asked for asked in conditions if asked is not None]
    numbers = iter(counting.counts(visible_to(request.user, Photo), known))
    rows = [
        {
            "search": search,
            "count": None if asked is None else next(numbers),
            "url": f"{reverse('photos:list')}?{search.query}",
            "is_mine": search.user_id == request.user.pk,
        }
        for search, asked in zip(found, conditions, strict=True)
    ]
    return render(request, "media_library/worklists/searches.html", {"rows": rows, "heading": _("Saved searches")})


@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Asks for a name for the search in the query string; POST keeps it."""
    check_works_on_photos(request.user)
    query = request.META.get("QUERY_STRING", "")[:5000]
    viewer = Viewer(request.user, timezone.now())
    form = KeepForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            searches.keep(request.user, values["name"], query, viewer, values["province"])
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("The search is saved."))
            return redirect("media_library_searches")
    context = {"form": form, "heading": _("Save this search"), "count": _count(query, viewer)}
    return render(request, "media_library/worklists/keep.html", context)


def _count(query: str, viewer: Viewer) -> int | None:
    """What the search finds now; None where it isn't one. Raises Http404 where the list doesn't know it."""
    data = QueryDict(query)
    try:
        if not canonical(data):
            return None
        found: int = visible_to(viewer.user, Photo).filter(condition(data, viewer)).count()
    except NotAQuery as error:
        raise Http404 from error
    return found


def _own(request: HttpRequest, search_id: int) -> SavedSearch:
    search = searches.owned_by(request.user).filter(pk=search_id).first()
    if search is None:
        raise Http404
    return search


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, search_id: int) -> HttpResponse:
    """Rename one's own search, share it or take it back."""
    search = _own(request, search_id)
    form = KeepForm(request.user, request.POST or None, initial={"name": search.name, "province": search.province_id})
    if request.method == "POST" and form.is_valid():
        try:
            searches.change(search, form.cleaned_data["name"], form.cleaned_data["province"])
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            messages.success(request, _("The search is changed."))
            return redirect("media_library_searches")
    context = {"form": form, "heading": _("Change the search"), "search": search}
    return render(request, "media_library/worklists/keep.html", context)


@require_POST
def delete(request: HttpRequest, search_id: int) -> HttpResponse:
    search = _own(request, search_id)
    search.delete()
    messages.success(request, _("The search “%s” is deleted.") % search.name)
    return redirect("media_library_searches")
