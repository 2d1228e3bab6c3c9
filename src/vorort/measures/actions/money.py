"""Planned money and what was spent of it, to the cent."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.errors import DomainError
from vorort.measures.actions._common import change, locked, log, measure_changed, not_future
from vorort.measures.models import BudgetLine, Measure, Part, Spending
from vorort.ui import format as german

# Who presses a button twice does so within this time.
_TWICE = dt.timedelta(minutes=1)


class BookedTwice(DomainError):
    """The same person has just booked the same expense."""


class OverBudget(DomainError):
    """More would be spent than the line holds; ``over`` is by how much."""

    def __init__(self, message: str, over: Decimal, field: str = "amount") -> None:
        super().__init__(message, field=field, details={"over": str(over)})
        self.over = over


@transaction.atomic
def add_budget_line(
    *,
    measure: Measure,
    title: str,
    planned: Decimal,
    kind: str,
    source: str,
    by: Person,
    at: dt.datetime,
    reason: str = "",
) -> BudgetLine:
    """Plan money; after the adoption with a reason."""
    _not_negative(planned)
    with change(measure, reason=reason, by=by, at=at) as own:
        made: BudgetLine = BudgetLine.objects.create(
            authority=own.authority, measure=own, title=title.strip(), planned=planned, kind=kind,
            source=source,
        )  # fmt: skip
    log("budget_line_added", own, by, at, line=made.title, planned=str(planned))
    return made


@transaction.atomic
def edit_budget_line(
    *,
    line: BudgetLine,
    by: Person,
    at: dt.datetime,
    reason: str = "",
    **values: object,
) -> BudgetLine:
    """Change ``title``, ``planned``, ``kind`` or ``source`` of a line; never below what is spent."""
    unknown = values.keys() - {"title", "planned", "kind", "source"}
    if unknown:
        raise TypeError(f"not editable: {sorted(unknown)}")
    with change(line.measure, reason=reason, by=by, at=at) as own:
        kept: BudgetLine = BudgetLine.objects.select_for_update().get(pk=line.pk)
        for name, value in values.items():
            setattr(kept, name, value)
        _not_negative(kept.planned)
        spent = spent_on(kept)
        if kept.planned < spent:
            raise OverBudget(
                _(
                    "Auf „%(line)s“ sind schon %(spent)s gebucht, das sind %(over)s mehr. "
                    "Bitte planen Sie mindestens so viel."
                )
                % {
                    "line": kept.title,
                    "spent": german.euro(spent),
                    "over": german.euro(spent - kept.planned),
                },
                spent - kept.planned,
                "planned",
            )
        kept.save()
    log("budget_line_changed", own, by, at, line=kept.title, planned=str(kept.planned))
    return kept


@transaction.atomic
def remove_budget_line(*, line: BudgetLine, by: Person, at: dt.datetime, reason: str = "") -> None:
    """Take a line out of the plan while nothing is spent on it."""
    with change(line.measure, reason=reason, by=by, at=at) as own:
        kept = BudgetLine.objects.select_for_update().get(pk=line.pk)
        if spent_on(kept):
            raise DomainError(
                _(
                    "Auf „%(line)s“ sind Ausgaben gebucht. Die Position bleibt; senken Sie bitte "
                    "die geplante Summe."
                )
                % {"line": kept.title}
            )
        kept.delete()
    log("budget_line_removed", own, by, at, line=line.title)


@transaction.atomic
def add_spending(
    *,
    line: BudgetLine,
    on: dt.date,
    amount: Decimal,
    title: str,
    by: Person,
    at: dt.datetime,
    part: Part | None = None,
) -> Spending:
    """Book an expense on a line; bills come in after the end, too.

    Raises
    ------
    BookedTwice
        The same expense came in a moment ago, as from a button pressed twice.
    OverBudget
        The line does not hold as much.
    """
    own = locked(line.measure)
    # The line is the lock between two who book at once.
    kept: BudgetLine = BudgetLine.objects.select_for_update().get(pk=line.pk)
    if part is not None and part.measure_id != own.pk:
        raise DomainError(_("Dieser Beitrag gehört zu einer anderen Maßnahme."), field="part")
    if amount <= 0:
        raise DomainError(
            _("Bitte geben Sie einen Betrag über null ein. Eine falsche Buchung nehmen Sie zurück."),
            field="amount",
        )  # fmt: skip
    not_future(on, at)
    _not_twice(kept, at, part=part, on=on, amount=amount, title=title.strip(), entered_by=by)
    rest = kept.planned - spent_on(kept)
    if amount > rest:
        raise OverBudget(
            _(
                "„%(line)s“ hat noch %(rest)s, die Ausgabe liegt %(over)s darüber. Bitte erhöhen "
                "Sie die Position mit einem Grund, oder buchen Sie auf eine andere."
            )
            % {
                "line": kept.title,
                "rest": german.euro(rest),
                "over": german.euro(amount - rest),
            },
            amount - rest,
        )
    made: Spending = Spending.objects.create(
        authority=own.authority, line=kept, part=part, on=on, amount=amount, title=title.strip(),
        entered_by=by,
    )  # fmt: skip
    log("spending_added", own, by, at, line=kept.title, amount=str(amount))
    measure_changed.send(sender=Measure, measure=own, at=at)
    return made


@transaction.atomic
def remove_spending(*, spending: Spending, by: Person, at: dt.datetime) -> None:
    """Take back a wrong entry; the log keeps that it was there."""
    own = locked(spending.line.measure)
    spending.delete()
    log("spending_removed", own, by, at, line=spending.line.title, amount=str(spending.amount))
    measure_changed.send(sender=Measure, measure=own, at=at)


def spent_on(line: BudgetLine) -> Decimal:
    """Return what has been spent on a line."""
    total: Decimal | None = line.spendings.aggregate(total=Sum("amount"))["total"]
    return total or Decimal(0)


def _not_twice(line: BudgetLine, at: dt.datetime, **same: object) -> None:
    just_now = (at - _TWICE, at + _TWICE)
    if line.spendings.filter(created_at__range=just_now, **same).exists():
        raise BookedTwice(
            _(
                "Genau diese Ausgabe ist eben schon gebucht. War es eine zweite, schreiben Sie bitte "
                "dazu, was sie unterscheidet."
            ),
            field="title",
        )


def _not_negative(planned: Decimal) -> None:
    if planned < 0:
        raise DomainError(_("Geplant werden kann nicht weniger als null Euro."), field="planned")
