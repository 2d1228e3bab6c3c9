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
    "deliveries.delivery_received": _("Lieferung eingegangen"),
    "deliveries.delivery_checked": _("Lieferung geprüft"),
    "deliveries.delivery_stored": _("Lieferung übernommen"),
    "deliveries.delivery_rejected": _("Lieferung zurückgewiesen"),
    "deliveries.delivery_cancelled": _("Lieferung abgebrochen"),
    "deliveries.delivery_undone": _("Lieferung zurückgenommen"),
    "files.stored": _("Datei abgelegt"),
    "files.deleted": _("Datei gelöscht"),
    "places.areas_made_by_key": _("Gebiete nach Schlüssel angelegt"),
    "places.areas_stored": _("Gebiete übernommen"),
    "publications.published": _("veröffentlicht"),
    "publications.superseded": _("durch neue Fassung ersetzt"),
    "publications.withdrawn": _("Veröffentlichung zurückgezogen"),
    "situation.annotation_added": _("Besonderheit vermerkt"),
    "situation.annotation_removed": _("Besonderheit entfernt"),
    "situation.figures_released": _("Zahlen von der Polizei freigegeben"),
    "situation.police_answered": _("Antwort der Polizei zu einer Zahl"),
    "situation.publication_started": _("Veröffentlichung begonnen"),
    "situation.remark_settled": _("Anmerkung erledigt"),
    "situation.remark_written": _("Anmerkung geschrieben"),
    "situation.report_computed": _("Lagebild berechnet"),
    "situation.report_recomputed": _("Lagebild neu berechnet"),
    "situation.section_edited": _("Abschnitt bearbeitet"),
    "situation.version_started": _("neue Fassung begonnen"),
    "situation.police_again": _("Lagebild erneut bei der Polizei"),
    "situation.police_done": _("Prüfung durch die Polizei abgeschlossen"),
    "situation.report_approved": _("Lagebild freigegeben"),
    "situation.report_created": _("Lagebild angelegt"),
    "situation.report_published": _("Lagebild veröffentlicht"),
    "situation.report_reopened": _("Lagebild wieder geöffnet"),
    "situation.report_superseded": _("Lagebild ersetzt"),
    "situation.report_withdrawn": _("Lagebild zurückgezogen"),
    "situation.sent_to_police": _("Lagebild an die Polizei gegeben"),
    "situation.written_release_recorded": _("schriftliche Freigabe vermerkt"),
}


def verb_label(verb: str) -> str:
    """Return the German words of a verb, or the verb itself."""
    return str(VERBS.get(verb, verb))
