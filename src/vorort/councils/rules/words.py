"""Rules in words: one sentence per setting, and what differs between two versions."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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

_SHORT = frozenset({"publicity", "chair_mode", "quorum_kind", "majority", "minutes_approval"})


@dataclass(frozen=True)
class Sentence:
    """One topic of the rules, in one sentence; ``section`` where the law lays it down."""

    topic: str
    text: str
    section: str = ""
    # Among the few that everybody asks about.
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

    rhythm = _rhythm(rules)

    def line(topic: str, text: str, field: str = "") -> Sentence:
        bound = bounds.get(field)
        short = field in _SHORT or text == rhythm
        return Sentence(topic, text, bound.section if bound else "", short)

    basis = str(LegalBasis(rules.legal_basis).label)
    found = [
        line(
            _("Grundlage"), " · ".join(dict.fromkeys(filter(None, (basis, rules.legal_reference))))
        ),
        line(_("Sitzungen"), rhythm),
        line(_("Ladung"), _notice(rules)),
        line(_("Öffentlichkeit"), _publicity(rules), "publicity"),
        line(_("Vorsitz"), _chair(rules), "chair_mode"),
        line(_("Beschlussfähigkeit"), _quorum(rules), "quorum_kind"),
        line(_("Entscheidung"), _decision(rules), "majority"),
        line(_("Umlaufbeschluss"), _circular(rules), "circular_rule"),
        line(_("Niederschrift"), _minutes(rules), "minutes_due_days"),
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
    return tuple(
        Difference(topic, old.get(topic, ""), new.get(topic, ""))
        for topic in dict.fromkeys((*old, *new))
        if old.get(topic, "") != new.get(topic, "")
    )


def _rhythm(rules: BodyRules) -> str:
    if not rules.meetings_per_year:
        return _("Das Gremium tagt nach Bedarf.")
    return ngettext(
        "Das Gremium tagt mindestens einmal im Jahr.",
        "Das Gremium tagt mindestens %(n)d-mal im Jahr.",
        rules.meetings_per_year,
    ) % {"n": rules.meetings_per_year}


def _notice(rules: BodyRules) -> str:
    if not rules.notice_days:
        return _("Eine Frist für die Einladung ist nicht festgelegt.")
    return ngettext(
        "Die Einladung geht spätestens einen Tag vor der Sitzung hinaus.",
        "Die Einladung geht spätestens %(n)d Tage vor der Sitzung hinaus.",
        rules.notice_days,
    ) % {"n": rules.notice_days}


def _publicity(rules: BodyRules) -> str:
    return {
        Publicity.PUBLIC: _("Die Sitzungen sind öffentlich."),
        Publicity.PARTLY: _("Einzelne Punkte der Sitzungen sind öffentlich."),
        Publicity.NON_PUBLIC: _("Die Sitzungen sind nicht öffentlich."),
    }[Publicity(rules.publicity)]


def _chair(rules: BodyRules) -> str:
    return {
        ChairMode.MAYOR: _("Den Vorsitz führt die Bürgermeisterin oder der Bürgermeister."),
        ChairMode.CO_CHAIRS: _("Den Vorsitz führen mehrere gemeinsam."),
        ChairMode.ELECTED: _("Die Mitglieder wählen den Vorsitz aus ihrer Mitte."),
    }[ChairMode(rules.chair_mode)]


def _quorum(rules: BodyRules) -> str:
    if rules.quorum_kind == QuorumKind.FIXED:
        return ngettext(
            "Das Gremium kann beschließen, wenn mindestens ein stimmberechtigtes Mitglied da ist.",
            "Das Gremium kann beschließen, wenn mindestens %(n)d stimmberechtigte Mitglieder da "
            "sind.",
            rules.quorum_number or 1,
        ) % {"n": rules.quorum_number or 1}
    return {
        QuorumKind.NONE: _("Das Gremium kann immer beschließen, gleich wie viele da sind."),
        QuorumKind.HALF: _(
            "Das Gremium kann beschließen, wenn mindestens die Hälfte aller stimmberechtigten "
            "Mitglieder da ist."
        ),
        QuorumKind.MORE_THAN_HALF: _(
            "Das Gremium kann beschließen, wenn mehr als die Hälfte aller stimmberechtigten "
            "Mitglieder da ist."
        ),
    }[QuorumKind(rules.quorum_kind)]


def _decision(rules: BodyRules) -> str:
    majority = {
        Majority.SIMPLE: _("Es gilt die Mehrheit der abgegebenen Stimmen, ohne Enthaltungen."),
        Majority.TWO_THIRDS: _("Es gelten zwei Drittel der Anwesenden."),
        Majority.ABSOLUTE: _("Es gilt die Mehrheit aller Stimmberechtigten."),
    }[Majority(rules.majority)]
    words = [majority, f"{rules.get_tie_rule_display()}."]
    if rules.decision_mode == DecisionMode.CONSENSUS:
        words.insert(0, _("Zuerst wird Einigkeit gesucht, sonst abgestimmt."))
    return " ".join(words)


def _circular(rules: BodyRules) -> str:
    return {
        CircularRule.NONE: _("Außerhalb einer Sitzung wird nichts beschlossen."),
        CircularRule.NO_OBJECTION: _(
            "Einfaches lässt sich im Umlauf beschließen; ein einziger Widerspruch genügt, und es "
            "kommt in die Sitzung."
        ),
        CircularRule.MAJORITY: _(
            "Im Umlauf lässt sich mit derselben Mehrheit beschließen wie in der Sitzung."
        ),
    }[CircularRule(rules.circular_rule)]


def _minutes(rules: BodyRules) -> str:
    return ngettext(
        "Die Niederschrift liegt spätestens einen Tag nach der Sitzung vor.",
        "Die Niederschrift liegt spätestens %(n)d Tage nach der Sitzung vor.",
        rules.minutes_due_days,
    ) % {"n": rules.minutes_due_days}


def _approval(rules: BodyRules) -> str:
    if rules.minutes_approval == MinutesApproval.SILENCE:
        return ngettext(
            "Die Niederschrift gilt als genehmigt, wenn einen Tag lang niemand widerspricht.",
            "Die Niederschrift gilt als genehmigt, wenn %(n)d Tage lang niemand widerspricht.",
            rules.objection_days,
        ) % {"n": rules.objection_days}
    return {
        MinutesApproval.NEXT_MEETING: _(
            "Die Niederschrift wird in der nächsten Sitzung genehmigt."
        ),
        MinutesApproval.SIGNATURES: _(
            "Vorsitz, zwei Mitglieder und Schriftführung unterschreiben die Niederschrift."
        ),
    }[MinutesApproval(rules.minutes_approval)]


def _form(rules: BodyRules) -> str:
    paper = (
        _("Die Niederschrift braucht Papier und Unterschrift.")
        if rules.paper_required
        else _("Die Niederschrift kann elektronisch sein.")
    )
    copies = (
        _("Die Mitglieder bekommen sie ausgehändigt.")
        if rules.hand_out_minutes
        else _("Sie wird nicht ausgehändigt; Mitglieder können sie einsehen.")
    )
    return f"{paper} {copies}"


def _guests(rules: BodyRules) -> str:
    if rules.guests_may_speak:
        return _("Gäste dürfen sprechen, abstimmen dürfen sie nicht.")
    return _("Gäste hören zu; sprechen dürfen sie nur, wenn die Mitglieder es zulassen.")
