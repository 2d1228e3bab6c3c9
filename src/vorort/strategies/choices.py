"""States of a strategy."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StrategyState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    SUBMITTED = "submitted", _("zum Beschluss vorgelegt")
    ADOPTED = "adopted", _("beschlossen")
    REPLACED = "replaced", _("ersetzt")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


STRATEGY_STEPS: dict[StrategyState, frozenset[StrategyState]] = {
    StrategyState.DRAFT: frozenset({StrategyState.SUBMITTED, StrategyState.WITHDRAWN}),
    StrategyState.SUBMITTED: frozenset(
        {StrategyState.DRAFT, StrategyState.ADOPTED, StrategyState.WITHDRAWN}
    ),
    StrategyState.ADOPTED: frozenset({StrategyState.REPLACED}),
    StrategyState.REPLACED: frozenset(),
    StrategyState.WITHDRAWN: frozenset({StrategyState.DRAFT}),
}
IN_WORK = frozenset({StrategyState.DRAFT, StrategyState.SUBMITTED})
