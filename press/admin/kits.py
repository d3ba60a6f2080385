"""Press kits in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from locales.exchange.hooks import desk_button
from locales.panels import translations_tab
from press.admin import kit_acts, share_links
from press.admin.asset_chooser import ASSET_CHOOSER
from press.admin.kit_form import KitForm
from press.admin.kit_panel import KitStatePanel
from press.kit_drafts import unpublished
from press.models import Kit, KitState
from press.models.kit import KIT_TEXTS
from press.services.kits import settle_edit
from provinces.scoped_admin import ProvinceScoped


class KitIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Kit]:
        """Only the provinces that the user works in."""
        own = self.permission_policy.instances_user_has_any_permission_for(self.request.user, ["change", "view"])
        return own.select_related("province")

    def get_edit_url(self, instance: Kit) -> str | None:
        if not self.permission_policy.user_has_permission_for_instance(self.request.user, "change", instance):
            return None
        url: str | None = super().get_edit_url(instance)
        return url

    def get_delete_url(self, instance: Kit) -> None:
        """The ledger names kits: they are closed, not deleted."""
        return


class KitEditView(generic.EditView):
    def save_instance(self) -> Kit:
        """Content waits for its publication; who gets a published kit and until when counts at once."""
        kit: Kit = super().save_instance()
        if self.form.decides_anew:
            settle_edit(kit, actor=self.request.user)
        return kit

    def get_success_message(self) -> str | None:
        kept = Kit.objects.select_related("version").get(pk=self.object.pk)
        if kept.state == KitState.PUBLISHED and unpublished(kept):
            return translated("Saved as a draft. Readers see it when you publish the changes.")
        message: str | None = super().get_success_message()
        return message

    def get_delete_url(self) -> None:
        return None

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, desk_button("press.kit", self.object.pk)]

    def get_success_url(self) -> str:
        url: str = self.get_edit_url()
        return url


class KitCreateView(generic.CreateView):
    def get_success_url(self) -> str:
        return reverse(self.edit_url_name, args=[self.object.pk])


class KitViewSet(ProvinceScoped, ModelViewSet):
    model = Kit
    name = "kits"
    icon = "folder-open-inverse"
    menu_label = _("Press kits")
    add_view_class = KitCreateView
    edit_view_class = KitEditView
    index_view_class = KitIndexView
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = ["title_vi", "province", "state", "audience", "embargo_until", "published_at"]
    list_filter = ["state", "audience", "province"]
    search_fields = ["title_vi", "title_en", "slug"]
    search_backend_name = None
    ordering = ["-created_at"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    KitStatePanel(),
                    *[FieldPanel(f"{name}_vi") for name in KIT_TEXTS],
                ],
                heading=_("Vietnamese"),
            ),
            translations_tab(_("Other languages"), *KIT_TEXTS),  # type: ignore[arg-type]
            ObjectList(
                [
                    FieldPanel("cover"),
                    InlinePanel(
                        "items",
                        [FieldPanel("asset", widget=ASSET_CHOOSER.widget_class)],
                        heading=_("Pictures, films and documents"),
                        label=_("File"),
                    ),
                ],
                heading=_("Files"),
            ),
            ObjectList(
                [
                    InlinePanel(
                        "contacts",
                        [
                            FieldRowPanel([FieldPanel("name"), FieldPanel("role")]),
                            FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
                            FieldPanel("languages"),
                        ],
                        heading=_("Contacts for the press"),
                        label=_("Contact"),
                    ),
                    FieldPanel("contact"),
                ],
                heading=_("Contacts"),
            ),
            ObjectList(
                [
                    FieldPanel("province", widget=forms.Select),
                    FieldPanel("slug"),
                    FieldPanel("audience"),
                    MultiFieldPanel(
                        [FieldRowPanel([FieldPanel("embargo_until"), FieldPanel("embargo_timezone")])],
                        heading=_("Embargo"),
                    ),
                    FieldPanel("expires_at"),
                    InlinePanel(
                        "grants",
                        [FieldPanel("organisation"), FieldPanel("may_see_under_embargo")],
                        heading=_("Organisations that get it"),
                        label=_("Organisation"),
                    ),
                ],
                heading=_("Who and when"),
            ),
        ],
        base_form_class=KitForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        """Without deletion and usage: kits are closed, and what uses them is the ledger."""
        kept = [pattern for pattern in super().get_urlpatterns() if pattern.name not in ("delete", "usage")]
        return [
            *kept,
            path("<int:pk>/publish/", kit_acts.publish, name="publish"),
            path("<int:pk>/changes/", kit_acts.publish_changes, name="changes"),
            path("<int:pk>/embargo/", kit_acts.move_embargo, name="embargo"),
            path("<int:pk>/close/", kit_acts.close, name="close"),
            path("<int:pk>/share/", share_links.links, name="share"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """No addresses of views that aren't there."""
        common: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        return common | {"usage_url_name": None, "delete_url_name": None}
