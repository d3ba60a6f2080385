"""Django settings for both profiles; everything variable comes from `cms.environment`."""

from __future__ import annotations

from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from cms.environment import ROOT, environment
from locales.interface import untranslated_text_is_english
from locales.registry import LANGUAGES as LANGUAGE_REGISTRY
from locales.registry import WORKING, install_language_info

ENV = environment()
PRODUCTION = ENV.profile == "production"

SECRET_KEY = ENV.signing_key
SECRET_KEY_FALLBACKS = ENV.former_keys
DEBUG = ENV.debug
ALLOWED_HOSTS = ENV.hosts
TRUSTED_PROXIES = ENV.proxies
SITE_URL = ENV.public_url
ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# modeltranslation stands first so that columns exist before any admin is built. wagtail.images stands
# before wagtail.snippets: snippets load the hooks, and a permission policy can be set only before that.
INSTALLED_APPS = [
    "modeltranslation",
    "cms",
    "measurement",
    "press",
    "promotion",
    "media_library",
    "provinces",
    "locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.embeds",
    "wagtail.snippets",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "ninja",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cms.compression.TextCompression",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "measurement.readership.middleware.CountViews",
    "promotion.page_cache.middleware.PageCacheMiddleware",
    "cms.security.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "locales.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "press.middleware.TokenScopes",
    "press.middleware.StaffSecondFactor",
    "promotion.languages.redirects.RedirectMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- database, cache, queue ---------------------------------------------------------------------
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(ENV.database_url or f"sqlite:///{ENV.var / 'db.sqlite3'}", conn_max_age=60)
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a writer waits for its turn at BEGIN instead of failing at its first write.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        " PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728;",
    }
CACHES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ENV.redis_url}
    if ENV.redis_url
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
CACHES["renditions"] = CACHES["default"] | {"KEY_PREFIX": "renditions"}
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if ENV.tasks_immediate
        else "django_tasks_db.DatabaseBackend",
    }
}

# --- files: private storage, and nothing with a public address except our own static files --------
PRIVATE_STORAGE: dict[str, Any] = (
    {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": ENV.s3_bucket,
            "endpoint_url": ENV.s3_endpoint_url or None,
            "region_name": ENV.s3_region,
            "access_key": ENV.s3_access_key or None,
            "secret_key": ENV.s3_secret_key or None,
            "default_acl": None,
            "file_overwrite": False,
            "querystring_auth": True,
            "addressing_style": "path",
            "signature_version": "s3v4",
        },
    }
    if ENV.s3_bucket
    else {
        "BACKEND": "media_library.storage.WholeFileStorage",
        # A public address for private files must not exist, not even by accident: `url()` fails.
        "OPTIONS": {"location": str(ENV.var / "private"), "base_url": None},
    }
)
STORAGES: dict[str, Any] = {
    "default": PRIVATE_STORAGE,
    "private": PRIVATE_STORAGE,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = ENV.var / "private"
STATIC_URL = "/static/"
STATIC_ROOT = ENV.var / "static"
STATICFILES_DIRS: list[Any] = []
MEDIA_DELIVERY = ENV.media_delivery
X_ACCEL_PREFIX = ENV.x_accel_prefix
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
UPLOAD_MAX_BYTES = ENV.upload_max_bytes
UPLOAD_KEEP_DAYS = ENV.upload_keep_days
UPLOAD_OPEN_MAX_BYTES = ENV.upload_open_max_bytes
ZIP_MAX_BYTES = ENV.zip_max_bytes
ZIP_MAX_TOTAL_BYTES = ENV.zip_max_total_bytes
ZIP_MAX_ENTRIES = ENV.zip_max_entries
CONSENT_DOCUMENT_MAX_BYTES = ENV.consent_document_max_bytes
IMAGE_MAX_PIXELS = ENV.image_max_pixels
PRESS_REPLY_ADDRESS = ENV.press_reply_address
PRESS_MAIL_MAX_BYTES = ENV.press_mail_max_bytes
PRESS_MAIL_AUTHSERV = ENV.press_mail_authserv
PRESS_IMAP_URL = ENV.press_imap_url
CONTACT_KEEP_DAYS = ENV.contact_keep_days
PRESS_ARCHIVES_AT_ONCE = ENV.press_archives_at_once
PRESS_CARD_MAX_BYTES = ENV.press_card_max_bytes
PRESS_CARD_KEEP_DAYS = ENV.press_card_keep_days
VIEWS_KEEP_YEARS = ENV.views_keep_years
VIEWS_FLUSH_SECONDS = ENV.views_flush_seconds
KIND_MAX_BYTES = {
    "photo": UPLOAD_MAX_BYTES,
    "video": ENV.video_max_bytes,
    "document": ENV.document_max_bytes,
    "graphic": ENV.graphic_max_bytes,
}
DOCUMENT_MAX_UNPACKED_BYTES = ENV.document_max_unpacked_bytes
MANIFEST_PRIVATE_KEY = ENV.manifest_private_key or str(ENV.var / "manifest_key.pem")
MANIFEST_KEY_IS_MADE = not ENV.manifest_private_key
WEBHOOKS_LOCAL = ENV.webhooks_local
C2PA_CERTIFICATE = ENV.c2pa_certificate
C2PA_PRIVATE_KEY = ENV.c2pa_private_key
C2PA_ALGORITHM = ENV.c2pa_algorithm
C2PA_TIMESTAMP_URL = ENV.c2pa_timestamp_url or None

# --- languages ------------------------------------------------------------------------------------
install_language_info()
untranslated_text_is_english()
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
LANGUAGE_CODE = WORKING
LANGUAGES = [(language.code, language.name_native) for language in LANGUAGE_REGISTRY.values()]
LOCALE_PATHS = [ROOT / "locales" / "catalogues", ROOT / "locales" / "catalogues_wagtail"]
FORMAT_MODULE_PATH = ["locales.formats"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
MODELTRANSLATION_DEFAULT_LANGUAGE = WORKING
MODELTRANSLATION_LANGUAGES = tuple(LANGUAGE_REGISTRY)
MODELTRANSLATION_FALLBACK_LANGUAGES: dict[str, tuple[str, ...]] = {
    "default": (WORKING,),
    **{language.code: language.fallbacks for language in LANGUAGE_REGISTRY.values() if language.fallbacks},
}
MODELTRANSLATION_AUTO_POPULATE = False
MACHINE_TRANSLATION_ENGINE = ENV.machine_translation_engine
MACHINE_TRANSLATION_URL = ENV.machine_translation_url
MACHINE_TRANSLATION_KEY = ENV.machine_translation_key

# --- Wagtail --------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = _("Provinces of Vietnam")
WAGTAIL_I18N_ENABLED = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # what the editor's browser suggests; `locales.slugs` knows the other scripts
WAGTAILREDIRECTS_AUTO_CREATE = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILIMAGES_IMAGE_MODEL = "media_library.Photo"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = UPLOAD_MAX_BYTES
WAGTAILIMAGES_MAX_IMAGE_PIXELS = IMAGE_MAX_PIXELS
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "heic", "tif"]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_APPEND_SLASH = True
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

# --- mail, log-in, security -----------------------------------------------------------------------
DEFAULT_FROM_EMAIL = ENV.email_from
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = ENV.var / "mail"
if ENV.email_url:
    from urllib.parse import unquote, urlsplit

    _mail = urlsplit(ENV.email_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_PORT = _mail.port or 25
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_TIMEOUT = 20

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "press:login"
STAFF_SECOND_FACTOR = ENV.staff_second_factor
OIDC_PROVIDERS = [provider.model_dump() for provider in ENV.oidc_providers]
WAGTAILADMIN_USER_LOGIN_FORM = "press.admin.sign_in.StaffLoginForm"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None  # gone with the browser's session: nothing of a reader who once wrote to us stays
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
    SECURE_HSTS_SECONDS = 31_536_000 if SITE_URL.startswith("https://") else 0
    CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Public pages: nothing from elsewhere, no inline script or style. The admin (Wagtail) needs inline
# styles and scripts of its own, so it gets a policy of its own in `cms.security`.
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"secrets": {"()": "press.log_masking.HideKeys"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django_tasks": {"level": "WARNING"}},
}

# Shown in the admin and in messages; names of offices change, so they are settings of the site, not code.
PRODUCT_NAME = _("Image promotion of the provinces")
