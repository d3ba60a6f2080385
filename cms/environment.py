"""Every setting that comes from outside, read and checked in one place.

Names are environment variables. There is no secret default: where `SECRET_KEY` is not given, the
embedded profile writes its own random key under `var/`, and the production profile refuses to start.
"""

from __future__ import annotations

import re
import secrets
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class OidcProvider(BaseModel):
    """A provider of single sign-on for members of the press (`docs/how-to/sign-in-with-openid-connect.md`)."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(pattern=r"^[a-z0-9-]{1,40}$", description="Stands in the address that the provider calls back.")
    label: str = Field(min_length=1, max_length=80, description="What the button says.")
    issuer: str = Field(pattern=r"^https?://[^\s?#]+$", description="Exactly as the provider writes it.")
    client_id: str = Field(min_length=1)
    client_secret: str = Field(min_length=1)
    organisation: int | None = Field(
        default=None, description="Number of the organisation whose members it may speak for; without it all members."
    )


class Environment(BaseSettings):
    """What the machine tells the product. Sizes are bytes, times are seconds unless a name says otherwise."""

    model_config = SettingsConfigDict(env_file=None, extra="ignore")

    profile: Literal["embedded", "production"] = "embedded"
    debug: bool = False
    secret_key: str = ""
    secret_key_fallbacks: str = Field(
        default="", description="Comma-separated former secret keys, which still read what was written with them."
    )
    site_url: str = Field(default="", description="Public address without a trailing slash; default from `port`.")
    port: int = 8000
    allowed_hosts: str = Field(default="", description="Comma-separated host names.")
    trusted_proxies: str = Field(
        default="", description="Comma-separated networks of our own front servers, whose X-Forwarded-For counts."
    )
    var: Path = ROOT / "var"

    database_url: str = Field(default="", description="Default: SQLite under `var`.")
    redis_url: str = Field(default="", description="Default: cache in local memory.")
    tasks_immediate: bool = Field(default=False, description="Run tasks at once instead of queueing (tests).")

    s3_bucket: str = Field(default="", description="Set: private files go to this S3 bucket.")
    s3_endpoint_url: str = ""
    s3_region: str = "us-east-1"
    s3_access_key: str = ""
    s3_secret_key: str = ""

    media_delivery: Literal["file", "x-accel", "signed-url"] = "file"
    x_accel_prefix: str = "/private"

    email_url: str = Field(default="", description="smtp://user:password@host:port; default: files under `var/mail`.")
    email_from: str = "press@localhost"

    staff_second_factor: Literal["optional", "required"] = Field(
        default="optional", description="Whether staff have to show a code beside the password."
    )
    oidc_providers: list[OidcProvider] = Field(default=[], description="JSON; providers of single sign-on for members.")
    press_reply_address: str = Field(
        default="", description="Where answers to press requests come in, such as requests+{token}@example.vn."
    )
    press_mail_max_bytes: int = Field(default=25 * 1024 * 1024, description="Of one mail that is taken in.")
    press_mail_authserv: str = Field(
        default="", description="Our mail server's name in Authentication-Results; set: only what passes DMARC there."
    )
    press_imap_url: str = Field(default="", description="imaps://user:password@host/folder; empty: no mailbox is read.")

    contact_keep_days: int = Field(
        default=365, ge=1, description="What readers write is deleted after this many days; the form says so."
    )

    press_archives_at_once: int = Field(
        default=8,
        ge=1,
        description="ZIP files that one web process sends at a time; fewer than its threads, so that pages have some.",
    )
    press_card_max_bytes: int = 10 * 1024 * 1024
    press_card_keep_days: int = Field(
        default=30, ge=0, description="A press card is deleted this long after the application was decided."
    )

    views_keep_years: int = Field(
        default=3, ge=1, le=20, description="Counts of views by day are deleted after this many years."
    )
    views_flush_seconds: int = Field(
        default=5, ge=0, le=60, description="How often views are written down; 0: only when asked (tests)."
    )

    upload_max_bytes: int = 200 * 1024 * 1024
    upload_keep_days: int = Field(default=7, description="An upload that isn't finished is kept this long.")
    upload_open_max_bytes: int = Field(default=50 * 1024**3, description="Of one person's unfinished uploads together.")
    zip_max_bytes: int = Field(default=4 * 1024**3, description="Of a ZIP that is opened on arrival.")
    zip_max_total_bytes: int = Field(default=8 * 1024**3, description="Of everything in it, unpacked.")
    zip_max_entries: int = 5_000
    consent_document_max_bytes: int = 20 * 1024 * 1024
    image_max_pixels: int = 200_000_000
    video_max_bytes: int = Field(
        default=200 * 1024 * 1024, description="Beside `upload_max_bytes`, which holds for all."
    )
    document_max_bytes: int = 50 * 1024 * 1024
    document_max_unpacked_bytes: int = Field(default=512 * 1024 * 1024, description="Of an office document, unpacked.")
    graphic_max_bytes: int = 5 * 1024 * 1024

    c2pa_certificate: str = Field(
        default="", description="Set: what leaves is signed (C2PA). Path of a PEM chain, the signing certificate first."
    )
    c2pa_private_key: str = Field(default="", description="Path of its private key, PEM (PKCS #8), no passphrase.")
    c2pa_algorithm: str = Field(default="", description="es256, ps256, …; default: what suits the key.")
    c2pa_timestamp_url: str = Field(default="", description="RFC 3161 time-stamp authority; default: no time stamp.")
    manifest_private_key: str = Field(
        default="", description="Path of the Ed25519 key (PEM, PKCS #8) that signs kits; default: one made under `var`."
    )
    webhooks_local: bool = Field(
        default=False, description="Webhooks may go to http and to private addresses (tests; never in production)."
    )
    machine_translation_engine: str = "libretranslate"
    machine_translation_url: str = Field(default="", description="Of a LibreTranslate server; empty: none is used.")
    machine_translation_key: str = ""

    @model_validator(mode="after")
    def _production_is_explicit(self) -> Self:
        """Production names its secrets, hosts and address: nothing is guessed there."""
        if self.profile == "production":
            needed = ("secret_key", "site_url", "allowed_hosts", "database_url", "manifest_private_key")
            missing = [name for name in needed if not getattr(self, name)]
            if missing:
                raise ValueError("production needs " + ", ".join(name.upper() for name in missing))
            if any(not provider.issuer.startswith("https://") for provider in self.oidc_providers):
                raise ValueError("in production the issuers of OIDC_PROVIDERS begin with https://")
            if self.webhooks_local:
                raise ValueError("WEBHOOKS_LOCAL would open the inner network to partners: not in production")
        return self

    @field_validator("press_reply_address")
    @classmethod
    def _address_with_one_token(cls, value: str) -> str:
        """Raises ValueError for a pattern that makes no address."""
        if value and not re.fullmatch(r"[\w.+-]{1,20}\{token\}@[\w.-]+", value, re.ASCII):
            raise ValueError(
                "an address such as requests+{token}@example.vn, with at most 20 characters before {token}"
            )
        return value

    @field_validator("press_imap_url")
    @classmethod
    def _encrypted_mailbox(cls, value: str) -> str:
        """Raises ValueError for a mailbox that would be read in the clear."""
        if value and not value.startswith("imaps://"):
            raise ValueError("imaps://user:password@host/folder")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _networks_only(cls, value: str) -> str:
        """Raises ValueError for what is no network; better at the start than at the first reader."""
        for part in filter(None, (part.strip() for part in value.split(","))):
            ip_network(part)
        return value

    @field_validator("oidc_providers")
    @classmethod
    def _named_once(cls, value: list[OidcProvider]) -> list[OidcProvider]:
        """Raises ValueError for two of the same name: the address that is called back couldn't tell them apart."""
        if len({provider.name for provider in value}) != len(value):
            raise ValueError("every provider needs a name of its own")
        return value

    @property
    def proxies(self) -> list[str]:
        return [part.strip() for part in self.trusted_proxies.split(",") if part.strip()]

    @property
    def former_keys(self) -> list[str]:
        return [part.strip() for part in self.secret_key_fallbacks.split(",") if part.strip()]

    @property
    def hosts(self) -> list[str]:
        return [host.strip() for host in self.allowed_hosts.split(",") if host.strip()] or [
            "localhost",
            "127.0.0.1",
            "[::1]",
        ]

    @property
    def public_url(self) -> str:
        return self.site_url.rstrip("/") or f"http://localhost:{self.port}"

    @property
    def signing_key(self) -> str:
        """The given key, or the one this checkout made for itself (readable by its owner only)."""
        if self.secret_key:
            return self.secret_key
        path = self.var / "secret_key"
        if not path.exists():
            self.var.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(64), encoding="ascii")
        return path.read_text(encoding="ascii")


@cache
def environment() -> Environment:
    return Environment()
