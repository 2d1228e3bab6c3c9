"""Bodies: taken in, changed, resting, ended, alive again; shared."""

import datetime as dt

import pytest

from tests.councils.conftest import AT, DAY
from tests.factories.councils import make_body, make_seat
from vorort.audit.models import Event
from vorort.core.scopes import authority_scope
from vorort.councils import actions, queries
from vorort.councils.choices import BODY_STEPS, BodyState
from vorort.councils.models import Body


def make(people, **given):
    values = {"kind": "working", "name": "AG Nacht", "legal_basis": "mayor_order"}
    return actions.create_body(
        authority=people.town, by=people.coordinator, at=AT, **{**values, **given}
    )


def go(people, body, to, **given):
    values = {"on": DAY, "reason": "Weil.", "hand_over": "An die Koordination."}
    return actions.change_state(
        body=body, to=to, by=people.coordinator, at=AT, **{**values, **given}
    )


@pytest.fixture
def town(people):
    with authority_scope(people.town):
        yield people.town


def test_rules_hold_from_the_first_day(people, town):
    active = make(people, state="active", founded_on=dt.date(2020, 5, 1))
    # An earlier meeting is measured by them, too.
    assert queries.rules_on(active, on=dt.date(2020, 5, 1)).valid_from == dt.date(2020, 5, 1)
    assert Event.objects.filter(verb="councils.body_created").count() == 1


def test_who_listens_can_stop_a_body(people, town):
    """The signal comes in the same transaction: what fails there leaves nothing behind."""

    def refuse(sender, **_kwargs):
        raise LookupError

    actions.body_created.connect(refuse)
    try:
        with pytest.raises(LookupError):
            make(people)
    finally:
        actions.body_created.disconnect(refuse)
    assert not Body.objects.exists()


def test_names_are_once_in_a_town(people, town):
    make(people)
    with pytest.raises(actions.NameTaken):
        make(people, name="ag NACHT ")
    assert Body.objects.count() == 1


def test_a_body_never_hangs_below_itself_or_in_another_town(people, town):
    top = make(people, name="Rat")
    middle = make(people, name="Lenkung", parent=top)
    low = make(people, name="AG", parent=middle)
    edit = {"by": people.coordinator, "at": AT}
    for parent in (top, middle, low):
        with pytest.raises(actions.WrongParent):
            actions.edit_body(body=top, parent=parent, **edit)
    foreign = make_body(people.other_town)
    with pytest.raises(actions.WrongParent):
        actions.edit_body(body=low, parent=foreign, **edit)
    actions.edit_body(body=low, parent=top, **edit)
    assert [
        line.body.name for line in queries.list_lines(people.coordinator, town)[0].children
    ] == ["AG", "Lenkung"]


def test_a_term_ends_after_it_begins(people, town):
    with pytest.raises(actions.TermNotInOrder):
        make(people, term_from=dt.date(2027, 1, 1), term_until=dt.date(2026, 1, 1))


def test_two_who_edit_at_once_lose_nothing(people, town):
    body = make(people)
    edit = {"body": body, "by": people.coordinator, "at": AT, "seen": body.updated_at}
    actions.edit_body(purpose="Erste Fassung", **edit)
    with pytest.raises(actions.BodyChangedMeanwhile):
        actions.edit_body(purpose="Zweite Fassung", **edit)
    assert Body.objects.get().purpose == "Erste Fassung"


def test_only_known_steps_of_a_life(people, town):
    for start in BodyState:
        for to in BodyState:
            body = make(people, name=f"{start} {to}", state=start)
            if to in BODY_STEPS[start]:
                assert go(people, body, to).state == to
            else:
                with pytest.raises(actions.StepNotAllowed):
                    go(people, body, to)


def test_a_body_rests_ends_and_lives_again(people, town):
    body = make(people, state="active")
    for place, to in enumerate(("dormant", "active", "dissolved", "active")):
        go(people, body, to, reason=f"Grund {place}")
    changes = queries.list_changes(body)
    assert [change.reason for change in changes] == [f"Grund {n}" for n in (3, 2, 1, 0)]
    assert changes[1].hand_over == "An die Koordination."
    assert Body.objects.get().state == "active"
    # The log has more readers than the body: no reason there.
    assert "Grund" not in str(list(Event.objects.values_list("after", flat=True)))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"on": dt.date(2026, 11, 24)}, "on"),
        ({"to": "dissolved", "hand_over": ""}, "hand_over"),
    ],
)
def test_a_step_says_what_it_needs(people, town, given, field):
    body = make(people, state="active")
    with pytest.raises(actions.StepNotAllowed) as refused:
        go(people, body, **{"to": "dormant", **given})
    assert refused.value.field == field
    assert Body.objects.get().state == "active"


def test_a_step_is_not_before_the_last_one(people, town):
    body = make(people, state="active")
    go(people, body, "dormant")
    with pytest.raises(actions.StepNotAllowed):
        go(people, body, "active", on=DAY - dt.timedelta(days=1))


def test_groups_below_end_first(people, town):
    top = make(people, name="Rat", state="active")
    make(people, name="AG Licht", parent=top, state="active")
    with pytest.raises(actions.StepNotAllowed, match="AG Licht"):
        go(people, top, "dissolved")


def test_who_leads_does_not_also_take_part(people, body):
    given = {
        "body": body,
        "from_on": DAY,
        "basis": "Vereinbarung",
        "by": people.coordinator,
        "at": AT,
    }
    with pytest.raises(actions.ParticipantNotAllowed):
        actions.add_participant(participant=people.town, **given)
    link = actions.add_participant(participant=people.other_town, **given)
    with pytest.raises(actions.ParticipantNotAllowed):
        actions.add_participant(participant=people.other_town, **given)
    with pytest.raises(actions.ParticipantNotAllowed):
        actions.end_participant(link=link, on=dt.date(2020, 1, 1), by=people.coordinator, at=AT)
    actions.end_participant(link=link, on=DAY, by=people.coordinator, at=AT)
    again = {**given, "from_on": DAY + dt.timedelta(days=1)}
    assert actions.add_participant(participant=people.other_town, **again).pk != link.pk


def test_a_shared_body_stands_on_both_lists(people, body):
    assert queries.list_bodies(people.other_coordinator, people.other_town) == []
    actions.add_participant(
        body=body,
        participant=people.other_town,
        from_on=DAY,
        basis="",
        by=people.coordinator,
        at=AT,
    )
    with authority_scope(people.other_town):
        (line,) = queries.list_lines(people.other_coordinator, people.other_town)
        assert (line.body, line.led_by) == (body, people.town)
        # The precinct works there but runs no council, and has no seat.
        assert queries.list_bodies(people.precinct, people.other_town) == []
    assert queries.list_my_bodies(people.other_coordinator) == [body]


def test_who_sees_which_bodies(people, body):
    other = make_body(people.town, name="AG ohne diese Leute")
    make_seat(other, function="Gewerbe")
    shown = {
        kind: {one.name for one in queries.list_bodies(person, people.town)}
        for kind, person in people.by_kind().items()
        if kind != "anonymous"
    }
    both = {body.name, other.name}
    for kind in ("coordinator", "mayor", "police", "coach", "lpr_consultant", "precinct"):
        assert shown[kind] == both
    assert shown["council_member"] == {body.name}
    for kind in ("councillor", "former_coordinator", "other_coordinator", "outsider"):
        assert shown[kind] == set()
    with pytest.raises(Body.DoesNotExist):
        queries.get_body(people.council_member, people.town, other.public_id)
