"""What a measure's page says of the strategy it serves."""

from django.db.models import Q

from vorort.accounts.models import Person
from vorort.measures.models import Measure
from vorort.measures.registry import Panel
from vorort.strategies import rules
from vorort.strategies.choices import StrategyState
from vorort.strategies.models import Focus


def measure_panel(actor: Person, measure: Measure) -> Panel | None:
    """Return the priorities a measure serves: by itself, its goals, or two steps above them."""
    if not rules.can_view(actor, measure.authority):
        return None
    serves = Q(measures__measure=measure)
    for way in ("goal", "goal__children", "goal__children__children"):
        serves |= Q(**{f"goals__{way}__measures__measure": measure})
    holds = Focus.objects.filter(serves, strategy__state=StrategyState.ADOPTED).distinct()
    focuses = list(holds.select_related("strategy__authority").order_by("position"))
    if not focuses:
        return None
    title = str(focuses[0].strategy._meta.verbose_name)  # noqa: SLF001 - public, in spite of its name
    context = {"strategy": focuses[0].strategy, "focuses": focuses}
    return Panel(title, "strategies/measure_panel.html", context, side=True)
