"""The record of processing follows from the declarations and names the town's officer."""

import subprocess

from django.urls import reverse

from tests.people import People, client_of
from vorort.core.privacy import catalogue
from vorort.core.scopes import authority_scope
from vorort.rights.queries.record import get_record


def test_every_table_with_people_is_in_the_record(people: People) -> None:
    with authority_scope(people.town):
        made = get_record(people.town)
    lines = {line for activity in made.activities for line in activity.retentions}
    for entry in catalogue.entries():
        if entry.has_people:
            assert f"{entry.name}: {entry.declared.retention}" in lines
    assert made.officer is not None
    assert made.officer.name == "Dora Datenschutz"


def test_the_page_and_its_files(people: People, tmp_path) -> None:
    client = client_of(people.coach)
    slug = people.town.slug
    page = client.get(reverse("rights:record", args=[slug])).content.decode()
    assert "Dora Datenschutz" in page
    assert "Folgenabschätzung" in page
    pdf = client.get(reverse("rights:record_pdf", args=[slug]))
    path = tmp_path / "verzeichnis.pdf"
    path.write_bytes(pdf.content)
    text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True)
    assert "Verzeichnis von Verarbeitungstätigkeiten" in text.stdout
    assert "Technische und organisatorische" in text.stdout
    html = client.get(reverse("rights:record_html", args=[slug]))
    assert html.content.decode().startswith("<!doctype html>")
    assert "attachment" in html["Content-Disposition"]
