"""Legal pages from answers: Markdown that the town may supplement and must review.

The texts hold what is the same for every municipality on this platform. They are no legal
advice: until somebody of the town has reviewed a page, it is a draft and not public.
"""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from vorort.authorities.choices import SAXONY, AuthorityKind, ContactKind, LegalKind
from vorort.authorities.models import Authority, Contact
from vorort.authorities.rules import state_of
from vorort.ui.format import date as date_text


def legal_text(
    authority: Authority,
    kind: LegalKind,
    answers: Mapping[str, str],
    officer: Contact | None,
    *,
    supplement: str = "",
) -> str:
    """Return the Markdown of a legal page: letterhead, answers, and the town's own words."""
    parts = {
        LegalKind.IMPRINT: _imprint,
        LegalKind.PRIVACY: _privacy,
        LegalKind.ACCESSIBILITY: _accessibility,
    }[kind](authority, answers, officer)
    if supplement.strip():
        parts.append(supplement.strip())
    return "\n\n".join(part for part in parts if part)


def _plain(text: str) -> str:
    """Return an answer so that none of its signs is taken for mark-up."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>#+-!|&" else char for char in text.strip())


def _lines(text: str) -> str:
    """Return lines of an address as Markdown keeps them."""
    return "  \n".join(_plain(line) for line in text.splitlines() if line.strip())


def _letterhead(authority: Authority, *, department: bool = False) -> str:
    lines = [f"**{_plain(authority.name)}**"]
    if department and authority.department:
        lines.append(_plain(authority.department))
    lines.append(_lines(authority.address))
    if authority.phone:
        lines.append(_("Telefon: %(phone)s") % {"phone": _plain(authority.phone)})
    if authority.email:
        lines.append(f"[{_plain(authority.email)}](mailto:{authority.email})")
    return "  \n".join(line for line in lines if line)


def _section(title: str, *paragraphs: str) -> str:
    body = "\n\n".join(text for text in paragraphs if text)
    return f"## {title}\n\n{body}" if body else ""


def _imprint(
    authority: Authority, answers: Mapping[str, str], _officer: Contact | None
) -> list[str]:
    legal_form = {
        AuthorityKind.MUNICIPALITY: _(
            "Die Gemeinde ist eine Körperschaft des öffentlichen Rechts."
        ),
        AuthorityKind.COUNTY: _("Der Landkreis ist eine Körperschaft des öffentlichen Rechts."),
        AuthorityKind.STATE: "",
    }[AuthorityKind(authority.kind)]
    represented = answers.get("represented_by", "")
    return [
        _section(_("Anbieter"), _letterhead(authority), legal_form),
        _section(
            _("Vertreten durch"),
            _plain(represented),
        ),
        _section(_("Verantwortlich für den Inhalt"), _lines(answers.get("responsible", ""))),
        _section(_("Rechtsaufsicht"), _lines(answers.get("supervision", ""))),
        _section(_("Umsatzsteuer-Identifikationsnummer"), _plain(answers.get("vat_id", ""))),
        _section(_("Technischer Betrieb"), _lines(answers.get("operator", ""))),
    ]


def _privacy(
    authority: Authority, answers: Mapping[str, str], officer: Contact | None
) -> list[str]:
    host = answers.get("host", "").strip()
    return [
        _section(_("Verantwortlich"), _letterhead(authority, department=True)),
        _section(_("Datenschutzbeauftragte oder Datenschutzbeauftragter"), _officer_text(officer)),
        _section(
            _("Wenn Sie hier lesen"),
            _(
                "Die öffentlichen Seiten setzen keine Cookies. Schriften, Bilder und Programme "
                "kommen von diesem Server. Besuche werden nicht gezählt, fremde Dienste sind nicht "
                "eingebunden."
            ),
            _("Der Server braucht Ihre Netzadresse, um Ihnen die Seite zu senden.")
            + " "
            + _logs(answers.get("log_days", "").strip()),
        ),
        _section(
            _("Wenn Sie hier arbeiten"),
            _(
                "Von Personen mit Zugang speichern wir Name, dienstliche E-Mail-Adresse, Rolle und "
                "ein Protokoll der Änderungen. Das Cookie der Sitzung ist technisch notwendig und "
                "endet mit der Abmeldung."
            ),
        ),
        _section(
            _("Was in Lagebildern steht"),
            _(
                "Lagebilder enthalten Summen, keine Angaben zu einzelnen Personen. Zahlen, die "
                "Rückschlüsse auf Einzelne zulassen, werden vor der Veröffentlichung verborgen."
            ),
        ),
        _section(_("Rechtsgrundlage"), _legal_basis(authority)),
        _section(
            _("Wer die Daten erhält"),
            _("Den Server betreibt in unserem Auftrag: %(host)s.") % {"host": _plain(host)}
            if host
            else _("Den Server betreiben wir selbst."),
            _("Eine Übermittlung in Staaten außerhalb der Europäischen Union findet nicht statt."),
        ),
        _rights(answers.get("supervision", "").strip()),
    ]


def _logs(days: str) -> str:
    if days in {"", "0"}:
        return _("Netzadressen werden nicht in Protokollen gespeichert.")
    return _(
        "Netzadressen stehen höchstens %(days)s Tage in Protokollen, damit Angriffe erkannt "
        "werden können. Danach werden sie gelöscht."
    ) % {"days": _plain(days)}


def _rights(office: str) -> str:
    complaint = _("Beschweren können Sie sich bei: %(office)s.") % {"office": _plain(office)}
    return _section(
        _("Ihre Rechte"),
        _(
            "Sie können Auskunft über Ihre Daten verlangen, ihre Berichtigung, Löschung und die "
            "Einschränkung der Verarbeitung. Sie können der Verarbeitung widersprechen."
        ),
        complaint if office else "",
    )


def _officer_text(officer: Contact | None) -> str:
    if officer is None:
        return ""
    lines = [_plain(officer.name), _plain(officer.person_name), _lines(officer.place)]
    if officer.phone:
        lines.append(_("Telefon: %(phone)s") % {"phone": _plain(officer.phone)})
    if officer.email:
        lines.append(f"[{_plain(officer.email)}](mailto:{officer.email})")
    return "  \n".join(line for line in lines if line)


def _legal_basis(authority: Authority) -> str:
    if state_of(authority) == SAXONY:
        return _(
            "Wir verarbeiten Daten, um eine öffentliche Aufgabe zu erfüllen: Artikel 6 Absatz 1 "
            "Buchstabe e der Datenschutz-Grundverordnung in Verbindung mit dem Sächsischen "
            "Datenschutzdurchführungsgesetz und der Sächsischen Gemeindeordnung."
        )
    return _(
        "Wir verarbeiten Daten, um eine öffentliche Aufgabe zu erfüllen: Artikel 6 Absatz 1 "
        "Buchstabe e der Datenschutz-Grundverordnung in Verbindung mit dem Datenschutzgesetz und "
        "der Gemeindeordnung unseres Landes."
    )


_STATUS = {
    "full": "vollständig vereinbar",
    "part": "teilweise vereinbar",
    "none": "nicht vereinbar",
}


def _accessibility(
    authority: Authority, answers: Mapping[str, str], _officer: Contact | None
) -> list[str]:
    status = answers.get("status", "part")
    barriers = [line for line in answers.get("barriers", "").splitlines() if line.strip()]
    law = (
        _("dem Barrierefreie-Websites-Gesetz (BfWebG) und der zugehörigen Verordnung (BfWebVO)")
        if state_of(authority) == SAXONY
        else _("dem Recht unseres Landes")
    )
    checked = answers.get("checked_on", "")
    basis = {
        "self": _("Grundlage ist eine Selbstbewertung vom %(day)s."),
        "external": _("Grundlage ist die Prüfung durch eine unabhängige Stelle vom %(day)s."),
    }[answers.get("method", "self")]
    return [
        _("Diese Erklärung gilt für die Seiten „Vorbeugung und Sicherheit“: %(town)s.")
        % {"town": _plain(authority.name)},
        _section(
            _("Stand der Vereinbarkeit"),
            _(
                "Maßstab sind die Anforderungen nach %(law)s und BITV 2.0 (EN 301 549, WCAG 2.1 "
                "Stufe AA). Die Seiten sind damit **%(status)s**."
            )
            % {"law": law, "status": _STATUS[status]},
            basis % {"day": date_text(dt.date.fromisoformat(checked))} if checked else "",
        ),
        _section(
            _("Was noch nicht barrierefrei ist"),
            "\n".join(f"* {_plain(line)}" for line in barriers) if status != "full" else "",
        ),
        _section(
            _("Barriere melden"),
            _(
                "Haben Sie eine Barriere gefunden? Schreiben Sie uns oder rufen Sie an. Nennen Sie "
                "bitte die Seite und was nicht geht. Sie erhalten auch Auskunft in anderer Form."
            ),
            _letterhead(authority, department=True),
        ),
        _section(
            _("Durchsetzungsstelle"),
            _(
                "Antworten wir nicht oder nicht zufriedenstellend, können Sie sich an die "
                "Durchsetzungsstelle wenden. Das Verfahren ist kostenlos."
            ),
            answers.get("enforcement", "").strip(),
        ),
    ]


def officer_kind(kind: LegalKind) -> ContactKind | None:
    """Return whose contact a legal page shows besides the letterhead."""
    return ContactKind.PROTECTION_OFFICER if kind == LegalKind.PRIVACY else None
