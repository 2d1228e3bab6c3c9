"""Findings from a figure of a Lagebild, an item of minutes, a resolution: frozen, and only for its readers."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.factories.councils import make_council
from tests.factories.minutes import make_approved, make_held, make_minutes
from tests.factories.resolutions import make_resolution
from tests.factories.sittings import item_of
from tests.factories.situation import AT as COMPUTED
from tests.factories.situation import (
    from_station,
    make_report,
    registered,
    release_station,
    town_figures,
)
from tests.people import client_of
from vorort.core.scopes import authority_scope
from vorort.councils.choices import Confidentiality
from vorort.findings import actions, queries
from vorort.findings.models import Finding
from vorort.findings.registry import take_snapshot
from vorort.pictures.exports import Drawn
from vorort.situation import actions as situation
from vorort.situation import jobs
from vorort.situation.choices import ReportState

LATER = COMPUTED + dt.timedelta(days=40)


@pytest.fixture
def plain_pictures(monkeypatch):
    """Figures without drawing: drawing takes a second each and is tested elsewhere."""
    drawn = Drawn(wide="<svg></svg>", narrow="<svg></svg>", pdf="")
    monkeypatch.setattr(jobs, "draw", lambda _figure, **_options: drawn)


def find(people, town, source, **given):
    return actions.create_finding(
        authority=town,
        title="Mehr Diebstahl",
        topic="theft",
        source=source,
        by=people.coordinator,
        at=given.pop("at", LATER),
        **given,
    )


@pytest.fixture
def figure(people, town, plain_pictures):
    """The theft of a published Lagebild."""
    with registered(town_figures(town.area_key)):
        report = make_report(people, ReportState.PUBLISHED)
        yield report.figures.get(code="***300")


def test_a_figure_is_frozen_with_numbers_verdict_and_origin(people, town, figure):
    finding = find(people, town, ("situation.figure", figure.public_id))
    assert finding.source_title == (
        f"{figure.report.title}, Abbildung {figure.number}: {figure.title}"
    )
    assert finding.statement == figure.sentence
    assert finding.area_key == town.area_key
    now = queries.source_now(people.coach, finding)
    assert now.verdict == figure.verdict
    assert now.table is not None
    assert any("48" in row.cells for row in now.table.rows)
    assert "Erfundene Statistik" in now.source
    assert now.changes == []
    assert figure.section.public_id in now.url


def test_a_withdrawn_lagebild_is_told_and_the_finding_stays(people, town, figure):
    finding = find(people, town, ("situation.figure", figure.public_id))
    situation.withdraw_report(report=figure.report, reason="Zahl falsch", by=people.mayor, at=LATER)
    now = queries.source_now(people.coordinator, finding)
    assert now.changes == ["Das Lagebild wurde am 21.07.2026 zurückgezogen: Zahl falsch"]
    assert now.table is not None


def test_a_correction_is_told_with_its_reason(people, town, figure):
    finding = find(people, town, ("situation.figure", figure.public_id))
    made = situation.start_new_version(
        report=figure.report,
        by=people.coordinator,
        at=LATER,
        correction="Eine Nachlieferung fehlte.",
    )
    made.figures.filter(code="***300").update(sentence="Es waren 51.")
    type(made).objects.filter(pk=figure.report.pk).update(state=ReportState.SUPERSEDED)
    type(made).objects.filter(pk=made.pk).update(
        state=ReportState.PUBLISHED,
        published_at=LATER,
        computed_at=LATER,
        police_done_at=LATER,
        approved_at=LATER,
        approved_by=people.mayor,
        publication=figure.report.publication,
    )
    (change,) = queries.source_now(people.coordinator, finding).changes
    assert change == (
        "Die Quelle wurde am 21.07.2026 berichtigt: Eine Nachlieferung fehlte. "
        "Dort heißt es: „Es waren 51.“"
    )


def test_figures_of_the_police_stay_with_those_who_see_them(people, town, plain_pictures):
    with from_station(people):
        report = make_report(people)
        figure = report.figures.get(code="***300")
        source = ("situation.figure", figure.public_id)
        assert take_snapshot(people.coach, *source) is None
        finding = find(people, town, source)
        assert finding.statement == "", "what not everybody sees is not copied into the open part"
        assert queries.source_now(people.coordinator, finding).shown
        hidden = queries.source_now(people.coach, finding)
        assert (hidden.shown, hidden.statement, hidden.table) == (False, "", None)
        page = client_of(people.coach).get(
            reverse("findings:finding", args=[town.slug, finding.public_id])
        )
        assert figure.sentence not in page.content.decode()
        release_station(people)
        assert take_snapshot(people.coach, *source).restricted is False


def test_the_figure_offers_the_way_to_a_finding(people, town, figure):
    report = figure.report
    url = reverse("situation:report", args=[town.slug, report.public_id])
    page = f"{url}?abschnitt={figure.section.public_id}"
    way = f"quelle=situation.figure&amp;id={figure.public_id}"
    assert way in client_of(people.coordinator).get(page).content.decode()
    assert way not in client_of(people.public_order).get(page).content.decode()


@pytest.fixture
def minutes(people, town):
    """Approved minutes with a public, a members' and a core item."""
    meeting = make_held(people)
    items = {position: item_of(meeting, position) for position in (2, 3, 4)}
    approved = make_approved(people, make_minutes(people, meeting))
    return approved, items


def test_what_minutes_say_is_quoted_as_each_may_read_it(people, town, minutes):
    _approved, items = minutes
    levels = {item.confidentiality: item for item in items.values()}
    public = levels[Confidentiality.PUBLIC]
    finding = find(people, town, ("minutes.item", public.public_id))
    assert "Bauamt stellt drei Varianten vor." in finding.snapshot["statement"]
    assert queries.source_now(people.coordinator, finding).label == "Niederschrift"
    core = levels[Confidentiality.CORE]
    assert take_snapshot(people.coordinator, "minutes.item", core.public_id) is None
    assert take_snapshot(people.police, "minutes.item", core.public_id) is None
    with pytest.raises(actions.SourceUnreadable):
        find(people, town, ("minutes.item", core.public_id))


def test_what_members_read_stays_with_members(people, town, minutes):
    _approved, items = minutes
    inner = next(item for item in items.values() if item.confidentiality == Confidentiality.MEMBERS)
    finding = find(people, town, ("minutes.item", inner.public_id))
    assert finding.statement == ""
    assert inner.title not in finding.source_title
    assert queries.source_now(people.coordinator, finding).statement
    for reader in (people.public_order, people.coach):
        now = queries.source_now(reader, finding)
        assert (now.shown, now.statement) == (False, "")


def test_drafts_of_minutes_are_no_source(people, town):
    meeting = make_held(people)
    make_minutes(people, meeting)
    item = item_of(meeting, 2)
    assert take_snapshot(people.coordinator, "minutes.item", item.public_id) is None


def test_minutes_offer_the_way_except_for_the_core_group(people, town, minutes):
    approved, items = minutes
    url = reverse("minutes:minutes", args=[town.slug, approved.meeting.public_id])
    page = client_of(people.coordinator).get(url).content.decode()
    offered = {
        item.confidentiality
        for item in items.values()
        if f"quelle=minutes.item&amp;id={item.public_id}" in page
    }
    assert offered == {Confidentiality.PUBLIC, Confidentiality.MEMBERS}
    assert "quelle=minutes.item" not in client_of(people.police).get(url).content.decode()


def test_a_resolution_is_a_source_but_never_one_of_the_core_group(people, town):
    body = make_council(people)
    public = make_resolution(body, people.coordinator, confidentiality=Confidentiality.PUBLIC)
    members = make_resolution(body, people.coordinator)
    core = make_resolution(body, people.coordinator, confidentiality=Confidentiality.CORE)
    kind = "resolutions.resolution"
    finding = find(people, town, (kind, public.public_id))
    assert finding.statement == f"{public.title}: {public.text}"
    inner = find(people, town, (kind, members.public_id))
    assert inner.statement == ""
    assert queries.source_now(people.coordinator, inner).shown
    assert not queries.source_now(people.public_order, inner).shown
    assert take_snapshot(people.police, kind, core.public_id) is None
    url = reverse(kind.replace(".", ":"), args=[town.slug, public.public_id])
    page = client_of(people.coordinator).get(url).content.decode()
    assert f"quelle={kind}&amp;id={public.public_id}" in page


def test_sources_of_other_towns_are_none(people, town):
    body = make_council(people)
    resolution = make_resolution(body, people.coordinator, confidentiality=Confidentiality.PUBLIC)
    with authority_scope(people.other_town):
        assert (
            take_snapshot(people.other_coordinator, "resolutions.resolution", resolution.public_id)
            is None
        )
        assert not Finding.objects.exists()
