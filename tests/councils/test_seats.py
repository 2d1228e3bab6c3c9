"""Seats: taken, matched, changed, ended; how far each reads; personal links."""

import datetime as dt

import pytest

from tests.councils.conftest import AT, DAY
from tests.factories.accounts import make_person
from tests.factories.councils import make_body, make_council, make_seat, seat_of
from tests.factories.partners import make_organisation
from vorort.core.scopes import authority_scope
from vorort.councils import actions, queries
from vorort.councils.choices import Confidentiality, LinkPurpose, SeatRole
from vorort.councils.models import PersonalLink
from vorort.councils.rules import level_of, readable

LATER = AT + dt.timedelta(days=14)


def take(people, body, **given):
    values = {"function": "Wohnungswirtschaft", "from_on": DAY}
    return actions.seat_member(body=body, by=people.coordinator, at=AT, **{**values, **given})


def test_an_account_is_found_by_its_address(people, body):
    seat = take(people, body, email="REVIER@example.org")
    assert seat.person == people.precinct
    moved = actions.edit_seat(seat=seat, email="neu@example.org", by=people.coordinator, at=AT)
    assert moved.person is None
    newcomer = make_person("Nele Neu", email="neu@example.org")
    assert queries.count_to_match(body) == 1
    assert actions.match_accounts(body=body, by=people.coordinator, at=AT) == 1
    seat.refresh_from_db()
    assert seat.person == newcomer
    assert actions.match_accounts(body=body, by=people.coordinator, at=AT) == 0


def test_who_may_not_sign_in_gets_no_seat_by_address(people, body):
    make_person("Weg", email="weg@example.org", is_active=False)
    assert take(people, body, email="weg@example.org").person is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"function": "  "}, "function"),
        ({"until_on": dt.date(2020, 1, 1)}, "until_on"),
        ({"role": "deputy"}, "deputy_for"),
        ({"role": "guest", "is_chair": True}, "is_chair"),
        ({"email": "rat@example.org"}, "email"),
    ],
)
def test_a_seat_says_what_is_wrong(people, body, given, field):
    before = body.seats.count()
    with pytest.raises(actions.SeatNotAllowed) as refused:
        take(people, body, **given)
    assert refused.value.field == field
    assert body.seats.count() == before


def test_a_deputy_stands_in_for_a_member_of_the_same_body(people, body):
    school, deputy = seat_of(body, "Schulleitung"), seat_of(body, "stellvertretende Schulleitung")
    other = make_seat(make_body(people.town))
    for wrong in (deputy, other):
        with pytest.raises(actions.SeatNotAllowed):
            take(people, body, role="deputy", deputy_for=wrong)
    with pytest.raises(actions.SeatNotAllowed):
        take(people, body, role="voting", deputy_for=school)
    assert take(people, body, role="deputy", deputy_for=school).deputy_for == school


def test_organisations_of_another_town_stay_there(people, body):
    foreign = make_organisation(people.other_town)
    with pytest.raises(actions.SeatNotAllowed):
        take(people, body, organisation=foreign)


def test_nobody_joins_a_dissolved_body(people, body):
    actions.change_state(
        body=body,
        to="dissolved",
        on=DAY,
        reason="Ende",
        hand_over="Stadt",
        by=people.coordinator,
        at=AT,
    )
    body.refresh_from_db()
    with pytest.raises(actions.SeatNotAllowed):
        take(people, body)


def test_two_who_edit_one_seat(people, body):
    seat = seat_of(body, "Jugendhilfe")
    given = {"seat": seat, "by": people.coordinator, "at": AT, "seen": seat.updated_at}
    actions.edit_seat(name="Erste", **given)
    with pytest.raises(actions.BodyChangedMeanwhile):
        actions.edit_seat(name="Zweite", **given)
    seat.refresh_from_db()
    assert seat.name == "Erste"


def test_a_seat_ends_with_its_deputies(people, body):
    school, deputy = seat_of(body, "Schulleitung"), seat_of(body, "stellvertretende Schulleitung")
    with pytest.raises(actions.SeatNotAllowed):
        actions.end_seat(seat=school, on=dt.date(2000, 1, 1), by=people.coordinator, at=AT)
    actions.end_seat(seat=school, on=DAY, by=people.coordinator, at=AT)
    deputy.refresh_from_db()
    assert deputy.until_on == DAY
    tomorrow = DAY + dt.timedelta(days=1)
    assert school in queries.voting_seats(body, on=DAY)
    assert school not in queries.voting_seats(body, on=tomorrow)
    assert queries.list_past_seats(body, on=DAY) == []
    gone = {one.pk for one in queries.list_past_seats(body, on=tomorrow)}
    assert gone == {school.pk, deputy.pk}


def test_only_voting_seats_vote(people, body):
    take(people, body, role="advisory", function="Beratung")
    take(people, body, role="guest", function="Gast")
    functions = {seat.function for seat in queries.voting_seats(body, on=DAY)}
    assert functions == {
        "Bürgermeisterin",
        "Mitglied des Stadtrates",
        "Leitung Revier",
        "Schulleitung",
        "Jugendhilfe",
    }


def test_how_far_each_kind_of_person_reads(people, body):
    levels = {kind: level_of(person, body) for kind, person in people.by_kind().items()}
    public = dict.fromkeys(
        ("public_order", "protection_officer", "coach", "lpr_consultant", "precinct"),
        Confidentiality.PUBLIC,
    )
    assert levels == {
        "coordinator": Confidentiality.MEMBERS,
        "mayor": Confidentiality.MEMBERS,
        "council_member": Confidentiality.MEMBERS,
        "police": Confidentiality.CORE,
        "councillor": None,
        "partner": None,
        "former_coordinator": None,
        "other_coordinator": None,
        "outsider": None,
        "anonymous": None,
        **public,
    }
    assert readable(Confidentiality.MEMBERS) == (Confidentiality.PUBLIC, Confidentiality.MEMBERS)
    assert readable(None) == ()


def test_standing_in_and_visiting_give_no_standing_rights(people, body):
    school = seat_of(body, "Schulleitung")
    make_seat(
        body, person=people.outsider, role=SeatRole.DEPUTY, deputy_for=school, in_core_group=True
    )
    make_seat(body, person=people.councillor, role=SeatRole.GUEST, in_core_group=True)
    assert level_of(people.outsider, body) == Confidentiality.PUBLIC
    assert level_of(people.councillor, body) == Confidentiality.PUBLIC


def test_rights_begin_and_end_with_the_seat(people, body):
    make_seat(body, person=people.outsider, from_on=DAY, until_on=DAY)
    days = {
        shift: level_of(people.outsider, body, on=DAY + dt.timedelta(days=shift))
        for shift in (-1, 0, 1)
    }
    assert days == {-1: None, 0: Confidentiality.MEMBERS, 1: None}


def test_the_core_group_is_a_seat_of_ones_own(people, body):
    """Whoever runs the council reads no event-related words; a participant does not either."""
    actions.add_participant(
        body=body,
        participant=people.other_town,
        from_on=DAY,
        basis="",
        by=people.coordinator,
        at=AT,
    )
    assert level_of(people.other_coordinator, body, on=DAY) == Confidentiality.MEMBERS
    assert level_of(people.precinct, body) == Confidentiality.PUBLIC
    people.police.is_active = False
    assert level_of(people.police, body) is None


# ── personal links ───────────────────────────────────────


def link(people, body, **given):
    values = {"purpose": LinkPurpose.MEETING_REPLY, "subject": "abc", "expires_at": LATER}
    return actions.make_link(
        seat=seat_of(body, "Jugendhilfe"), by=people.coordinator, at=AT, **{**values, **given}
    )


def open_it(token, *, at=AT, purpose=LinkPurpose.MEETING_REPLY):
    return actions.open_link(token=token, purpose=purpose, at=at)


def test_a_link_opens_its_one_thing_and_is_kept_as_a_hash_only(people, body):
    token = link(people, body)
    opened = open_it(token)
    assert (opened.seat.function, opened.subject, opened.authority) == (
        "Jugendhilfe",
        "abc",
        people.town,
    )
    # The same page may be opened and answered again until it expires; the deed itself is once.
    actions.note_link_use(link=opened, at=AT)
    assert open_it(token, at=LATER - dt.timedelta(seconds=1)).last_used_at == AT
    row = PersonalLink.objects.get()
    assert token not in str(row.__dict__)
    assert len(row.token_hash) == 64


@pytest.mark.parametrize("wrong", ["", "x" * 43, None])
def test_an_unknown_token_opens_nothing(people, body, wrong):
    token = link(people, body)
    with pytest.raises(actions.LinkNotValid, match="gibt es nicht"):
        open_it(token[:-1] if wrong is None else wrong)


def test_a_link_is_good_for_nothing_else(people, body):
    token = link(people, body)
    for purpose in (LinkPurpose.CIRCULAR_VOTE, LinkPurpose.MINUTES_REVIEW):
        with pytest.raises(actions.LinkNotValid):
            open_it(token, purpose=purpose)


def test_a_link_expires_and_is_revoked(people, body):
    token, other = link(people, body), link(people, body, subject="other")
    with pytest.raises(actions.LinkNotValid, match="abgelaufen"):
        open_it(token, at=LATER)
    given = {"purpose": LinkPurpose.MEETING_REPLY, "by": people.coordinator, "at": AT}
    assert actions.revoke_links(subject="abc", **given) == 1
    assert actions.revoke_links(subject="abc", **given) == 0
    with pytest.raises(actions.LinkNotValid, match="widerrufen"):
        open_it(token)
    assert open_it(other).subject == "other"
    with pytest.raises(actions.LinkNotValid):
        link(people, body, expires_at=AT)


def test_links_of_one_seat_are_revoked_alone(people, body):
    mine = link(people, body)
    hers = actions.make_link(
        seat=seat_of(body, "Schulleitung"),
        purpose=LinkPurpose.MEETING_REPLY,
        subject="abc",
        expires_at=LATER,
        by=people.coordinator,
        at=AT,
    )
    seat = seat_of(body, "Schulleitung")
    actions.revoke_links(
        purpose=LinkPurpose.MEETING_REPLY, subject="abc", seat=seat, by=people.coordinator, at=AT
    )
    assert open_it(mine)
    with pytest.raises(actions.LinkNotValid):
        open_it(hers)


def test_a_link_ends_with_the_seat(people, body):
    token = link(people, body)
    actions.end_seat(seat=seat_of(body, "Jugendhilfe"), on=DAY, by=people.coordinator, at=AT)
    assert open_it(token)
    with pytest.raises(actions.LinkNotValid, match="nicht mehr besetzt"):
        open_it(token, at=AT + dt.timedelta(days=1))


def test_a_link_opens_without_any_scope(people):
    with authority_scope(people.town):
        token = link(people, make_council(people))
    assert open_it(token).authority == people.town
