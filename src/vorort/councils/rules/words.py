"""Rules in words: one sentence per setting, and what differs between two versions."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vorort.councils.choices import (
    ChairMode,
    CircularRule,
    DecisionMode,
    LegalBasis,
    Majority,
    MinutesApproval,
    Publicity,
    QuorumKind,
)
from vorort.councils.models import BodyRules
from vorort.councils.rules.presets import BY_LAW

# Among the few that everybody asks about.
_SHORT = frozenset({"meetings_per_year", "publicity", "chair_mode", "quorum_kind", "majority"})
_SAID: dict[str, Promise | str] = {
    Publicity.PUBLIC: gettext_lazy("Die Sitzungen sind öffentlich."),
    Publicity.PARTLY: gettext_lazy("Einzelne Punkte der Sitzungen sind öffentlich."),
    Publicity.NON_PUBLIC: gettext_lazy("Die Sitzungen sind nicht öffentlich."),
    ChairMode.MAYOR: gettext_lazy("Den Vorsitz führt die Bürgermeisterin oder der Bürgermeister."),
    ChairMode.CO_CHAIRS: gettext_lazy("Den Vorsitz führen mehrere gemeinsam."),
    ChairMode.ELECTED: gettext_lazy("Die Mitglieder wählen den Vorsitz aus ihrer Mitte."),
    QuorumKind.NONE: gettext_lazy("Das Gremium kann immer beschließen, gleich wie viele da sind."),
    QuorumKind.HALF: gettext_lazy(
        "Das Gremium kann beschließen, wenn mindestens die Hälfte aller stimmberechtigten "
        "Mitglieder da ist."
    ),
    QuorumKind.MORE_THAN_HALF: gettext_lazy(
        "Das Gremium kann beschließen, wenn mehr als die Hälfte aller stimmberechtigten "
        "Mitglieder da ist."
    ),
    Majority.SIMPLE: gettext_lazy(
        "Es gilt die Mehrheit der abgegebenen Stimmen, ohne Enthaltungen."
    ),
    Majority.TWO_THIRDS: gettext_lazy("Es gelten zwei Drittel der Anwesenden."),
    Majority.ABSOLUTE: gettext_lazy("Es gilt die Mehrheit aller Stimmberechtigten."),
    MinutesApproval.NEXT_MEETING: gettext_lazy(
        "Die Niederschrift wird in der nächsten Sitzung genehmigt."
    ),
    MinutesApproval.SIGNATURES: gettext_lazy(
        "Vorsitz, zwei Mitglieder und Schriftführung unterschreiben die Niederschrift."
    ),
}
# "none" is a quorum, too.
_CIRCULARS: dict[str, Promise | str] = {
    CircularRule.NONE: gettext_lazy("Außerhalb einer Sitzung wird nichts beschlossen."),
    CircularRule.NO_OBJECTION: gettext_lazy(
        "Einfaches lässt sich im Umlauf beschließen; ein einziger Widerspruch genügt, und es "
        "kommt in die Sitzung."
    ),
    CircularRule.MAJORITY: gettext_lazy(
        "Im Umlauf lässt sich mit derselben Mehrheit beschließen wie in der Sitzung."
    ),
}


@dataclass(frozen=True)
class Sentence:
    """One topic of the rules; ``section`` where the law lays it down, ``short`` asked by all."""

    topic: str
    text: str
    section: str = ""
    short: bool = False


@dataclass(frozen=True)
class Difference:
    """A topic on which two versions differ."""

    topic: str
    before: str
    after: str


def sentences(rules: BodyRules) -> tuple[Sentence, ...]:
    """Return the rules in one sentence per topic, for people who do not read statutes."""
    bounds = BY_LAW.get(LegalBasis(rules.legal_basis), {})

    def line(topic: str, text: object, field: str = "") -> Sentence:
        bound = bounds.get(field)
        return Sentence(topic, str(text), bound.section if bound else "", field in _SHORT)

    basis = (str(LegalBasis(rules.legal_basis).label), rules.legal_reference)
    found = [
        line(_("Grundlage"), " · ".join(filter(None, basis))),
        line(_("Sitzungen"), _rhythm(rules.meetings_per_year), "meetings_per_year"),
        line(_("Ladung"), _notice(rules.notice_days)),
        line(_("Öffentlichkeit"), _SAID[rules.publicity], "publicity"),
        line(_("Vorsitz"), _SAID[rules.chair_mode], "chair_mode"),
        line(_("Beschlussfähigkeit"), _quorum(rules), "quorum_kind"),
        line(_("Entscheidung"), _decision(rules), "majority"),
        line(_("Umlaufbeschluss"), _CIRCULARS[rules.circular_rule], "circular_rule"),
        line(_("Niederschrift"), _minutes(rules.minutes_due_days), "minutes_due_days"),
        line(_("Genehmigung"), _approval(rules), "minutes_approval"),
        line(_("Form"), _form(rules), "paper_required"),
        line(_("Gäste"), _guests(rules)),
        line(_("Verschwiegenheit"), rules.confidentiality),
        line(_("Befangenheit"), rules.conflict_of_interest),
    ]
    return tuple(one for one in found if one.text)


def differences(before: BodyRules, after: BodyRules) -> tuple[Difference, ...]:
    """Return what the later version says differently, topic by topic."""
    old = {one.topic: one.text for one in sentences(before)}
    new = {one.topic: one.text for one in sentences(after)}
    topics = dict.fromkeys((*old, *new))
    pairs = [Difference(topic, old.get(topic, ""), new.get(topic, "")) for topic in topics]
    return tuple(one for one in pairs if one.before != one.after)


def _rhythm(n: int) -> str:
    if not n:
        return _("Das Gremium tagt nach Bedarf.")
    return ngettext(
        "Das Gremium tagt mindestens einmal im Jahr.",
        "Das Gremium tagt mindestens %(n)d-mal im Jahr.",
        n,
    ) % {"n": n}


def _notice(n: int) -> str:
    if not n:
        return _("Eine Frist für die Einladung ist nicht festgelegt.")
    return ngettext(
        "Die Einladung geht spätestens einen Tag vor der Sitzung hinaus.",
        "Die Einladung geht spätestens %(n)d Tage vor der Sitzung hinaus.",
        n,
    ) % {"n": n}


def _quorum(rules: BodyRules) -> str:
    if rules.quorum_kind != QuorumKind.FIXED:
        return str(_SAID[rules.quorum_kind])
    n = rules.quorum_number or 1
    return ngettext(
        "Das Gremium kann beschließen, wenn mindestens ein stimmberechtigtes Mitglied da ist.",
        "Das Gremium kann beschließen, wenn mindestens %(n)d stimmberechtigte Mitglieder da sind.",
        n,
    ) % {"n": n}


def _decision(rules: BodyRules) -> str:
    words = [str(_SAID[rules.majority]), f"{rules.get_tie_rule_display()}."]
    if rules.decision_mode == DecisionMode.CONSENSUS:
        words.insert(0, _("Zuerst wird Einigkeit gesucht, sonst abgestimmt."))
    return " ".join(words)


def _minutes(n: int) -> str:
    return ngettext(
        "Die Niederschrift liegt spätestens einen Tag nach der Sitzung vor.",
        "Die Niederschrift liegt spätestens %(n)d Tage nach der Sitzung vor.",
        n,
    ) % {"n": n}


def _approval(rules: BodyRules) -> str:
    if rules.minutes_approval != MinutesApproval.SILENCE:
        return str(_SAID[rules.minutes_approval])
    return ngettext(
        "Die Niederschrift gilt als genehmigt, wenn einen Tag lang niemand widerspricht.",
        "Die Niederschrift gilt als genehmigt, wenn %(n)d Tage lang niemand widerspricht.",
        rules.objection_days,
    ) % {"n": rules.objection_days}


def _form(rules: BodyRules) -> str:
    paper = _("Die Niederschrift kann elektronisch sein.")
    if rules.paper_required:
        paper = _("Die Niederschrift braucht Papier und Unterschrift.")
    copies = _("Sie wird nicht ausgehändigt; Mitglieder können sie einsehen.")
    if rules.hand_out_minutes:
        copies = _("Die Mitglieder bekommen sie ausgehändigt.")
    return f"{paper} {copies}"


def _guests(rules: BodyRules) -> str:
    if rules.guests_may_speak:
        return _("Gäste dürfen sprechen, abstimmen dürfen sie nicht.")
    return _("Gäste hören zu; sprechen dürfen sie nur, wenn die Mitglieder es zulassen.")
