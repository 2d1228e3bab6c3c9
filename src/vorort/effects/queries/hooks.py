"""What evaluation adds to measures and goals: the verdict, the words in the list, the chain's end."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.effects.models import Evaluation
from vorort.effects.queries.pictures import picture
from vorort.effects.queries.reading import latest, list_plans
from vorort.effects.queries.words import describe
from vorort.findings.choices import ChainStep
from vorort.findings.models import Goal
from vorort.findings.registry import ChainLink
from vorort.measures.models import Measure, MeasureGoal
from vorort.measures.registry import Panel
from vorort.ui import format as show


def stand(evaluation: Evaluation) -> str:
    """Return what a result is: a final or an interim one, as of a day."""
    words = _("Ergebnis, Stand %(day)s") if evaluation.is_final else _("Zwischenstand %(day)s")
    return words % {"day": show.date(evaluation.as_of)}


def load_panel(actor: Person, measure: Measure) -> Panel | None:  # noqa: ARG001
    """Return the verdict for the first page of a measure; nothing where nothing is planned."""
    found = latest([measure]).get(measure.pk)
    if found is not None:
        context = {
            "evaluation": found,
            "text": describe(found),
            "picture": picture(found),
            "measure": measure,
        }
        title = _("Wirkung, %(stand)s") % {"stand": stand(found)}
        return Panel(title, "effects/panel.html", context)
    plans = list_plans(measure)
    if not plans:
        return None
    return Panel(_("Wirkung"), "effects/panel_plan.html", {"plans": plans, "measure": measure})


def load_words(actor: Person, measures: Sequence[Measure]) -> dict[int, str]:  # noqa: ARG001
    """Return the result of each measure in a few words."""
    return {
        key: _("Wirkung: %(badge)s") % {"badge": describe(found).badge}
        for key, found in latest(measures).items()
    }


def load_ends(actor: Person, goals: Sequence[Goal]) -> dict[int, list[ChainLink]]:  # noqa: ARG001
    """Return the effects that follow goals, by goal, in two queries."""
    rows = list(
        MeasureGoal.objects.filter(goal__in=[goal.pk for goal in goals])
        .select_related("measure__authority")
        .order_by("measure__year", "measure__number")
    )
    results = latest([row.measure for row in rows])
    found: dict[int, list[ChainLink]] = {}
    for row in rows:
        result = results.get(row.measure_id)
        if result is not None:
            found.setdefault(row.goal_id, []).append(_link(row.measure, result))
    return found


def _link(measure: Measure, result: Evaluation) -> ChainLink:
    text = describe(result)
    return ChainLink(
        ChainStep.EFFECT,
        stand(result),
        note=result.plan.label,
        url=reverse("effects:effects", args=[measure.authority.slug, measure.public_id]),
        badge=text.badge,
        tone=text.tone,
        is_open=not result.is_final,
    )
