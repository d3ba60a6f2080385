"""What Wagtail's admin gets from the media library, and which of its stock image views are closed.

Wagtail's own image forms change a picture at once, without draft or approval, so their addresses lead to
the editor and the upload page instead.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, re_path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.log_actions import LogFormatter
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet

from media_library.admin import (
    consent_acts,
    licences,
    official_map,
    replacing,
    resemblances,
    work_hooks,  # noqa: F401  (registers itself)
)
from media_library.admin.bulk import EditTogether
from media_library.admin.chooser import choosable, guarded_patterns
from media_library.admin.kinds import KindsGroup
from media_library.admin.problems import ProblemViewSet
from media_library.admin.staff_tokens import may_see_tokens
from media_library.admin.viewsets import PhotoViewSet, RightsGroup
from media_library.models import Photo
from media_library.permissions import upload_province_ids

register_snippet(PhotoViewSet)
register_snippet(KindsGroup)
register_snippet(RightsGroup)
register_snippet(ProblemViewSet)

photo_policy = policy_registry.get_by_type(Photo)


def _to_upload(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return redirect("media_library_upload")


def _to_list(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return redirect("photos:list")


def _to_editor(request: HttpRequest, image_id: int, **kwargs: Any) -> HttpResponse:
    return redirect("photos:edit", image_id)


def _to_deletion(request: HttpRequest, image_id: int) -> HttpResponse:
    return redirect("photos:delete", image_id)


def _closed(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


hooks.register("register_bulk_action", EditTogether)


@hooks.register("register_admin_urls", order=-1)
def admin_urls() -> list[URLPattern | URLResolver]:
    return [
        path("photos/upload/", include("media_library.admin.upload_urls")),
        path("photos/batch/", include("media_library.admin.batch_urls")),
        path("photos/alike/", resemblances.index, name="media_library_resemblances"),
        path("photos/alike/<int:resemblance_id>/", resemblances.compare, name="media_library_resemblance"),
        path("photos/replace/<int:pk>/", replacing.replace, name="media_library_replace"),
        path("photos/succession/<int:pk>/", replacing.succession, name="media_library_succession"),
        path("photos/<int:pk>/official-map/", official_map.tick, name="media_library_official_map"),
        path("consents/<int:pk>/revoke/", consent_acts.revoke, name="media_library_revoke_consent"),
        path("consents/<int:pk>/document/", consent_acts.document, name="media_library_consent_document"),
        path("licences/words/", licences.words, name="media_library_licence_words"),
        path("licences/guide/", licences.guide, name="media_library_licence_guide"),
        path("images/chooser/", include(guarded_patterns())),
        path("images/", _to_list),
        path("images/results/", _closed),
        path("images/add/", _to_upload),
        re_path(r"^images/multiple/.*$", _to_upload),
        path("images/<int:image_id>/", _to_editor),
        path("images/<int:image_id>/delete/", _to_deletion),
        re_path(r"^images/(?P<image_id>\d+)/(generate_url|preview)/.*$", _closed),
        re_path(r"^images/usage/(?P<image_id>\d+)/$", _to_editor),
    ]


class UploadMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser or upload_province_ids(request.user))


@hooks.register("register_admin_menu_item")
def upload_menu_item() -> MenuItem:
    return UploadMenuItem(_("Upload"), reverse("media_library_upload"), name="upload", icon_name="upload", order=90)


class ResemblancesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return resemblances.may_work_on_photos(request.user)


@hooks.register("register_admin_menu_item")
def resemblances_menu_item() -> MenuItem:
    return ResemblancesMenuItem(
        _("Look-alikes"), reverse("media_library_resemblances"), name="look-alikes", icon_name="copy", order=110
    )


class TokensMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_tokens(request.user)


@hooks.register("register_settings_menu_item")
def tokens_menu_item() -> MenuItem:
    return TokensMenuItem(
        _("Access tokens for programs"), reverse("media_library_tokens"), name="staff-tokens", icon_name="key"
    )


@hooks.register("construct_main_menu")
def hide_stock_items(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Photos have a menu item of their own; documents as a kind of asset aren't Wagtail's documents."""
    menu_items[:] = [item for item in menu_items if item.name not in ("images", "documents")]


@hooks.register("construct_image_chooser_queryset")
def approved_only(images: QuerySet[Photo], request: HttpRequest) -> QuerySet[Photo]:
    """Pages and kits are built from approved photos that the editor may see."""
    return choosable(request, images)


class OwnPhotosAPIViewSet(ImagesAdminAPIViewSet):
    """The admin's internal listing of images, limited like every other list."""

    def get_queryset(self) -> QuerySet[Photo]:
        photos = super().get_queryset()
        own = photo_policy.instances_user_has_any_permission_for(self.request.user, ["view", "change"])
        return photos.filter(pk__in=own.values("pk"))


@hooks.register("construct_admin_api", order=1000)  # after Wagtail's own, which it replaces
def limit_admin_api(router: Any) -> None:
    router.register_endpoint("images", OwnPhotosAPIViewSet)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Our acts in Wagtail's history, in words."""

    @actions.register_action("media_library.withdraw")
    class Withdraw(LogFormatter):
        label = _("Withdraw")

        def format_message(self, log_entry: Any) -> str:
            reason = log_entry.data.get("reason")
            return str(_("Withdrawn: %(reason)s") % {"reason": gettext(reason) if reason else ""})

    @actions.register_action("media_library.replace")
    class Replace(LogFormatter):
        label = _("Replace the picture")

        def format_message(self, log_entry: Any) -> str:
            return str(_("A new file for this picture was brought in"))

    @actions.register_action("media_library.same_picture")
    class SamePicture(LogFormatter):
        label = _("The same picture came again")

        def format_message(self, log_entry: Any) -> str:
            words = _("The same picture came again; its draft “%(title)s” was deleted")
            return str(words % {"title": log_entry.data.get("title", "")})

    actions.register_action("media_library.issue_token", _("Issue an access token"), _("Access token issued"))
    actions.register_action("media_library.revoke_token", _("Revoke an access token"), _("Access token revoked"))

    actions.register_action(
        "media_library.official_map", _("Tick the official map"), _("Compared with the official map")
    )
    actions.register_action("media_library.revoke_consent", _("Revoke a consent"), _("Consent revoked"))
    actions.register_action(
        "media_library.keep_consent_document", _("Keep a signed document"), _("Signed document kept")
    )
    actions.register_action(
        "media_library.open_consent_document", _("Open a signed document"), _("Signed document opened")
    )

    @actions.register_action("media_library.embargo")
    class Embargo(LogFormatter):
        label = _("Change embargo")

        def format_message(self, log_entry: Any) -> str:
            until = log_entry.data.get("after")
            return str(_("Embargo until %(until)s") % {"until": until} if until else _("Embargo lifted"))


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    from django.templatetags.static import static
    from django.utils.html import format_html

    return format_html('<link rel="stylesheet" href="{}">', static("media_library/admin.css"))
