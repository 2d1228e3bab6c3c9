"""Money to the cent, and as people write it."""

from decimal import Decimal

import pytest
from django import forms

from tests.factories.measures import AT, TODAY, make_line, make_measure, make_part
from tests.people import People
from vorort.core.errors import DomainError
from vorort.core.scopes import authority_scope
from vorort.dossiers.forms import MoneyField, read_money
from vorort.measures import actions


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234,50", "1234.50"),
        ("1234,5", "1234.50"),
        ("1.234", "1234.00"),
        ("80 €", "80.00"),
        ("80,- EUR", "80.00"),
        ("12.50", "12.50"),
        ("1 234,50", "1234.50"),
    ],
)
def test_amounts_as_people_write_them(text: str, amount: str) -> None:
    assert read_money(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["1,234.50", "viel", "-5", "1.23,4", "12,345", "9999999999"])
def test_other_texts_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(forms.ValidationError):
        read_money(text)


def test_an_amount_is_shown_the_german_way() -> None:
    assert MoneyField().prepare_value(Decimal("1234.5")) == "1.234,50"


def test_spending_above_the_line_says_by_how_much_and_what_to_do(people: People) -> None:
    own = make_measure(people)
    line = make_line(own, people, planned=Decimal(100))
    given = {"line": line, "on": TODAY, "title": "Farbe", "by": people.coordinator, "at": AT}
    with authority_scope(people.town):
        actions.add_spending(amount=Decimal("99.99"), **given)
        with pytest.raises(actions.OverBudget) as refused:
            actions.add_spending(amount=Decimal("0.02"), **given)
        assert refused.value.over == Decimal("0.01")
        assert "noch 0,01\u00a0€" in refused.value.message
        assert "auf eine andere" in refused.value.message
        actions.add_spending(amount=Decimal("0.01"), **given)
        with pytest.raises(DomainError, match="über null"):
            actions.add_spending(amount=Decimal(0), **given)


def test_a_line_never_falls_below_what_is_spent(people: People) -> None:
    own = make_measure(people)
    line = make_line(own, people, planned=Decimal(100))
    by = {"by": people.coordinator, "at": AT}
    with authority_scope(people.town):
        actions.add_spending(line=line, on=TODAY, amount=Decimal(60), title="Farbe", **by)
        with pytest.raises(actions.OverBudget, match="schon 60,00"):
            actions.edit_budget_line(line=line, planned=Decimal(50), **by)
        with pytest.raises(DomainError, match="Die Position bleibt"):
            actions.remove_budget_line(line=line, **by)
        with pytest.raises(DomainError, match="null Euro"):
            actions.edit_budget_line(line=line, planned=Decimal(-1), **by)


def test_a_partner_with_expenses_stays(people: People) -> None:
    own = make_measure(people)
    line, part = make_line(own, people), make_part(own, people)
    by = {"by": people.coordinator, "at": AT}
    with authority_scope(people.town):
        actions.add_spending(
            line=line, on=TODAY, amount=Decimal(60), title="Farbe", part=part, **by
        )
        with pytest.raises(DomainError, match="bleibt deshalb"):
            actions.remove_part(part=part, **by)


def test_parts_of_another_measure_are_refused(people: People) -> None:
    own, other = make_measure(people), make_measure(people)
    line, part = make_line(own, people), make_part(other, people)
    by = {"by": people.coordinator, "at": AT}
    with authority_scope(people.town):
        with pytest.raises(DomainError, match="anderen Maßnahme"):
            actions.add_spending(line=line, on=TODAY, amount=Decimal(1), title="x", part=part, **by)
        with pytest.raises(DomainError, match="anderen Maßnahme"):
            actions.add_milestone(measure=own, title="x", due_on=TODAY, part=part, **by)
