"""How people came in, and what lets a member in without a password."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from press.models.organisation import Member


class SignInWay(models.TextChoices):
    PASSWORD = "password", _("password")
    LINK = "link", _("link by e-mail")
    SINGLE = "single", _("single sign-on")


class SignIn(models.Model):
    """One sign-in, so that a person notices what they didn't do. Kept for `services.sign_in.KEPT`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="press_sign_ins")
    way = models.CharField(_("way"), max_length=10, choices=SignInWay.choices)
    with_factor = models.BooleanField(_("with a second factor"), default=False)
    at = models.DateTimeField(_("time"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user}, {self.at:%Y-%m-%d %H:%M}"


class SignInLink(models.Model):
    """A link that was mailed. Only the digest of its key is kept; it works once and for a quarter of an hour."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="sign_in_links")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    following = models.CharField(max_length=500, blank=True, help_text="The path that the person wanted to see.")
    expires_at = models.DateTimeField(_("valid until"))

    class Meta:
        verbose_name = _("sign-in link")
        verbose_name_plural = _("sign-in links")

    def __str__(self) -> str:
        return f"{self.member}, {self.expires_at:%Y-%m-%d %H:%M}"


class SingleSignOn(models.Model):
    """That a person of an OpenID provider is this member. Made at their first sign-in, by the verified address."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="single_sign_ons")
    issuer = models.CharField(_("provider"), max_length=255)
    subject = models.CharField(max_length=255, help_text="The provider's own name for the person, which never changes.")
    created_at = models.DateTimeField(_("linked"), auto_now_add=True)

    class Meta:
        verbose_name = _("single sign-on")
        verbose_name_plural = _("single sign-ons")
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="press_one_member_per_subject"),
            models.UniqueConstraint(fields=["member", "issuer"], name="press_one_subject_per_member"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.issuer}"
