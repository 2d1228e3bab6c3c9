"""What a strategy still lacks, in words: what must be there, and what would make it better."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.strategies.choices import FocusContent, StrategyContent
from vorort.strategies.queries.document import walk_goals


@dataclass(frozen=True)
class Gap:
    """One thing that is missing; a ``required`` one stops the way to the resolution."""

    words: str
    # Where it is mended: a section, or the key of a priority, or "focuses".
    part: str
    required: bool = False


@dataclass(frozen=True)
class Completeness:
    """What is there and what is missing."""

    gaps: tuple[Gap, ...]
    done: int
    total: int

    @property
    def missing(self) -> tuple[Gap, ...]:
        return tuple(gap for gap in self.gaps if gap.required)

    @property
    def words(self) -> str:
        """One sentence: how far it is."""
        if self.missing:
            return ngettext(
                "Vor dem Beschluss fehlt noch %(number)d Angabe.",
                "Vor dem Beschluss fehlen noch %(number)d Angaben.",
                len(self.missing),
            ) % {"number": len(self.missing)}
        if self.gaps:
            return _("Alles Nötige ist da. Einiges lässt sich noch ergänzen.")
        return _("Vollständig. Die Strategie kann in den Beschluss gehen.")


def completeness(content: StrategyContent) -> Completeness:
    """Return what is missing in the words of a strategy."""
    texts, focuses = {each["key"] for each in content["sections"]}, content["focuses"]
    start = "introduction" in texts or bool(content["findings"])
    mission = _("Das Leitbild fehlt: wofür Sie stehen, in zwei, drei Sätzen.")
    goalless = _("Kein Schwerpunkt hat ein Ziel. Eines muss es sein.")
    checks = [
        ("mission" in texts, Gap(mission, "mission", required=True)),
        (bool(focuses), Gap(_("Es gibt noch keinen Schwerpunkt."), "focuses", required=True)),
        (any(each["goals"] for each in focuses), Gap(goalless, "focuses", required=True)),
        (start, Gap(_("Die Ausgangslage fehlt: Worauf antwortet die Strategie?"), "introduction")),
        (bool(content["findings"]), Gap(_("Keine Feststellung ist verknüpft."), "introduction")),
        ("organisation" in texts, Gap(_("Es steht nicht da, wer zusammenarbeitet."), "organisation")),
        ("review" in texts, Gap(_("Es steht nicht da, wie Sie die Wirkung prüfen."), "review")),
        *(check for focus in focuses for check in _of_focus(focus)),
    ]  # fmt: skip
    gaps = tuple(gap for is_done, gap in checks if not is_done)
    return Completeness(gaps=gaps, done=len(checks) - len(gaps), total=len(checks))


def _of_focus(focus: FocusContent) -> list[tuple[bool, Gap]]:
    named, part = {"title": focus["title"]}, focus["key"]
    goals = [goal for _depth, goal in walk_goals(focus["goals"])]
    checks = [(bool(goals), Gap(_("Der Schwerpunkt „%(title)s“ hat kein Ziel.") % named, part))]
    if goals:
        works = bool(focus["measures"]) or any(goal["measures"] for goal in goals)
        idle = _("Zum Schwerpunkt „%(title)s“ gibt es noch keine Maßnahme.") % named
        checks.append((works, Gap(idle, part)))
    for goal in goals:
        if not (goal["target"] and goal["due_on"]):
            vague = _("Beim Ziel „%(title)s“ fehlt Zielwert oder Termin.") % goal
            checks.append((False, Gap(vague, part)))
    return checks
