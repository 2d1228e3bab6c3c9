"""The pages: what they show, conflicts, constant numbers of queries."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.situation import AT, make_report
from tests.people import People, client_of

from vorort.core import jobs
from vorort.situation import actions
from vorort.situation.choices import ReportState
from vorort.situation.models import Annotation, Remark, Report, Section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_pictures")]
ROOT = "/k/lindenau/lagebilder/"


def at(report: Report, path: str = "") -> str:
    return f"{ROOT}{report.public_id}/{path}"


def test_one_click_makes_the_draft(in_town: People) -> None:
    client = client_of(in_town.coordinator)
    assert "Lagebild anlegen" in client.get(ROOT).content.decode()
    response = client.post(f"{ROOT}anlegen/", {"year": "2025"})
    report = Report.objects.get()
    assert response["Location"] == f"/auftraege/{report.job}/"
    jobs.run_waiting()
    page = client.get(at(report)).content.decode()
    assert "Kurz gesagt" in page
    assert "2025 registrierte die Polizei 468 Straftaten" in page
    assert "An die Polizei senden" in page


def test_a_year_without_figures_is_refused_with_words(in_town: People) -> None:
    response = client_of(in_town.coordinator).post(f"{ROOT}anlegen/", {"year": "1999"})
    assert response.status_code == 200
    assert "Bitte" in response.content.decode()


@pytest.mark.parametrize("state", ReportState)
def test_every_page_opens_for_those_who_may_see_it(in_town: People, state: ReportState) -> None:
    report = make_report(in_town, state)
    figure = report.figures.get(code="***300")
    open_pages = ["", "polizei/", "freigabe/", "vorschau/"]
    forms = ["veroeffentlichen/", "zurueckziehen/", f"sonderereignis/{figure.public_id}/"]
    for kind in ("coordinator", "mayor", "police", "coach"):
        client = client_of(getattr(in_town, kind))
        for path in open_pages:
            response = client.get(at(report, path), follow=True)
            assert response.status_code == 200, (kind, path)
            assert "None" not in re.sub(r"<[^>]*>", "", response.content.decode())
        for path in forms:
            assert client.get(at(report, path)).status_code in {200, 403}
    assert client_of(in_town.coordinator).get(ROOT).status_code == 200


def test_the_list_costs_the_same_with_one_and_with_many(in_town: People, figures: Any) -> None:
    make_report(in_town)
    client = client_of(in_town.coordinator)
    client.get(ROOT)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(ROOT)
    for year in (2020, 2021, 2022, 2023, 2024):
        make_report(in_town, year=year)
    with CaptureQueriesContext(connection) as many:
        client.get(ROOT)
    assert len(many) == len(one)


def test_two_people_writing_lose_nothing(in_town: People) -> None:
    report = make_report(in_town)
    section = report.sections.get(kind="theft")
    client = client_of(in_town.coordinator)
    address = at(report, f"abschnitt/{section.public_id}/")
    assert client.post(address, {"text": "Erste Fassung.", "revision": 0}).status_code == 302
    late = client.post(address, {"text": "Zweite Fassung.", "revision": 0})
    assert late.status_code == 409
    page = late.content.decode()
    assert "Erste Fassung." in page
    assert "Zweite Fassung." in page
    section.refresh_from_db()
    assert section.text == "Erste Fassung."
    revision = re.search(r'name="revision"\s+value="(\d+)"', page)
    assert revision is not None
    merged = client.post(address, {"text": "Beides.", "revision": revision[1]})
    assert merged.status_code == 302
    section.refresh_from_db()
    assert section.text == "Beides."


def test_autosave_moves_the_revision_on_and_leaves_the_text(in_town: People) -> None:
    report = make_report(in_town)
    section = report.sections.get(kind="theft")
    client = client_of(in_town.coordinator)
    address = at(report, f"abschnitt/{section.public_id}/")
    headers = {"HX-Request": "true"}
    response = client.post(address, {"text": "Ein Satz.", "revision": 0}, headers=headers)
    assert response.status_code == 200
    assert 'value="1"' in response.content.decode()
    assert "hx-swap-oob" in response.content.decode()
    again = client.post(address, {"text": "Ein Satz. Noch einer.", "revision": 1}, headers=headers)
    assert again.status_code == 200
    late = client.post(address, {"text": "Anderer.", "revision": 0}, headers=headers)
    assert late.status_code == 409
    assert "von jemand anderem gespeichert" in late.content.decode()
    assert 'name="revision"' not in late.content.decode()


def test_markdown_of_the_texts_is_cleaned(in_town: People) -> None:
    report = make_report(in_town)
    Section.objects.filter(report=report, kind="summary").update(
        text="<script>alert(1)</script> **fett** [x](javascript:alert(1))"
    )
    page = client_of(in_town.coordinator).get(at(report, "vorschau/")).content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "<strong>fett</strong>" in page


def test_a_special_effect_is_noted_and_computed(in_town: People) -> None:
    report = make_report(in_town)
    figure = report.figures.get(code="674000")
    client = client_of(in_town.coordinator)
    address = at(report, f"sonderereignis/{figure.public_id}/")
    given = {"year": "2023", "text": "Eine Serie am Bahnhof.", "excluded": "on"}
    assert client.post(address, given).status_code == 302
    jobs.run_waiting()
    figure.refresh_from_db()
    assert "ohne das Sonderereignis 2023" in figure.sentence
    assert figure.payload["effects"][0]["letter"] == "A"
    note = Annotation.objects.get()
    again = client.post(address, given)
    assert "schon eine Anmerkung" in again.content.decode()
    gone = at(report, f"sonderereignis/{note.public_id}/entfernen/")
    assert client.post(gone).status_code == 302
    jobs.run_waiting()
    figure.refresh_from_db()
    assert "Sonderereignis" not in figure.sentence


def test_an_effect_after_the_release_asks_the_police_again(in_town: People) -> None:
    report = make_report(in_town, ReportState.POLICE_DONE)
    actions.add_annotation(
        report=report, code="674000", year=2023, text="Serie", excluded=True,
        by=in_town.coordinator, at=AT,
    )  # fmt: skip
    jobs.run_waiting()
    report.refresh_from_db()
    assert report.state == ReportState.WITH_POLICE
    assert list(report.figures.filter(police_state="open").values_list("code", flat=True)) == [
        "674000"
    ]


def test_remarks_and_answers(in_town: People) -> None:
    report = make_report(in_town, ReportState.WITH_POLICE)
    figure = report.figures.get(code="***300")
    police, office = client_of(in_town.police), client_of(in_town.coordinator)
    decide = at(report, f"polizei/{figure.public_id}/")
    police.post(decide, {"decision": "change", "note": ""})
    assert Remark.objects.count() == 0
    police.post(decide, {"decision": "change", "note": "Bitte Hinweis ergänzen."})
    asked = Remark.objects.get()
    assert "Kora" not in asked.author_role
    office.post(at(report, "wortmeldung/"), {"text": "Erledigt.", "parent": asked.public_id})
    answer = Remark.objects.exclude(pk=asked.pk).get()
    assert answer.parent == asked
    page = office.get(f"{at(report)}?abschnitt={figure.section.public_id}").content.decode()
    assert "Bitte Hinweis ergänzen." in page
    assert "Erledigt." in page
    office.post(at(report, f"wortmeldung/{asked.public_id}/"))
    asked.refresh_from_db()
    assert asked.state == "done"
    police.post(decide, {"decision": "nonsense"})
    figure.refresh_from_db()
    assert figure.police_state == "changed"


def test_the_police_lands_on_its_own_page(in_town: People) -> None:
    report = make_report(in_town, ReportState.WITH_POLICE)
    response = client_of(in_town.police).get(at(report))
    assert response["Location"] == at(report, "polizei/")


def test_unknown_parts_do_not_exist(in_town: People) -> None:
    report = make_report(in_town, ReportState.WITH_POLICE)
    office, police = client_of(in_town.coordinator), client_of(in_town.police)
    assert office.get(f"{ROOT}bbbbbbbbbbbb/").status_code == 404
    assert office.post(at(report, "abschnitt/bbbbbbbbbbbb/"), {}).status_code == 404
    assert office.get(at(report, "sonderereignis/bbbbbbbbbbbb/")).status_code == 404
    assert office.post(at(report, "sonderereignis/bbbbbbbbbbbb/entfernen/")).status_code == 404
    assert office.post(at(report, "wortmeldung/bbbbbbbbbbbb/")).status_code == 404
    assert police.post(at(report, "polizei/bbbbbbbbbbbb/")).status_code == 404


def test_a_publication_withdrawn_elsewhere_counts_as_withdrawn(in_town: People) -> None:
    from vorort.publications import actions as publications

    report = make_report(in_town, ReportState.PUBLISHED)
    publications.withdraw(publication=report.publication, reason="Fehler", by=in_town.mayor, at=AT)
    page = client_of(in_town.coordinator).get(at(report)).content.decode()
    assert "zurückgezogen" in page
    made = actions.start_new_version(report=report, by=in_town.coordinator, at=AT)
    assert made.version == 2
