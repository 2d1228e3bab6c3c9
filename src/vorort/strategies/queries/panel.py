"""What a measure's page says of the strategy it serves."""

from vorort.accounts.models import Person
from vorort.findings.models import Goal
from vorort.measures.models import Measure
from vorort.measures.registry import Panel
from vorort.strategies import rules
from vorort.strategies.choices import StrategyState
from vorort.strategies.models import FocusGoal, FocusMeasure

# A goal tree is never so deep; a ring of parents ends here.
DEEPEST = 12


def measure_panel(actor: Person, measure: Measure) -> Panel | None:
    """Return the priorities of the strategy that holds which a measure serves, or None."""
    if not rules.can_view(actor, measure.authority):
        return None
    holds = {"focus__strategy__state": StrategyState.ADOPTED}
    through = FocusGoal.objects.filter(goal__in=_goals_above(measure), **holds)
    direct = FocusMeasure.objects.filter(measure=measure, **holds)
    rows = [
        row.focus
        for found in (through, direct)
        for row in found.select_related("focus__strategy__authority").order_by("focus__position")
    ]
    if not rows:
        return None
    focuses = list({focus.pk: focus for focus in rows}.values())
    title = str(focuses[0].strategy._meta.verbose_name)  # noqa: SLF001 - public, in spite of its name
    context = {"strategy": focuses[0].strategy, "focuses": focuses}
    return Panel(title, "strategies/measure_panel.html", context, side=True)


def _goals_above(measure: Measure) -> set[int]:
    """Return the goals of a measure and those they stand below."""
    found: set[int] = set()
    level = set(measure.goals.values_list("goal_id", flat=True))
    for _step in range(DEEPEST):
        level -= found
        if not level:
            break
        found |= level
        parents = Goal.objects.filter(pk__in=level, parent__isnull=False)
        level = {key for key in parents.values_list("parent_id", flat=True) if key}
    return found
