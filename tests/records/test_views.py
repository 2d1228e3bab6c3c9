"""The mask over HTTP: what a coordinator does on Monday, without scripts."""

import io

import openpyxl
import pytest
from django.test import Client

from tests.factories.records import BLOCK, store_usual
from tests.people import People, client_of
from vorort.core.scopes import authority_scope
from vorort.deliveries.models import Delivery
from vorort.evidence.models import OffenceCount
from vorort.figures import queries as figures
from vorort.records import exports, queries
from vorort.records.choices import EntryKind
from vorort.records.models import EntryDraft, Observation
from vorort.records.rules import read_block

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(people: People) -> Client:
    return client_of(people.coordinator)


def address(people: People, kind: str = "polizeistatistik") -> str:
    return f"/k/{people.town.slug}/eigene-zahlen/{kind}/"


def typed(**more: str) -> dict[str, object]:
    """What a browser sends from an untouched mask, and what was typed."""
    return {
        "years": ["2021", "2022", "2023", "2024", "2025"],
        "rows": ["residents", "------", "****00", "435*00"],
        "source": "Kriminalitätsatlas 2025",
        "terms": "public",
        "do": "save",
        **more,
    }


def draft(people: People) -> EntryDraft | None:
    with authority_scope(people.town):
        return queries.get_draft(people.town, people.coordinator, EntryKind.POLICE)


def test_paste_and_save_in_one_step(people: People, client: Client) -> None:
    response = client.post(address(people), typed(paste=BLOCK))
    delivery = Delivery.objects.get()
    assert response.status_code == 302
    assert response["Location"].endswith(f"/lieferungen/{delivery.public_id}/")
    assert (delivery.status, delivery.year, delivery.for_authority) == (
        "stored",
        2025,
        people.town,
    )
    series = figures.read_series(
        area_keys=[people.town.area_key], codes=["435*00"], years=[2025], viewer=people.town
    )
    one = series[people.town.area_key, "435*00"]
    assert one.values[0].cases == 3
    assert one.bases[0] is not None
    assert one.bases[0].population == 4012
    page = client.get(response["Location"]).content.decode()
    assert "Eingabe von Hand" in page
    assert draft(people) is None


def test_typed_numbers_are_saved(people: People, client: Client) -> None:
    response = client.post(
        address(people), typed(**{"cases-1-2024": "1.204", "value-0-2024": "4.050"})
    )
    assert response.status_code == 302
    row = OffenceCount.objects.get()
    assert (row.offence_key, row.year, row.cases) == ("------", 2024, 1204)


def test_errors_lead_to_their_cells_and_lose_nothing(people: People, client: Client) -> None:
    sent = typed(**{"cases-1-2024": "zwölf", "cases-2-2024": "70", "source": ""})
    response = client.post(address(people), sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_cases-1-2024"' in page
    assert "„zwölf“ ist keine Zahl" in page
    assert 'href="#id_source"' in page
    assert 'value="zwölf"' in page
    assert 'value="70"' in page
    assert not Delivery.objects.exists()
    again = client.get(address(people)).content.decode()
    assert 'value="zwölf"' in again
    assert "Hier steht Ihr Entwurf" in again


def test_questions_are_asked_once_and_for_these_numbers_only(
    people: People, client: Client
) -> None:
    sent = typed(**{"cases-1-2023": "20", "cases-1-2024": "2000"})
    first = client.post(address(people), sent)
    page = first.content.decode()
    assert first.status_code == 422
    assert "mehr als das Zehnfache" in page
    asked = page.partition('name="asked" value="')[2].partition('"')[0]
    assert asked
    assert not Delivery.objects.exists()
    other = sent | {"asked": asked, "confirmed": "on", "cases-1-2024": "3000"}
    assert client.post(address(people), other).status_code == 422
    assert client.post(address(people), sent | {"asked": asked}).status_code == 422
    assert client.post(
        address(people), sent | {"asked": asked, "confirmed": "on"}
    ).status_code == 302  # fmt: skip
    assert OffenceCount.objects.get(year=2024).cases == 2000


def test_enter_in_a_cell_only_keeps_the_draft(people: People, client: Client) -> None:
    """The first button of the form is what Enter presses."""
    page = client.get(address(people)).content.decode()
    form = page[page.index('id="maske"') :]
    first = form[form.index("<button") :].partition(">")[0]
    assert 'value="draft"' in first
    response = client.post(address(people), typed(do="draft", **{"cases-1-2024": "12"}))
    assert response.status_code == 302
    assert not Delivery.objects.exists()
    kept = draft(people)
    assert kept is not None
    assert kept.content["texts"] == {"cases|------|2024": "12"}


def test_autosave_answers_without_a_page(people: People, client: Client) -> None:
    response = client.post(
        address(people), typed(do="draft", **{"cases-1-2024": "12"}), headers={"HX-Request": "true"}
    )
    assert (response.status_code, response.content) == (204, b"")
    assert draft(people) is not None


def test_a_draft_can_be_thrown_away(people: People, client: Client) -> None:
    client.post(address(people), typed(do="draft", **{"cases-1-2024": "12"}))
    client.post(f"{address(people)}verwerfen/")
    assert draft(people) is None


def test_a_block_fills_the_mask_before_it_is_saved(people: People, client: Client) -> None:
    block = BLOCK.replace("2025", "2020", 1).replace("2021\t", "2016\t", 1)
    client.post(address(people), typed(do="paste", paste=block + "Mondschein\t1\t2\t3\t4\t5\n"))
    page = client.get(address(people), follow=True).content.decode()
    assert "Mondschein" in page
    assert 'name="years" value="2016"' in page
    assert 'value="4.120"' in page
    assert not Delivery.objects.exists()


def test_a_block_with_unknown_lines_is_not_saved_silently(people: People, client: Client) -> None:
    response = client.post(address(people), typed(paste=BLOCK + "Mondschein\t1\t2\t3\t4\t5\n"))
    assert response.status_code == 422
    assert "Nicht erkannt" in response.content.decode()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"do": "paste", "paste": ""}, "Das Feld ist leer"),
        ({"do": "paste", "paste": "nur Worte"}, "fehlen die Jahre"),
        ({"do": "add", "add_words": ""}, "Schlüssel oder eine Bezeichnung"),
        ({"do": "add", "add_words": "Mondschein"}, "weder ein Schlüssel"),
        ({"do": "add", "add_words": "Diebstahl"}, "steht schon"),
        ({"do": "years", "first_year": "x", "last_year": "2025"}, "vierstellige Zahl"),
        ({"do": "years", "first_year": "2025", "last_year": "2021"}, "das frühere zuerst"),
        (
            {"do": "years", "first_year": "2022", "last_year": "2025", "cases-1-2021": "5"},
            "In 2021 stehen Zahlen",
        ),
    ],
)
def test_other_buttons_say_what_is_wrong(
    people: People, client: Client, more: dict[str, str], words: str
) -> None:
    response = client.post(address(people), typed(**more))
    assert response.status_code == 422
    assert words in " ".join(response.content.decode().split())


def test_rows_and_years_can_be_added(people: People, client: Client) -> None:
    client.post(address(people), typed(do="add", add_words="Raub"))
    kept = draft(people)
    assert kept is not None
    assert kept.content["rows"][-1] == "210000"
    client.post(address(people), typed(do="years", first_year="2015", last_year="2025"))
    kept = draft(people)
    assert kept is not None
    assert kept.content["years"] == list(range(2015, 2026))


def test_somebody_else_saved_meanwhile(people: People, client: Client) -> None:
    store_usual(people.town, people.police)
    response = client.post(address(people), typed(**{"cases-1-2024": "12"}))
    assert response.status_code == 422
    assert "Seit Sie die Maske geöffnet haben" in response.content.decode()


def test_a_future_date_and_a_printed_source_without_page(people: People, client: Client) -> None:
    sent = typed(source_on="31.12.2090", terms="printed", **{"cases-1-2024": "12"})
    page = client.post(address(people), sent).content.decode()
    assert "liegt in der Zukunft" in page
    assert "unter der jeder die Zahlen nachlesen kann" in page


def test_history_shows_and_takes_up_an_earlier_state(people: People, client: Client) -> None:
    first = store_usual(people.town, people.coordinator)
    page = client.get(address(people)).content.decode()
    assert 'value="4.012"' in page
    link = f"{address(people)}stand/{first.public_id}/"
    assert link in page
    shown = client.get(link).content.decode()
    assert "4.012" in shown
    client.post(link)
    kept = draft(people)
    assert kept is not None
    assert kept.content["texts"]["cases|435*00|2023"] == "5"
    assert client.get(f"{address(people)}stand/{'z' * 12}/").status_code == 404


def test_the_overview_says_what_is_there(people: People, client: Client) -> None:
    store_usual(people.town, people.coordinator)
    page = client.get(f"/k/{people.town.slug}/eigene-zahlen/").content.decode()
    assert "letztes Jahr 2025" in page
    assert "Ordnungswidrigkeiten eintragen" in page
    coach = client_of(people.coach).get(f"/k/{people.town.slug}/eigene-zahlen/").content.decode()
    assert "eintragen</span>" not in coach
    assert client_of(people.coach).get(address(people)).status_code == 404


def test_what_is_internal_is_not_listed_for_others(people: People, client: Client) -> None:
    from vorort.records.rules import Terms

    store_usual(people.town, people.coordinator, terms=Terms.INTERNAL, source="Nur intern 4711")
    where = f"/k/{people.town.slug}/eigene-zahlen/"
    assert "Nur intern 4711" in client.get(where).content.decode()
    assert "Nur intern 4711" not in client_of(people.coach).get(where).content.decode()


@pytest.mark.parametrize(
    ("kind", "row", "code"),
    [
        ("ordnungswidrigkeiten", "owi-noise", "owi-noise"),
        ("verkehrsunfaelle", "accidents-injury", "accidents-injury"),
        ("soziales", "unemployment-rate", "unemployment-rate"),
        ("bevoelkerung", "residents-14-17", "residents-14-17"),
    ],
)
def test_every_mask_stores(people: People, client: Client, kind: str, row: str, code: str) -> None:
    sent = typed(rows=["residents", row], **{"value-1-2025": "12", "value-0-2025": "4.012"})
    assert client.post(address(people, kind), sent).status_code == 302
    stored = Observation.objects.get(indicator=code)
    assert (stored.year, stored.value) == (2025, 12)


# ── forms to fill in ─────────────────────────────────────


@pytest.mark.parametrize("kind", list(EntryKind))
def test_a_form_is_locked_but_for_its_cells(
    people: People, client: Client, kind: EntryKind
) -> None:
    words = {
        EntryKind.POLICE: "polizeistatistik",
        EntryKind.OWI: "ordnungswidrigkeiten",
        EntryKind.ACCIDENTS: "verkehrsunfaelle",
        EntryKind.STRUCTURE: "soziales",
        EntryKind.RESIDENTS: "bevoelkerung",
    }
    response = client.get(f"{address(people, words[kind])}vorlage.xlsx")
    assert response["Content-Disposition"].endswith('lindenau.xlsx"')
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    sheet = book["Zahlen"]
    assert tuple(cell.value for cell in sheet[1])[:4] == exports.KEY_COLUMNS
    assert sheet.protection.sheet
    assert sheet.column_dimensions["A"].hidden
    assert sheet.column_dimensions["C"].hidden
    assert sheet["A1"].protection.locked
    assert sheet["D2"].protection.locked
    assert not sheet["E2"].protection.locked
    assert sheet["A2"].value == people.town.area_key
    assert sheet.data_validations.dataValidation
    codes = [cell.value for cell in sheet["C"][1:]]
    assert len(codes) == len(set(codes))
    assert all(queries.row_of(kind, code) is not None for code in codes)
    assert book["Hinweise"]["A1"].value.startswith("Vorlage")


def test_the_same_form_has_the_same_bytes() -> None:
    def make() -> bytes:
        return exports.workbook(
            EntryKind.POLICE, area_key="99901010", area_name="Lindenau", years=(2024, 2025)
        )

    assert make() == make()


@pytest.mark.parametrize("kind", list(EntryKind))
def test_a_filled_form_pasted_back_fills_the_mask(kind: EntryKind) -> None:
    """Whoever copies the sheet, hidden columns and all, gets every row where it belongs."""
    body = exports.workbook(kind, area_key="99901010", area_name="Lindenau", years=(2024, 2025))
    sheet = openpyxl.load_workbook(io.BytesIO(body))["Zahlen"]
    lines, codes = [], []
    for row in sheet.iter_rows(values_only=True):
        cells = [str(cell) for cell in row[:4]]
        numbers = ["2024", "2025"] if not lines else ["1", "2"]
        codes += [cells[2]] if lines else []
        lines.append("\t".join([*cells, *numbers]))
    block = read_block("\n".join(lines), lambda words: queries.recognise(kind, words))
    assert block.unknown == ()
    assert {code for _quantity, code, _year in block.texts} == set(codes)
