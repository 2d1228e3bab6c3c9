"""Every step × every state × every role."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.factories.authorities import make_membership
from tests.factories.situation import AT, make_report
from tests.people import People, client_of

from vorort.audit.models import Event
from vorort.authorities.choices import Role
from vorort.authorities.models import Authority, Membership
from vorort.core import jobs
from vorort.core.errors import DomainError
from vorort.desk.queries import list_owed
from vorort.publications.models import Publication
from vorort.situation import actions, queries
from vorort.situation.choices import TRANSITIONS, PoliceState, ReportState
from vorort.situation.models import Report, Section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_pictures")]
LATER = AT + dt.timedelta(days=1)

# Step -> (address, what is posted, who may, in which states it leads on).
STEPS: dict[str, tuple[str, dict[str, str], set[str], set[ReportState]]] = {
    "send": (
        "senden/", {}, {"coordinator"}, {ReportState.DRAFT, ReportState.WITH_POLICE},
    ),
    "release_all": (
        "polizei/alle/", {}, {"police", "precinct"},
        {ReportState.WITH_POLICE, ReportState.POLICE_DONE},
    ),
    "approve": ("freigabe/", {}, {"mayor"}, {ReportState.POLICE_DONE}),
    "publish": ("veroeffentlichen/", {}, {"coordinator"}, {ReportState.APPROVED}),
    "withdraw": (
        "zurueckziehen/", {"reason": "Zahl falsch"}, {"coordinator", "mayor"},
        {ReportState.PUBLISHED},
    ),
    "new_version": (
        "neue-fassung/", {}, {"coordinator"}, {ReportState.PUBLISHED, ReportState.WITHDRAWN},
    ),
    "reopen": (
        "zurueckholen/", {}, {"coordinator"},
        {ReportState.WITH_POLICE, ReportState.POLICE_DONE, ReportState.APPROVED},
    ),
    "recompute": (
        "neu-berechnen/", {}, {"coordinator"},
        {ReportState.DRAFT, ReportState.WITH_POLICE, ReportState.POLICE_DONE},
    ),
}  # fmt: skip
INSIDE = (
    "coordinator",
    "mayor",
    "police",
    "precinct",
    "public_order",
    "protection_officer",
    "coach",
)
OUTSIDE = ("council_member", "councillor", "former_coordinator", "other_coordinator", "outsider")


@pytest.mark.parametrize("state", ReportState)
def test_each_step_is_open_to_its_role_in_its_states_and_to_nobody_else(
    in_town: People, state: ReportState
) -> None:
    report = make_report(in_town, state)
    for name, (path, data, allowed, states) in STEPS.items():
        address = f"/k/lindenau/lagebilder/{report.public_id}/{path}"
        for kind in INSIDE:
            with transaction.atomic():
                response = client_of(getattr(in_town, kind)).post(address, data)
                transaction.set_rollback(True)
            expected = 302 if kind in allowed and state in states else 403
            assert response.status_code == expected, (name, kind, state)
        for kind in OUTSIDE:
            response = client_of(getattr(in_town, kind)).post(address, data)
            assert response.status_code == 404, (name, kind, state)
        response = client_of(in_town.anonymous).post(address, data)
        assert response.status_code == 302
        assert "/konto/" in response["Location"]
    report.refresh_from_db()
    assert report.state == state


@pytest.mark.parametrize("state", ReportState)
def test_the_actions_refuse_what_the_table_does_not_allow(
    in_town: People, state: ReportState
) -> None:
    report = make_report(in_town, state)
    moves: dict[ReportState, list[Callable[..., Any]]] = {
        ReportState.WITH_POLICE: [actions.send_to_police],
        ReportState.APPROVED: [actions.approve_report],
        ReportState.DRAFT: [actions.reopen_report],
    }
    for target, steps in moves.items():
        for step in steps:
            again = state == target == ReportState.WITH_POLICE
            if target in TRANSITIONS[state] and not (
                # A checked figure goes back by the police's own hand.
                state == ReportState.POLICE_DONE and target == ReportState.WITH_POLICE
            ):
                continue
            if again:
                continue
            with pytest.raises(DomainError):
                step(report=report, by=in_town.coordinator, at=LATER)


def test_a_foreign_town_does_not_see_the_draft(in_town: People) -> None:
    report = make_report(in_town)
    other = client_of(in_town.other_coordinator)
    assert other.get(f"/k/lindenau/lagebilder/{report.public_id}/").status_code == 404
    # Nor under its own address.
    assert other.get(f"/k/muehlgrund/lagebilder/{report.public_id}/").status_code == 404


def test_every_step_stands_in_the_audit_log(in_town: People) -> None:
    report = make_report(in_town, ReportState.WITHDRAWN)
    verbs = list(
        Event.objects.filter(object_id=report.public_id)
        .order_by("pk")
        .values_list("verb", flat=True)
    )
    assert verbs == [
        "situation.report_created",
        "situation.report_computed",
        "situation.sent_to_police",
        "situation.figures_released",
        "situation.police_done",
        "situation.report_approved",
        "situation.publication_started",
        "situation.report_published",
        "situation.report_withdrawn",
    ]


def test_open_figures_block_the_approval_with_a_sentence(in_town: People) -> None:
    report = make_report(in_town, ReportState.WITH_POLICE)
    with pytest.raises(actions.FiguresOpen, match="Abbildungen sind noch offen"):
        actions.approve_report(report=report, by=in_town.mayor, at=LATER)


def test_a_refused_figure_is_nowhere_public(in_town: People) -> None:
    report = make_report(in_town, ReportState.WITH_POLICE)
    figure = report.figures.get(code="730000")
    actions.refuse_figure(figure=figure, note="laufendes Verfahren", by=in_town.police, at=LATER)
    actions.release_all(report=report, by=in_town.police, at=LATER)
    report.refresh_from_db()
    report = actions.approve_report(report=report, by=in_town.mayor, at=LATER)
    actions.start_publication(report=report, by=in_town.coordinator, at=LATER)
    jobs.run_waiting()
    publication = Publication.objects.get(origin_id=report.public_id)
    contents = [bytes(one.content) for one in publication.representations.all()]
    assert len(contents) > 6
    for content in contents:
        assert b"730000" not in content
        assert b"Rauschgift" not in content
        assert b"laufendes Verfahren" not in content
    assert "730000" not in str(publication.payload)


def test_a_wish_for_a_change_needs_words_and_waits_for_an_answer(in_town: People) -> None:
    report = make_report(in_town, ReportState.WITH_POLICE)
    figure = report.figures.get(code="***300")
    with pytest.raises(actions.ReasonMissing):
        actions.request_change(figure=figure, note=" ", by=in_town.police, at=LATER)
    actions.request_change(figure=figure, note="Bitte Anmerkung", by=in_town.police, at=LATER)
    assert actions.release_all(report=report, by=in_town.police, at=LATER) == 7
    report.refresh_from_db()
    assert report.state == ReportState.WITH_POLICE
    kinds = {duty.kind for duty in list_owed(in_town.coordinator, [in_town.town])}
    assert kinds == {"answer"}
    actions.send_to_police(report=report, by=in_town.coordinator, at=LATER)
    figure.refresh_from_db()
    assert figure.police_state == PoliceState.OPEN
    assert [one.text for one in queries.list_remarks(report)] == ["Bitte Anmerkung"]
    actions.release_figure(figure=figure, by=in_town.police, at=LATER)
    report.refresh_from_db()
    assert report.state == ReportState.POLICE_DONE


def test_the_police_may_take_a_release_back_until_the_approval(in_town: People) -> None:
    report = make_report(in_town, ReportState.POLICE_DONE)
    figure = report.figures.get(code="***300")
    actions.request_change(figure=figure, note="doch nicht", by=in_town.police, at=LATER)
    report.refresh_from_db()
    assert report.state == ReportState.WITH_POLICE


def test_without_police_on_the_platform_a_written_release_is_recorded(in_town: People) -> None:
    report = make_report(in_town)
    client = client_of(in_town.coordinator)
    address = f"/k/lindenau/lagebilder/{report.public_id}/schriftlich/"
    assert client.get(address).status_code == 403
    Membership.objects.filter(authority=in_town.town, role=Role.POLICE).update(
        until_on=dt.date(2020, 1, 2)
    )
    assert client.get(address).status_code == 200
    given = {"office": "Polizeirevier Weideland", "released_on": "2026-06-10"}
    assert client.post(address, given).status_code == 302
    report.refresh_from_db()
    assert report.state == ReportState.POLICE_DONE
    assert report.written_release_by == "Polizeirevier Weideland"
    assert not report.figures.exclude(police_state=PoliceState.RELEASED).exists()
    assert Event.objects.filter(verb="situation.written_release_recorded").exists()


def test_one_person_edits_and_approves_only_where_the_town_says_so(in_town: People) -> None:
    make_membership(in_town.coordinator, in_town.town, Role.MAYOR)
    report = make_report(in_town, ReportState.POLICE_DONE)
    address = f"/k/lindenau/lagebilder/{report.public_id}/freigabe/"
    assert client_of(in_town.coordinator).post(address).status_code == 403
    report.refresh_from_db()
    assert report.state == ReportState.POLICE_DONE
    Authority.objects.filter(pk=in_town.town.pk).update(one_hand=True)
    assert client_of(in_town.coordinator).post(address).status_code == 302
    report.refresh_from_db()
    assert report.state == ReportState.APPROVED


def test_a_new_version_keeps_texts_and_releases_of_unchanged_figures(
    in_town: People, figures: Any
) -> None:
    first = make_report(in_town, ReportState.PUBLISHED)
    Section.objects.filter(report=first, kind="theft").update(text="Am Bahnhof.")
    figures.counts[in_town.town.area_key, "***300"][2025] = 47
    second = actions.start_new_version(report=first, by=in_town.coordinator, at=LATER)
    jobs.run_waiting()
    second.refresh_from_db()
    assert (second.version, second.state) == (2, ReportState.DRAFT)
    assert second.sections.get(kind="theft").text == "Am Bahnhof."
    states = dict(second.figures.values_list("code", "police_state"))
    assert states.pop("***300") == PoliceState.OPEN
    assert set(states.values()) == {PoliceState.RELEASED}
    first.refresh_from_db()
    assert first.state == ReportState.PUBLISHED


def test_a_new_version_supersedes_the_public_one(in_town: People) -> None:
    first = make_report(in_town, ReportState.SUPERSEDED)
    assert first.state == ReportState.SUPERSEDED
    live = Report.objects.get(state=ReportState.PUBLISHED)
    assert live.version == 2
    assert live.publication.version == 2


def test_the_same_deliveries_give_the_same_numbers(in_town: People) -> None:
    report = make_report(in_town)
    before = list(report.figures.values_list("code", "payload", "sentence"))
    actions.recompute(report=report, by=in_town.coordinator, at=LATER)
    jobs.run_waiting()
    report.refresh_from_db()
    assert list(report.figures.values_list("code", "payload", "sentence")) == before
    assert len(report.data_version["deliveries"]) == 10
    assert report.data_version["deliveries"][0]["sha256"]


def test_only_one_report_per_area_and_year_is_in_work(in_town: People) -> None:
    make_report(in_town)
    with pytest.raises(actions.WrongState):
        actions.create_report(authority=in_town.town, year=2025, by=in_town.coordinator, at=LATER)
    with pytest.raises(actions.NoFiguresToReport):
        actions.create_report(authority=in_town.town, year=1999, by=in_town.coordinator, at=LATER)


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "with_police"},
        {"state": "police_done"},
        {"state": "approved"},
        {"state": "published"},
        {"state": "withdrawn"},
        {"written_release_by": "Revier"},
    ],
)
def test_the_database_keeps_what_each_state_needs(in_town: People, broken: dict[str, str]) -> None:
    report = make_report(in_town)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(**broken)


def test_a_cancelled_or_failed_computation_can_be_started_again(
    in_town: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = actions.create_report(authority=in_town.town, year=2025, by=in_town.coordinator, at=AT)
    jobs.cancel(report.job)
    jobs.run_waiting()
    report.refresh_from_db()
    assert report.computed_at is None
    page = client_of(in_town.coordinator).get(f"/k/lindenau/lagebilder/{report.public_id}/")
    assert "Neu berechnen" in page.content.decode()
