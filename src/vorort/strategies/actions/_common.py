"""What all actions on strategies share: the lock, the steps, the entry in the log."""

import datetime as dt
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.core.errors import DomainError
from vorort.strategies import rules
from vorort.strategies.choices import STRATEGY_STEPS, StrategyState
from vorort.strategies.models import Focus, Strategy


class StrategyFixed(DomainError):
    """The strategy is not in a state in which this can be done to it."""


class StaleStrategy(DomainError):
    """Somebody else has saved in the meantime; ``current`` is what stands now."""

    def __init__(self, current: Strategy | Focus) -> None:
        super().__init__(
            _(
                "Jemand hat diesen Text inzwischen geändert. Ihre Eingaben stehen noch hier, "
                "daneben der jetzige Stand. Bitte führen Sie beides zusammen und speichern Sie."
            )
        )
        self.current = current


def locked(strategy: Strategy) -> Strategy:
    """Return the strategy as it stands, kept from others until the end of the transaction."""
    found: Strategy = Strategy.objects.select_for_update().get(pk=strategy.pk)
    return found


def locked_draft(strategy: Strategy) -> Strategy:
    """Return the strategy locked, where its words may still change."""
    own = locked(strategy)
    if own.state == StrategyState.DRAFT:
        return own
    if own.state == StrategyState.SUBMITTED:
        raise StrategyFixed(
            _(
                "Die Strategie liegt zum Beschluss vor. Holen Sie sie zurück, bevor Sie etwas "
                "ändern."
            )
        )
    raise StrategyFixed(
        _("Die Strategie ist %(state)s. Für Änderungen legen Sie bitte eine neue Fassung an.")
        % {"state": own.get_state_display()}
    )


def changes(
    own: Strategy | Focus, revision: int, values: Mapping[str, Any], allowed: AbstractSet[str]
) -> dict[str, Any]:
    """Return the values that are other ones now.

    Raises
    ------
    StaleStrategy
        ``revision`` is not the latest and something would be lost: nothing is stored.
    """
    if unknown := values.keys() - allowed:
        raise TypeError(f"not editable: {sorted(unknown)}")
    given = {key: each.strip() if isinstance(each, str) else each for key, each in values.items()}
    changed = {key: each for key, each in given.items() if getattr(own, key) != each}
    if changed and own.revision != revision:
        raise StaleStrategy(own)
    if not changed.get("title", "-"):
        raise DomainError(_("Bitte schreiben Sie einen Titel."), field="title")
    return changed


def save(own: Strategy | Focus, changed: Mapping[str, Any]) -> None:
    """Keep changed values; who has the page open from before finds out."""
    for name, value in changed.items():
        setattr(own, name, value)
    own.revision += 1
    own.save()


def step(strategy: Strategy, to: StrategyState) -> None:
    """Move the strategy on, or say why not."""
    if to not in STRATEGY_STEPS[StrategyState(strategy.state)]:
        raise StrategyFixed(
            _("Die Strategie ist %(state)s. Dieser Schritt ist jetzt nicht möglich.")
            % {"state": strategy.get_state_display()}
        )
    strategy.state = to


def log(verb: str, strategy: Strategy, by: Person | None, at: dt.datetime, **after: object) -> None:
    """Write the log."""
    record(
        verb=f"strategies.{verb}",
        by=by,
        authority_id=strategy.authority_id,
        kind=rules.KIND,
        object_id=strategy.public_id,
        label=str(strategy),
        after={"state": str(strategy.state), **after},
        at=at,
    )
