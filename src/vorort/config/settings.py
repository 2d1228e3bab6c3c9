"""All settings, read once from the environment. Names: docs/operations.md."""

import secrets
from pathlib import Path

from vorort.config import env

ROOT = Path(__file__).resolve().parents[3]
HOME = env.folder("VORORT_HOME", ROOT / "var")
DATA_DIR = env.folder("VORORT_DATA_DIR", ROOT.parent / "shared" / "data")
FILES_DIR = HOME / "files"
STAGING_DIR = HOME / "staging"
LOG_DIR = HOME / "logs"

DEBUG = env.flag("VORORT_DEBUG")
# A fictional county with figures and people; a real office starts without it.
DEMO = env.flag("VORORT_DEMO", default=True)
HOME.mkdir(parents=True, exist_ok=True)


def _secret() -> str:
    """Return the operator's secret key, or one made once and kept in VORORT_HOME."""
    if given := env.text("VORORT_SECRET_KEY"):
        return given
    kept = HOME / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text().strip()


SECRET_KEY = _secret()
PUBLIC_URL = env.text("VORORT_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
# Under what everybody may use published data; the interface and its page name it.
OPEN_DATA_LICENCE = env.one_of("VORORT_OPEN_DATA_LICENCE", ("dl-by-de", "dl-zero-de", "cc-zero"))
# Who answers for this site: imprint, privacy, accessibility. Lines of the address by "\n".
OPERATOR_NAME = env.text("VORORT_OPERATOR_NAME")
OPERATOR_ADDRESS = env.text("VORORT_OPERATOR_ADDRESS").replace("\\n", "\n")
OPERATOR_EMAIL = env.text("VORORT_OPERATOR_EMAIL")
OPERATOR_PHONE = env.text("VORORT_OPERATOR_PHONE")
ALLOWED_HOSTS = env.words("VORORT_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL.startswith("https://") else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "vorort.core",
    "vorort.ui",
    "vorort.audit",
    "vorort.accounts",
    "vorort.authorities",
    "vorort.files",
    "vorort.notices",
    "vorort.publications",
    "vorort.deliveries",
    "vorort.places",
    "vorort.figures",
    "vorort.partners",
    "vorort.councils",
    "vorort.foundings",
    "vorort.papers",
    "vorort.resolutions",
    "vorort.meetings",
    "vorort.announcements",
    "vorort.sittings",
    "vorort.minutes",
    "vorort.vitality",
    "vorort.findings",
    "vorort.evidence",
    "vorort.records",
    "vorort.tables",
    "vorort.sheets",
    "vorort.pictures",
    "vorort.situation",
    "vorort.chains",
    "vorort.measures",
    "vorort.dossiers",
    "vorort.effects",
    "vorort.concepts",
    "vorort.strategies",
    "vorort.outcomes",
    "vorort.networks",
    "vorort.leadership",
    "vorort.portal",
    "vorort.api",
    "vorort.desk",
    "vorort.breaches",
    "vorort.rights",
    "vorort.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "vorort.core.nul.NulMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "vorort.rights.middleware.RemovedTownMiddleware",
    # Published pages are stored bytes: answered before a session is even looked at.
    "vorort.publications.middleware.PublishedBytesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "vorort.accounts.middleware.SignInRequiredMiddleware",
    "vorort.accounts.middleware.SessionCareMiddleware",
    "vorort.authorities.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "vorort.core.readonly.ReadOnlyMiddleware",
    "vorort.authorities.middleware.AuthorityScopeMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "vorort.config.urls"
WSGI_APPLICATION = "vorort.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django.template.loaders.app_directories.Loader"],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "vorort.config.navigation.navigation",
            ],
        },
    }
]

DATABASE_URL = env.text("DATABASE_URL", f"sqlite:///{HOME / 'vorort.sqlite3'}")
DATABASES = {"default": env.database(DATABASE_URL)}
# On SQLite the job table has its own file, so that a heartbeat never waits for an import.
JOBS_DATABASE = "default"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    JOBS_DATABASE = "jobs"
    DATABASES["jobs"] = env.database(f"sqlite:///{HOME / 'jobs.sqlite3'}")
else:
    INSTALLED_APPS.append("procrastinate.contrib.django")
DATABASE_ROUTERS = ["vorort.core.routers.JobsRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "vorort.accounts.rules.BreachedPasswordValidator"},
]
# A list of passwords that were stolen elsewhere, if the operator has put one here.
BREACHED_PASSWORDS = env.text("VORORT_BREACHED_PASSWORDS")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/heute/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_ADAPTER = "vorort.accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
# Failed passwords are counted by axes in the database, the rest by the shared cache;
# "login_failed" counts wrong codes of the second factor.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "5/5m/key",
    "reset_password": "20/m/ip,3/15m/key",
    "reauthenticate": "5/5m/user",
}
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "vorort.accounts.actions.PasswordLinks"  # noqa: S105
INVITATION_DAYS = env.number("VORORT_INVITATION_DAYS", 14)
# A body without a meeting for so many months is at risk.
COUNCIL_AT_RISK_MONTHS = env.number("VORORT_COUNCIL_AT_RISK_MONTHS", 9)
# Whoever works for an authority shows a second factor; demo people of fictional towns do not.
SECOND_FACTOR_REQUIRED = env.one_of("VORORT_SECOND_FACTOR", ("required", "optional")) == "required"
MFA_ADAPTER = "vorort.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODE_COUNT = 10
MFA_RECOVERY_CODE_DIGITS = 12
MFA_TOTP_ISSUER = "VorOrt"
# Clocks of telephones go wrong by half a minute.
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
# Sign-in with the account of one's administration (OpenID Connect), where it offers that.
OIDC_ISSUER = env.text("VORORT_OIDC_ISSUER").rstrip("/")
OIDC_CLIENT_ID = env.text("VORORT_OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = env.text("VORORT_OIDC_CLIENT_SECRET")
OIDC_NAME = env.text("VORORT_OIDC_NAME", "Konto der Verwaltung")
# The claim with roles or groups, and what they mean here: "group=town:role, group=town:role".
OIDC_ROLES_CLAIM = env.text("VORORT_OIDC_ROLES_CLAIM", "roles")
OIDC_ROLES = env.words("VORORT_OIDC_ROLES")
OIDC_TAKES_IN = env.one_of("VORORT_OIDC_UNKNOWN", ("refuse", "roles")) == "roles"
# What in "amr" or "acr" says that the service has asked for a second factor.
OIDC_SECOND_FACTOR = env.words("VORORT_OIDC_SECOND_FACTOR", "mfa,otp,hwk,swk,sc,fido,pop")
OIDC_ONLY = env.flag("VORORT_OIDC_ONLY")
# Sensitive changes ask again for password or factor after this time; idle sessions as well.
CONFIRM_MINUTES = env.number("VORORT_CONFIRM_MINUTES", 15)
IDLE_MINUTES = env.number("VORORT_IDLE_MINUTES", 30)
AXES_FAILURE_LIMIT = env.number("VORORT_SIGN_IN_LIMIT", 8)
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "vorort.accounts.rules.sign_in_name"
AXES_CLIENT_IP_CALLABLE = "vorort.accounts.rules.client_address"
AXES_LOCKOUT_CALLABLE = "vorort.accounts.views.sign_in.locked_out"
AXES_RESET_ON_SUCCESS = True
# Who signed in stands in the audit log; a second list with addresses is not needed.
AXES_DISABLE_ACCESS_LOG = True
# The page says how long it lasts, so further attempts do not lengthen it.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "vorort.ui.views.errors.csrf_failure"
BEHIND_TLS = env.flag("VORORT_BEHIND_TLS")
if BEHIND_TLS:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # The prefix makes browsers refuse these cookies from other hosts and over plain HTTP.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        # KERN draws its icons as CSS masks from data: addresses.
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# Throttles count across processes, so the cache is on disk and not in each process.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

LANGUAGE_CODE = "de"
# German is the source; the others are catalogues for the public pages, each at its own address.
LANGUAGES = [
    ("de", "Deutsch"),
    ("en", "English"),
    ("hsb", "Hornjoserbsce"),
    ("de-simple", "Leichte Sprache"),
]
LOCALE_PATHS = [ROOT / "src" / "vorort" / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
USE_I18N = True
# Figures go through the filter "zahl"; a year or an id must never get a point by itself.
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [
    ("kern", ROOT / "node_modules" / "@kern-ux" / "native" / "dist"),
    ("htmx", ROOT / "node_modules" / "htmx.org" / "dist"),
    ("maplibre", ROOT / "node_modules" / "maplibre-gl" / "dist"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# An upload is streamed to disk; the limit is checked while it arrives.
UPLOAD_LIMIT_MB = env.number("VORORT_UPLOAD_LIMIT_MB", 64)
# A file of a body, a paper or a meeting.
COUNCIL_FILE_LIMIT_MB = env.number("VORORT_COUNCIL_FILE_LIMIT_MB", 25)
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
# Published tables fetched by address: the operator's list, and whether a mirror may be in-house.
FETCH_LIST = Path(env.text("VORORT_FETCH_LIST") or HOME / "tabellen.toml")
FETCH_PRIVATE = env.flag("VORORT_FETCH_PRIVATE")
# More bad rows than this share of a delivery: nothing is stored.
QUARANTINE_LIMIT_PERCENT = env.number("VORORT_QUARANTINE_LIMIT_PERCENT", 5)
# Counts below this are hidden where the source has not published them itself.
SMALL_COUNT_LIMIT = env.number("VORORT_SMALL_COUNT_LIMIT", 3)
# Up to so much money a measure without special risk needs no more than the short form.
SHORT_FORM_LIMIT_EUR = env.number("VORORT_SHORT_FORM_LIMIT_EUR", 2500)
# Corrections whose verdicts stay: "inform" tells the mayor, "approve" asks as for any version.
CORRECTION_APPROVAL = env.text("VORORT_CORRECTION_APPROVAL", "inform")

EMAIL_BACKEND = env.text("VORORT_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
DEFAULT_FROM_EMAIL = env.text("VORORT_EMAIL_FROM", "vorort@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.text("VORORT_LOG_LEVEL", "INFO")},
}
