"""The verbs of the log in words. A house test asks that every recorded verb is here."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise | str] = {
    "accounts.password_changed": _("Passwort geändert"),
    "accounts.password_reset": _("Passwort neu gesetzt"),
    "accounts.person_created": _("Person aufgenommen"),
    "accounts.signed_in": _("angemeldet"),
    "audit.personal_data_read": _("personenbezogene Angaben gelesen"),
    "authorities.authority_created": _("Gebietskörperschaft eingerichtet"),
    "authorities.membership_added": _("Mitgliedschaft begonnen"),
    "authorities.membership_ended": _("Mitgliedschaft beendet"),
}


def verb_label(verb: str) -> str:
    """Return the German words of a verb, or the verb itself."""
    return str(VERBS.get(verb, verb))
