"""Roles are code, memberships are dated; actions and queries behind the pages."""

import datetime as dt

import pytest
from tests.factories.authorities import make_authority, make_membership

from vorort.accounts.models import Person
from vorort.authorities import actions, queries, rules
from vorort.authorities.choices import ROLE_PERMISSIONS, AuthorityKind, Permission, Role
from vorort.authorities.models import Membership
from vorort.core.errors import NotVisible

pytestmark = pytest.mark.django_db
NOW = dt.date(2026, 11, 23)


def test_every_role_has_its_permissions():
    assert set(ROLE_PERMISSIONS) == set(Role)
    for role, permissions in ROLE_PERMISSIONS.items():
        # Who may do anything may also see the work it belongs to.
        assert not permissions or Permission.VIEW_WORK in permissions, role


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        (Permission.APPROVE_REPORT, {Role.MAYOR}),
        (Permission.RELEASE_FIGURES, {Role.POLICE}),
        (Permission.PUBLISH, {Role.COORDINATOR}),
        (Permission.MANAGE_MEMBERS, {Role.COORDINATOR}),
        (Permission.DELIVER_OFFICIAL, {Role.LPR_CONSULTANT}),
    ],
)
def test_what_only_one_role_may(permission, roles):
    assert {role for role, held in ROLE_PERMISSIONS.items() if permission in held} == roles


def test_every_role_has_a_german_name():
    assert all(str(role.label) and role.label[0].isupper() for role in Role)


@pytest.mark.parametrize(
    ("on", "holds"),
    [
        (dt.date(2018, 12, 31), False),
        (dt.date(2019, 1, 1), True),
        (dt.date(2021, 12, 31), True),
        (dt.date(2022, 1, 1), False),
    ],
)
def test_a_membership_holds_on_its_days(people, on, holds):
    assert rules.may(people.former_coordinator, Permission.PUBLISH, people.town, on=on) is holds


def test_the_system_may_everything_and_a_closed_account_nothing(people):
    assert rules.can_manage_members(people.system, people.town)
    people.coordinator.is_active = False
    assert rules.roles_of(people.coordinator, people.town) == frozenset()
    assert not queries.list_work_authorities(people.coordinator).exists()
    assert not rules.can_view_work(people.anonymous, people.town)
    assert queries.list_work_authorities(people.system).count() == 3


def test_a_town_does_not_appoint_whom_the_state_sends(people):
    own = rules.grantable_roles(people.coordinator, people.town)
    assert Role.LPR_CONSULTANT not in own
    assert Role.POLICE in own
    assert rules.grantable_roles(people.mayor, people.town) == ()
    assert rules.grantable_roles(people.coordinator, people.other_town) == ()
    assert Role.LPR_GRANTS in rules.grantable_roles(people.system, people.town)
    make_membership(people.coordinator, people.state, Role.COORDINATOR)
    assert Role.LPR_GRANTS in rules.grantable_roles(people.coordinator, people.state)


def test_my_towns_come_with_roles(people):
    towns = queries.list_my_authorities(people.precinct, on=NOW)
    assert [town.authority.slug for town in towns] == ["lindenau", "muehlgrund"]
    assert towns[0].role_labels == ("Polizei (Revier oder Direktion)",)
    assert towns[0].may_view_work
    assert not queries.list_my_authorities(people.council_member)[0].may_view_work
    assert queries.list_my_authorities(people.former_coordinator) == ()


def test_two_roles_in_one_town_are_one_entry(people):
    make_membership(people.coordinator, people.town, Role.COACH)
    (town,) = queries.list_my_authorities(people.coordinator)
    assert len(town.roles) == 2


def test_members_are_listed_for_who_works_there(people):
    assert queries.list_members(people.mayor, people.town).count() == 11
    assert queries.list_members(people.mayor, people.town, past=True).count() == 1
    assert not queries.list_members(people.other_coordinator, people.town).exists()
    with pytest.raises(NotVisible):
        queries.get_membership(people.other_coordinator, people.town, "x")


def test_the_log_is_empty_for_who_may_not_read_it(people):
    actions.add_membership(
        authority=people.town, person=people.outsider, role=Role.COACH, by=people.coordinator
    )
    assert queries.list_audit_events(people.mayor, people.town).count() == 1
    assert queries.list_audit_events(people.police, people.town).count() == 0


def test_public_towns(people):
    assert queries.get_public_authority("lindenau") == people.town
    assert [town.slug for town in queries.list_public_authorities()] == [
        "land",
        "lindenau",
        "muehlgrund",
    ]
    with pytest.raises(NotVisible):
        queries.get_public_authority("nirgends")


def test_a_town_is_set_up_once(people):
    made = actions.create_authority(
        kind=AuthorityKind.COUNTY,
        slug="weideland",
        name="Weideland",
        area_key="99901",
        also_area_key="99901000",
        by=people.system,
    )
    assert (made.short_name, made.town_key) == ("Weideland", "WE")
    for slug, key, also in (
        ("weideland", "99902", ""),
        ("w2", "99901", ""),
        ("w3", "99901000", ""),
        ("w4", "99903", "99901"),
    ):
        with pytest.raises(actions.AuthorityExists):
            actions.create_authority(
                kind=AuthorityKind.COUNTY,
                slug=slug,
                name="Zweites",
                area_key=key,
                also_area_key=also,
                by=people.system,
            )


def add(people, person: Person, start: dt.date, end: dt.date | None = None) -> Membership:
    return actions.add_membership(
        authority=people.town,
        person=person,
        role=Role.COACH,
        by=people.coordinator,
        from_on=start,
        until_on=end,
    )


def test_the_same_role_is_held_once_at_a_time(people):
    add(people, people.outsider, dt.date(2026, 1, 1), dt.date(2026, 3, 31))
    for start, end in (
        (dt.date(2026, 3, 31), None),
        (dt.date(2025, 1, 1), dt.date(2026, 1, 1)),
        (dt.date(2025, 1, 1), None),
    ):
        with pytest.raises(actions.MembershipExists):
            add(people, people.outsider, start, end)
    add(people, people.outsider, dt.date(2026, 4, 1))
    add(people, people.outsider, dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    with pytest.raises(actions.MembershipDates):
        add(people, people.coach, dt.date(2026, 4, 1), dt.date(2026, 3, 1))


def test_what_has_ended_stays_ended(people):
    past = Membership.objects.get(person=people.former_coordinator)
    with pytest.raises(actions.MembershipDates):
        actions.end_membership(membership=past, until_on=dt.date(2026, 1, 1), by=people.system)
    assert not rules.can_end_membership(people.coordinator, past)


def test_names_of_things(people):
    membership = Membership.objects.get(person=people.mayor)
    assert str(membership) == "Britta Bürgermeisterin (Bürgermeisterin oder Bürgermeister)"
    assert str(people.town) == "Lindenau an der Weide"
    assert str(make_authority("X").name) == "X"
