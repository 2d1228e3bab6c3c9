from django.db import models
from django.utils.translation import gettext_lazy as _

# A reserved name: nobody can receive mail there or sign in with it.
SYSTEM_EMAIL = "plattform@vorort.invalid"


class PersonKind(models.TextChoices):
    HUMAN = "human", _("Mensch")
    SYSTEM = "system", _("Plattform")


class SignInMethod(models.TextChoices):
    """What somebody has shown at sign-in."""

    PASSWORD = "password", _("Passwort")
    APP = "app", _("Passwort und App")
    KEY = "key", _("Passwort und Sicherheitsschlüssel")
    RECOVERY = "recovery", _("Passwort und Ersatzcode")
    OFFICE = "office", _("Konto der Verwaltung")


class Notice(models.TextChoices):
    """What somebody is told about their own account by mail, at once and always."""

    NEW_DEVICE = "new_device", _("neue Anmeldung")
    PASSWORD = "password", _("Passwort geändert")
    FACTOR_ADDED = "factor_added", _("zweiter Faktor eingerichtet")
    FACTOR_REMOVED = "factor_removed", _("zweiter Faktor entfernt")
    FACTOR_RESET = "factor_reset", _("zweiter Faktor zurückgesetzt")
    RECOVERY_USED = "recovery_used", _("Ersatzcode verwendet")
    RECOVERY_NEW = "recovery_new", _("neue Ersatzcodes")
    ADDRESS_ASKED = "address_asked", _("neue E-Mail-Adresse beantragt")
    ADDRESS_CHANGED = "address_changed", _("E-Mail-Adresse geändert")
    ROLE = "role", _("Rolle geändert")
    OFFICE_LINKED = "office_linked", _("Konto der Verwaltung verknüpft")


# What the mail says of it; "facts" come from whoever orders it.
NOTICE_WORDS = {
    Notice.NEW_DEVICE: _("Mit Ihrem Zugang hat sich jemand auf einem neuen Gerät angemeldet."),
    Notice.PASSWORD: _(
        "Das Passwort Ihres Zugangs ist geändert worden. Andere Sitzungen sind beendet."
    ),
    Notice.FACTOR_ADDED: _("Für Ihren Zugang ist ein zweiter Faktor eingerichtet worden."),
    Notice.FACTOR_REMOVED: _("Ein zweiter Faktor Ihres Zugangs ist entfernt worden."),
    Notice.FACTOR_RESET: _(
        "Der zweite Faktor Ihres Zugangs ist zurückgesetzt worden, alle Sitzungen sind beendet. "
        "Bei der nächsten Anmeldung richten Sie ihn neu ein."
    ),
    Notice.RECOVERY_USED: _("Bei einer Anmeldung ist einer Ihrer Ersatzcodes verwendet worden."),
    Notice.RECOVERY_NEW: _(
        "Für Ihren Zugang gibt es neue Ersatzcodes. Die alten gelten nicht mehr."
    ),
    Notice.ADDRESS_ASKED: _(
        "Für Ihren Zugang ist eine neue E-Mail-Adresse beantragt worden. Sie gilt, sobald sie dort "
        "bestätigt ist."
    ),
    Notice.ADDRESS_CHANGED: _(
        "Die E-Mail-Adresse Ihres Zugangs ist geändert worden. An diese Adresse kommt künftig nichts mehr."
    ),
    Notice.ROLE: _("Ihre Rolle ist geändert worden."),
    Notice.OFFICE_LINKED: _("Ihr Zugang ist mit dem Konto Ihrer Verwaltung verknüpft worden."),
}
