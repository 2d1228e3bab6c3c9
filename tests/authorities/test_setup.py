"""The first run, letterhead, contacts, legal pages, way of working, leaving."""

import datetime as dt

import pytest
from tests.factories.accounts import make_person
from tests.factories.authorities import make_authority, make_contact, make_membership

from vorort.accounts.models import Person
from vorort.authorities import actions, queries, rules
from vorort.authorities.actions.setup import StillOneHand
from vorort.authorities.choices import ContactKind, LegalKind, LegalState, NewTown, Role
from vorort.authorities.exports.legal import legal_text
from vorort.authorities.models import FirstRunCode, LegalPage
from vorort.core.clock import now, today
from vorort.core.scopes import authority_scope

TOWN = NewTown("muehlental", "Gemeinde Mühlental", "Mühlental", "MT", "99001050")
FIRST = {
    "name": "Rosa Rathaus",
    "email": "Rathaus@muehlental.test",
    "password": "Weide-Lampe-Ufer-37",
    "town": TOWN,
}


def found(code: str, *, small_town: bool = True, at: dt.datetime | None = None):
    return actions.found_platform(**FIRST, code=code, small_town=small_town, at=at or now())


@pytest.mark.django_db
def test_the_first_person_sets_up_the_first_town():
    person, town = found(actions.new_first_run_code().lower().replace("-", " "))
    assert rules.roles_of(person, town) == {Role.COORDINATOR, Role.MAYOR}
    assert (town.small_town, town.one_hand, town.email) == (True, True, "")
    assert queries.is_founded()
    with pytest.raises(actions.AlreadyFounded):
        actions.new_first_run_code()
    with pytest.raises(actions.AlreadyFounded):
        found("egal")


@pytest.mark.django_db
def test_in_a_larger_town_the_first_person_does_not_approve():
    person, town = found(actions.new_first_run_code(), small_town=False)
    assert rules.roles_of(person, town) == {Role.COORDINATOR}
    assert not town.one_hand


@pytest.mark.django_db
def test_a_code_is_guessed_ten_times_and_no_more():
    code = actions.new_first_run_code()
    for _ in range(10):
        with pytest.raises(actions.WrongCode, match="stimmt nicht"):
            actions.check_first_run_code(code="BCDF-GHJK-MNPQ", at=now())
    with pytest.raises(actions.WrongCode, match="gilt nicht mehr"):
        actions.check_first_run_code(code=code, at=now())
    assert not Person.objects.filter(email="rathaus@muehlental.test").exists()


@pytest.mark.django_db
def test_a_code_ends_after_a_day_and_with_the_next_one():
    first = actions.new_first_run_code()
    with pytest.raises(actions.WrongCode):
        actions.check_first_run_code(code=first, at=now() + dt.timedelta(days=1, minutes=1))
    second = actions.new_first_run_code()
    with pytest.raises(actions.WrongCode):
        actions.check_first_run_code(code=first, at=now())
    actions.check_first_run_code(code=second, at=now())
    assert not FirstRunCode.objects.filter(code_hash__contains=second[:4]).exists()


def test_white_text_must_be_readable_on_the_colour(people):
    with pytest.raises(actions.ColourTooLight, match="dunkleren"):
        actions.change_colour(authority=people.town, colour="#6f9f6f", by=people.coordinator)
    with pytest.raises(actions.ColourTooLight, match="sechs Ziffern"):
        actions.change_colour(authority=people.town, colour="rot", by=people.coordinator)
    done = actions.change_colour(authority=people.town, colour="#00577D", by=people.coordinator)
    assert done.colour == "#00577d"


def test_contrast_is_that_of_the_standard():
    assert rules.contrast_with_white("#000000") == pytest.approx(21)
    assert rules.contrast_with_white("#ffffff") == pytest.approx(1)
    assert rules.contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(
    ("held", "wanted", "fits"),
    [
        (Role.COORDINATOR, Role.PUBLIC_ORDER, True),
        (Role.COORDINATOR, Role.POLICE, False),
        (Role.POLICE, Role.COORDINATOR, False),
        (Role.MAYOR, Role.PROTECTION_OFFICER, False),
        (Role.PROTECTION_OFFICER, Role.COORDINATOR, False),
        (Role.COORDINATOR, Role.MAYOR, False),
        (Role.COUNCILLOR, Role.COUNCIL_MEMBER, True),
    ],
)
def test_which_roles_one_person_may_combine(people, held, wanted, fits):
    person = make_person()
    make_membership(person, people.town, held)
    add = {"authority": people.town, "person": person, "role": wanted, "by": people.coordinator}
    if fits:
        actions.add_membership(**add)
    else:
        with pytest.raises(actions.RolesDoNotCombine):
            actions.add_membership(**add)


def test_one_hand_is_allowed_by_the_town_and_not_taken_back_while_it_is_used(people):
    change = {"authority": people.town, "small_town": False, "by": people.coordinator}
    town = actions.change_way_of_working(**change, one_hand=True)
    actions.add_membership(
        authority=town, person=people.coordinator, role=Role.MAYOR, by=people.coordinator
    )
    with pytest.raises(StillOneHand):
        actions.change_way_of_working(**{**change, "authority": town}, one_hand=False)


def test_a_deputy_has_an_end_and_the_same_role(people):
    deputy = make_person("Vera Vertretung")
    give = {
        "authority": people.town,
        "person": deputy,
        "role": Role.COORDINATOR,
        "stands_in_for": people.coordinator,
        "by": people.coordinator,
    }
    with pytest.raises(actions.MembershipDates, match="letzten Tag"):
        actions.add_membership(**give)
    made = actions.add_membership(**give, until_on=today() + dt.timedelta(days=14))
    assert made.stands_in_for == people.coordinator
    assert rules.can_manage_members(deputy, people.town)


def test_contacts_for_incidents_are_not_public(people):
    make_contact(people.town, name="Bürgerpolizist", kind=ContactKind.COMMUNITY_OFFICER)
    with authority_scope(people.town):
        actions.save_officer(
            authority=people.town,
            kind=ContactKind.SECURITY_OFFICER,
            values={"name": "IT-Stelle", "email": "it@example.org", "phone": ""},
            by=people.coordinator,
        )
    shown = queries.list_public_contacts(people.town)
    assert [contact.name for contact in shown] == ["Bürgerpolizist"]


def test_an_officer_without_a_name_goes(people):
    save = {
        "authority": people.town,
        "kind": ContactKind.PROTECTION_OFFICER,
        "by": people.coordinator,
    }
    with authority_scope(people.town):
        actions.save_officer(
            **save, values={"name": "Datenschutz", "email": "d@example.org", "phone": ""}
        )
        actions.save_officer(**save, values={"name": "", "email": "", "phone": ""})
        assert queries.get_officer(people.town, ContactKind.PROTECTION_OFFICER) is None


def write(people, text: str = "Text", kind: LegalKind = LegalKind.IMPRINT) -> LegalPage:
    return actions.write_legal_page(
        authority=people.town, kind=kind, answers={"a": "b"}, supplement="", text=text,
        by=people.coordinator,
    )  # fmt: skip


def review(page: LegalPage, people, on: dt.date | None = None) -> LegalPage:
    return actions.review_legal_page(
        page=page, reviewed_by="Hauptamt", reviewed_on=on or today(), by=people.coordinator,
        today=today(),
    )  # fmt: skip


def test_a_draft_is_not_public_and_a_reviewed_text_stays(people):
    with authority_scope(people.town):
        write(people, "Entwurf eins")
        first = write(people, "Entwurf zwei")
        assert (first.version, first.state) == (1, LegalState.DRAFT)
        assert queries.get_public_legal_page(people.town, LegalKind.IMPRINT) is None
        review(first, people)
        second = write(people, "Neue Fassung")
        assert second.version == 2
        public = queries.get_public_legal_page(people.town, LegalKind.IMPRINT)
        assert public is not None
        assert public.text == "Entwurf zwei"
        # The same words again are no new version.
        review(second, people)
        assert write(people, "Neue Fassung").version == 2


def test_a_review_names_somebody_and_a_day_that_has_come(people):
    with authority_scope(people.town):
        page = write(people)
        with pytest.raises(actions.NothingToReview, match="Zukunft"):
            review(page, people, today() + dt.timedelta(days=1))
        with pytest.raises(actions.NothingToReview, match="geprüft hat"):
            actions.review_legal_page(
                page=page, reviewed_by=" ", reviewed_on=today(), by=people.coordinator,
                today=today(),
            )  # fmt: skip


ANSWERS = {
    LegalKind.IMPRINT: {"represented_by": "Bürgermeisterin Erika Beispiel", "vat_id": ""},
    LegalKind.PRIVACY: {"log_days": "7", "supervision": "Datenschutzaufsicht", "host": ""},
    LegalKind.ACCESSIBILITY: {
        "status": "part", "method": "self", "checked_on": "2026-11-01",
        "barriers": "Karten sind Bilder.\nVideos fehlen.", "enforcement": "Stelle des Landes",
    },
}  # fmt: skip
WORDS = {
    LegalKind.IMPRINT: ("Anbieter", "Bürgermeisterin Erika Beispiel", "Markt 1"),
    LegalKind.PRIVACY: ("höchstens 7 Tage", "Artikel 6", "Datenschutzaufsicht", "betreiben wir"),
    LegalKind.ACCESSIBILITY: (
        "teilweise vereinbar", "Selbstbewertung vom 01.11.2026", "* Videos fehlen.",
        "Durchsetzungsstelle", "Stelle des Landes",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", LegalKind)
def test_a_legal_page_comes_from_answers(people, kind):
    people.town.address = "Markt 1\n00000 Lindenau"
    text = legal_text(people.town, kind, ANSWERS[kind], None, supplement="## Mehr\n\nEigenes.")
    for words in WORDS[kind]:
        assert words in text.replace("\\", ""), words
    assert text.endswith("## Mehr\n\nEigenes.")
    assert "Umsatzsteuer" not in text


def test_an_answer_is_never_taken_for_markup(people):
    from vorort.ui.markdown import render

    answers = {"represented_by": "<script>x</script> **fett** [hier](https://boese.example)"}
    html = render(legal_text(people.town, LegalKind.IMPRINT, answers, None))
    assert "<script" not in html
    assert 'boese.example"' not in html
    assert "<strong>fett" not in html


def test_only_saxon_towns_name_saxon_law(people):
    real = make_authority("Gemeinde Probe", area_key="14521010")
    there, elsewhere = (
        legal_text(town, LegalKind.PRIVACY, ANSWERS[LegalKind.PRIVACY], None)
        for town in (real, people.town)
    )
    assert "Sächsischen Datenschutzdurchführungsgesetz" in there
    assert "Sächsi" not in elsewhere


def leave(people, person, **more):
    return actions.hand_over(
        **{
            "authority": people.town, "person": person, "successor_email": "",
            "successor_name": "", "until_on": today(), "roles": [], "by": people.coordinator,
            "at": now(), **more,
        }
    )  # fmt: skip


def test_who_leaves_loses_all_roles_here_and_none_elsewhere(people):
    make_membership(people.precinct, people.town, Role.PUBLIC_ORDER)
    before = people.precinct.session_epoch
    leave(people, people.precinct)
    tomorrow = today() + dt.timedelta(days=1)
    assert rules.roles_of(people.precinct, people.town, on=tomorrow) == frozenset()
    assert rules.roles_of(people.precinct, people.other_town, on=tomorrow) == {Role.POLICE}
    people.precinct.refresh_from_db()
    assert people.precinct.session_epoch == before + 1


def test_the_last_coordinator_leaves_only_with_a_successor(people):
    manager = people.system
    with pytest.raises(actions.LastManager):
        leave(people, people.coordinator, by=manager)
    assert rules.roles_of(people.coordinator, people.town) == {Role.COORDINATOR}
    successor = leave(
        people, people.coordinator, by=manager, successor_email="nora@example.org",
        successor_name="Nora Nachfolge", roles=[Role.COORDINATOR],
    )  # fmt: skip
    assert successor is not None
    assert rules.roles_of(successor, people.town) == {Role.COORDINATOR}


def test_who_may_reset_a_second_factor(people):
    def reset(actor, person):
        membership = queries.Membership.objects.filter(person=person, authority=people.town).first()
        return rules.can_reset_factor(actor, membership)

    assert reset(people.coordinator, people.mayor)
    assert not reset(people.coordinator, people.coordinator)
    assert not reset(people.mayor, people.coordinator)
    # Works in another town, too: nobody of one town opens the door to another.
    assert not reset(people.coordinator, people.precinct)
