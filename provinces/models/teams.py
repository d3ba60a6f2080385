"""Who works for which province, in which role: a team is a group of users."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from provinces.models.units import Province


class Role(models.TextChoices):
    """What a member of a province's team does."""

    EDITOR = "editor", _("editor")
    APPROVER = "approver", _("approver")
    PRESS_OFFICER = "press_officer", _("press officer")
    TRANSLATOR = "translator", _("translator")


class ProvinceTeam(models.Model):
    """The users of one group hold one role for one province.

    The group's permissions are set by the role (`provinces.teams.sync_role_permissions`): what is given to
    the group by hand doesn't last. Give extra permissions through another group.
    """

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="province_team", verbose_name=_("group"))
    province = models.ForeignKey(Province, on_delete=models.CASCADE, related_name="teams", verbose_name=_("province"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)

    class Meta:
        verbose_name = _("province team")
        verbose_name_plural = _("province teams")
        ordering = ["province__code", "role"]
        constraints = [models.UniqueConstraint(fields=["province", "role"], name="one_team_per_province_and_role")]

    def __str__(self) -> str:
        return str(self.group)
