"""Documents: one source, opened again; what is missing is said, effects are never overclaimed."""

import datetime as dt
import io
import re
import subprocess
from decimal import Decimal
from pathlib import Path

import docx
import pikepdf
import pytest
from django.urls import reverse

from tests.factories.concepts import answer, answer_steps, make_planned
from tests.factories.councils import make_council
from tests.factories.effects import make_evaluation, make_plan, make_reach, make_town
from tests.factories.measures import AT, decide, make_existing, make_measure, make_part
from tests.factories.resolutions import make_resolution
from tests.people import People, client_of
from vorort.concepts import actions, exports, queries
from vorort.concepts.choices import QUESTIONS, DocumentKind, Known, Step
from vorort.concepts.queries.documents import gather, paper_text
from vorort.core.errors import NotVisible
from vorort.core.scopes import authority_scope
from vorort.effects.queries import describe
from vorort.measures import actions as measures
from vorort.measures.choices import ConceptForm, MeasureState
from vorort.measures.models import Measure
from vorort.papers.choices import PaperKind

pytestmark = pytest.mark.django_db


def _file(people: People, measure: Measure, kind: str, ending: str) -> bytes:
    with authority_scope(people.town):
        return exports.document_file(people.coordinator, measure, kind, ending, at=AT)[2]


def _pdf_text(content: bytes, folder: Path) -> str:
    path = folder / "unterlage.pdf"
    path.write_bytes(content)
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return " ".join(done.stdout.split())


def _docx_text(content: bytes) -> str:
    found = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in found.paragraphs), *cells])


def _full(people: People) -> Measure:
    measure = make_planned(people, title="Betreuter Fahrradabstellplatz")
    make_part(measure, people)
    answer_steps(measure, people, tuple(Step))
    return measure


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_each_document_opens_as_tagged_pdf(
    people: People, kind: DocumentKind, tmp_path: Path
) -> None:
    content = _file(people, _full(people), kind, "pdf")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "de"
        with pdf.open_metadata() as meta:
            assert meta["pdfuaid:part"] == "1"
            assert "Betreuter Fahrradabstellplatz" in meta["dc:title"]
    text = _pdf_text(content, tmp_path)
    assert "Betreuter Fahrradabstellplatz" in text
    assert str(kind.label) in text
    assert "Noch nicht beantwortet" not in text


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_each_document_opens_as_docx(people: People, kind: DocumentKind) -> None:
    text = _docx_text(_file(people, _full(people), kind, "docx"))
    assert "Betreuter Fahrradabstellplatz" in text
    assert "Bauamt" in text


def test_pdf_and_docx_say_the_same(people: People, tmp_path: Path) -> None:
    measure = _full(people)
    pdf = _pdf_text(_file(people, measure, "projektbeschreibung", "pdf"), tmp_path)
    docx = _docx_text(_file(people, measure, "projektbeschreibung", "docx"))
    for words in ("Antwort auf problem_where.", "Abstellanlage", "Platz hergerichtet"):
        assert words in pdf
        assert words in docx


def test_a_description_for_a_grant_holds_plan_partners_and_money(people: People) -> None:
    text = _docx_text(_file(people, _full(people), "projektbeschreibung", "docx"))
    for words in ("Ausgangslage", "Ziele und Zielgruppen", "Kosten und Finanzierung", "9.400,00",
                  "30.06.2026", "betreibt den Abstellplatz", "eigene Mittel", "Nachhaltigkeit"):  # fmt: skip
        assert words in text, words


def test_what_is_missing_is_said(people: People) -> None:
    measure = make_planned(people)
    text = _docx_text(_file(people, measure, "projektbeschreibung", "docx"))
    assert "Warum das hilft. Noch nicht beantwortet." in text
    assert "Angaben fehlen noch" in text
    # A voluntary question leaves no gap.
    assert "Folgen" not in text.replace("Unerwünschte Folgen", "")


def test_internal_answers_never_leave_the_house(people: People) -> None:
    measure = make_planned(people)
    answer_steps(measure, people, tuple(Step))
    internal = [question.code for question in QUESTIONS if not question.for_all]
    for code in internal:
        answer(measure, people, code, "NUR-INTERN")
    for kind in DocumentKind:
        assert "NUR-INTERN" not in _docx_text(_file(people, measure, kind, "docx"))
    with authority_scope(people.town):
        text = paper_text(gather(measure, at=AT))
    assert "NUR-INTERN" not in f"{text}"


@pytest.mark.parametrize("kind", ["vorlage", "projektbeschreibung", "schlussbericht"])
def test_as_many_gaps_are_named_as_are_counted(people: People, kind: str) -> None:
    measure = make_planned(people)
    answer(measure, people, "problem_where", "Am Bahnhof.")
    text = _docx_text(_file(people, measure, kind, "docx"))
    (counted,) = re.findall(r"(\d+) Angaben fehlen noch. Sie sind im Text genannt.", text)
    assert text.count("Noch nicht beantwortet.") == int(counted)


def test_a_decided_measure_has_a_paper_of_today_and_says_so(people: People) -> None:
    measure = _full(people)
    note = "Stand von heute, nicht den Wortlaut der Entscheidung"
    assert note not in _docx_text(_file(people, measure, "vorlage", "docx"))
    decide(measure, people)
    with authority_scope(people.town):
        measure.refresh_from_db()
    assert note in _docx_text(_file(people, measure, "vorlage", "docx"))


def test_the_paper_names_each_figure_once(people: People) -> None:
    measure = _full(people)
    make_plan(people, make_town(people, effect=1.0), measure)
    with authority_scope(people.town):
        text = paper_text(gather(measure, at=AT)).text
        (line,) = queries.known_of(measure)[Known.OUTCOME_PLAN].lines
    assert line.note
    assert text.count(f"{line.text}") == 1
    assert text.endswith(".")


def test_what_is_blacked_out_never_leaves_the_house(people: People) -> None:
    measure = make_planned(people, title="Licht für [[Titelperson]]", summary="Mit [[Kurzperson]].")
    answer_steps(measure, people, tuple(Step))
    answer(measure, people, "problem_where", "Vor dem Haus von [[Ortsperson]] am Abend.")
    answer(measure, people, "concept_money", "Bezahlt [[Geldperson]].")
    make_part(measure, people, contribution="[[Beitragsperson]] kommt.")
    with authority_scope(people.town):
        goal = measure.goals.select_related("goal").get().goal
        goal.title = "Weniger Anzeigen von [[Zielperson]]"
        goal.save()
        said = paper_text(gather(measure, at=AT))
        paper = actions.make_paper(
            measure=measure, body=make_council(people), by=people.coordinator, at=AT
        )
    texts = [_docx_text(_file(people, measure, kind, "docx")) for kind in DocumentKind]
    for text in (*texts, f"{said}", paper.title):
        assert "person" not in text.replace("Einzelperson", "")
        assert "[[" not in text
    assert all(
        "███geschwärzt███" in text for text in (*texts, said.text, said.proposal, said.costs)
    )


def test_of_a_closed_source_only_the_title_leaves_the_house(people: People) -> None:
    measure = _full(people)
    with authority_scope(people.town):
        finding = measure.goals.select_related("goal__need__finding").get().goal.need.finding
        finding.statement, finding.source_title = (
            "Inhalt der Quelle.",
            "Niederschrift der Kerngruppe",
        )
        finding.source_kind, finding.source_id = "minutes.item", "x"
        finding.snapshot, finding.frozen_at = {"restricted": True}, AT
        finding.save()
    for kind in ("vorlage", "projektbeschreibung", "schlussbericht"):
        text = _docx_text(_file(people, measure, kind, "docx"))
        assert finding.title in text
        assert "Inhalt der Quelle" not in text
        assert "Kerngruppe" not in text


def test_numbers_at_the_beginning_are_no_list(people: People) -> None:
    measure = _full(people)
    for title in ("1. Runde", "2. Runde"):
        with authority_scope(people.town):
            measures.add_budget_line(
                measure=measure, title=title, planned=Decimal(10), kind="other", source="own",
                by=people.coordinator, at=AT,
            )  # fmt: skip
            text = paper_text(gather(measure, at=AT)).costs
    assert "- 1\\. Runde: 10,00" in text


def test_without_an_evaluation_the_report_claims_nothing(people: People) -> None:
    text = _docx_text(_file(people, _full(people), "schlussbericht", "docx"))
    assert "Eine Bewertung mit Zahlen liegt nicht vor." in text
    assert "lässt sich daraus nicht sagen" in text


@pytest.mark.parametrize("effect", [0.4, 1.0])
def test_what_changed_is_said_in_the_words_of_the_evaluation(people: People, effect: float) -> None:
    keys = make_town(people, effect=effect)
    measure = _full(people)
    evaluation = make_evaluation(people, make_plan(people, keys, measure))
    make_reach(people, measure)
    with authority_scope(people.town):
        said = describe(evaluation)
        known = queries.known_of(measure)
    text = _docx_text(_file(people, measure, "schlussbericht", "docx"))
    assert said.headline in text
    assert said.badge in text
    for sentence in said.sentences:
        assert sentence in text
    assert "Eine Bewertung mit Zahlen liegt nicht vor." not in text
    # The concept shows the same words; the answer beside it is an addition.
    assert known[Known.RESULTS].lines[0].text == said.headline
    assert known[Known.OUTCOME_PLAN].lines[0].text == "Fahrraddiebstahl (Vorgänge)"
    plan = _docx_text(_file(people, measure, "bewertungsplan", "docx"))
    assert "Was zu sehen wäre: Fahrraddiebstahl (Vorgänge)" in plan
    assert "erreichte Personen" in plan


def test_signs_of_titles_are_no_markup(people: People) -> None:
    measure = make_planned(people, title="Licht & Weg *neu* <b>")
    text = _docx_text(_file(people, measure, "vorlage", "docx"))
    assert "Licht & Weg *neu* <b>" in text


def test_only_who_sees_the_measure_gets_its_documents(people: People) -> None:
    measure = make_measure(people)
    with authority_scope(people.town), pytest.raises(NotVisible):
        exports.document(people.outsider, measure, "vorlage", at=AT)


# ── the council's paper ──────────────────────────────────


def test_a_paper_is_made_from_the_concept(people: People) -> None:
    measure, body = _full(people), make_council(people)
    with authority_scope(people.town):
        paper = actions.make_paper(measure=measure, body=body, by=people.coordinator, at=AT)
        assert paper.kind == PaperKind.PROPOSAL
        assert (paper.origin_kind, paper.origin_id) == ("measures.measure", measure.public_id)
        assert paper.submitted_by == measure.owner
        assert "Antwort auf problem_where." in paper.text
        assert "höchstens 26" in paper.text
        assert f"1. Die Maßnahme „{measure.title}“ ({measure.reference}) wird" in paper.proposal
        assert "Zuständig ist: Bauamt." in paper.proposal
        assert "9.400,00" in paper.proposal
        assert "31.03.2027" in paper.proposal
        assert "eigene Mittel" in paper.costs
        assert queries.list_papers(measure) == [paper]


def test_a_measure_without_an_end_has_a_paper(people: People) -> None:
    measure = make_planned(people, ends_on=dt.date.max)
    with authority_scope(people.town):
        text = paper_text(gather(measure, at=AT))
    assert "Nach dem Ende wird dem Gremium berichtet" in text.proposal


def test_a_body_gets_one_paper_at_a_time(people: People) -> None:
    measure, body = _full(people), make_council(people)
    given = {"measure": measure, "body": body, "by": people.coordinator, "at": AT}
    with authority_scope(people.town):
        actions.make_paper(**given)  # type: ignore[arg-type]
        with pytest.raises(actions.NothingToDecide, match="liegt schon eine Vorlage"):
            actions.make_paper(**given)  # type: ignore[arg-type]


def test_what_is_decided_needs_no_paper(people: People) -> None:
    measure, body = decide(_full(people), people), make_council(people)
    with authority_scope(people.town), pytest.raises(actions.NothingToDecide, match="entschieden"):
        actions.make_paper(measure=measure, body=body, by=people.coordinator, at=AT)


def test_what_already_runs_can_still_go_before_a_body(people: People) -> None:
    measure, body = make_existing(people), make_council(people)
    page = reverse("concepts:documents", args=["lindenau", measure.public_id])
    client = client_of(people.coordinator)
    assert "Beschlussvorlage als Entwurf anlegen" in client.get(page).content.decode()
    assert client.post(page, {"body": body.public_id}).status_code == 302
    with authority_scope(people.town):
        (paper,) = queries.list_papers(measure)
        make_resolution(body, people.coordinator, paper=paper)
        measure.refresh_from_db()
        assert (measure.state, measure.decision) == (MeasureState.RUNNING, "council")
        with pytest.raises(actions.NothingToDecide, match="schon entschieden"):
            actions.make_paper(measure=measure, body=body, by=people.coordinator, at=AT)


def test_the_paper_of_a_small_measure_is_short(people: People) -> None:
    measure = make_measure(people, form=ConceptForm.SHORT, summary="Wir codieren an vier Tagen.")
    with authority_scope(people.town):
        text = paper_text(gather(measure, at=AT))
    assert "Wir codieren an vier Tagen." in text.text
    assert "Noch nicht beantwortet" not in text.text
    assert text.costs == "Keine Kosten geplant."
