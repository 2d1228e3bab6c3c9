"""How a measure becomes public: what the town chooses, what is compared."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SCHEMA = "vorort.massnahme"
JSON_FILE = "massnahme.json"
# What is said of a result whose numbers are not for everybody.
WITHOUT_NUMBERS: dict[str, Promise | str] = {
    "likely_good": _(
        "Eine Wirkung ist wahrscheinlich. Ob zur selben Zeit etwas anderes geschah, ist nicht bekannt."
    ),
    "likely_bad": _(
        "Es ist wahrscheinlich schlechter geworden. Woran das liegt, ist nicht bekannt."
    ),
    "displaced": _(
        "Am Ort wurde es besser, in der Nachbarschaft schlechter. Wahrscheinlich hat es sich verlagert."
    ),
    "unclear": _("Ob die Maßnahme gewirkt hat, ist nicht von Zufall zu unterscheiden."),
    "not_evaluable": _("Ob die Maßnahme gewirkt hat, lässt sich nicht bewerten."),
}
# Something changed by more than chance, and nobody can say why.
OPEN_CAUSE = _("Es hat sich etwas geändert. Ob es an der Maßnahme liegt, bleibt offen.")
# Kept true by themselves: nobody writes them in words.
FACTS = ("state", "state_label", "state_on", "starts_on", "ends_on")
# What a new version is told to have changed, by the key of the payload.
LABELS: dict[str, Promise | str] = {
    "title": _("Titel"),
    "summary": _("Kurz gesagt"),
    "topic_label": _("Thema"),
    "owner": _("zuständig"),
    "place": _("Ort"),
    "state_label": _("Stand"),
    "state_reason": _("Begründung des Standes"),
    "starts_on": _("Beginn"),
    "ends_on": _("Ende"),
    "target_groups": _("Zielgruppen"),
    "partners": _("Beteiligte"),
    "why": _("Anlass"),
    "goals": _("Ziele"),
    "milestones": _("Meilensteine"),
    "money": _("Geld"),
    "reach": _("Was gezählt wurde"),
    "effects": _("Ergebnis"),
    "lessons": _("Was wir gelernt haben"),
    "afterwards": _("Wie es danach weitergeht"),
    "answers": _("Mehr zum Vorhaben"),
    "resolution": _("Beschluss"),
    "evidence_level": _("Nachweis"),
    "citations": _("Bezüge"),
}
# Longer ago nobody looks for it on the page; versions stay with the publications.
HISTORY = 20


@dataclass(frozen=True)
class Options:
    """What the town chooses when it publishes.

    Attributes
    ----------
    money : bool
        Whether planned and spent money stand on the page.
    numbers : bool, optional
        Whether results stand with their numbers; None: where their sources are open.
    """

    money: bool = False
    numbers: bool | None = None
