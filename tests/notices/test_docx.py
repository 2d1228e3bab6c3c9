"""The DOCX is opened again as a word processor would open it."""

import io
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.notices.test_exports import FULL, document

from vorort.notices.exports import (
    BulletList,
    Heading,
    NoteBox,
    Paragraph,
    Signatures,
    Table,
    render_docx,
    render_html,
    render_pdf,
)

SIGNED = replace(
    FULL, blocks=[*FULL.blocks, Signatures([("Vorsitz", "Bürgermeisterin"), ("Mitglied", "")])]
)


@pytest.fixture(scope="module")
def content() -> bytes:
    return render_docx(SIGNED)


def test_headings_and_title_are_styles(content):
    opened = docx.Document(io.BytesIO(content))
    styled = [(p.style.name, p.text) for p in opened.paragraphs]
    assert ("Title", "Lagebild 2025") in styled
    assert ("Subtitle", "Fassung 2") in styled
    headings = [pair for pair in styled if pair[0].startswith("Heading")]
    # A skipped level is closed up.
    assert headings == [
        ("Heading 1", "Kurz gesagt"),
        ("Heading 1", "Diebstahl"),
        ("Heading 2", "Fahrraddiebstahl"),
    ]


def test_the_head_of_a_table_repeats_and_is_marked(content):
    table = docx.Document(io.BytesIO(content)).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["Jahr", "Fälle"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert len(table.rows) == 71


def test_language_and_properties_name_the_authority_and_nobody_else(content):
    opened = docx.Document(io.BytesIO(content))
    languages = {each.get(qn("w:val")) for each in opened.styles.element.iter(qn("w:lang"))}
    assert languages == {"de-DE"}
    core = opened.core_properties
    assert (core.title, core.author, core.last_modified_by, core.language) == (
        "Lagebild 2025",
        "Stadt Lindenau an der Weide",
        "Stadt Lindenau an der Weide",
        "de-DE",
    )
    assert core.comments == ""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "docProps/thumbnail.jpeg" not in archive.namelist()
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"python-docx" not in everything


def test_lists_links_pictures_and_lines_to_sign(content):
    opened = docx.Document(io.BytesIO(content))
    styled = [(p.style.name, p.text) for p in opened.paragraphs]
    assert ("List Bullet", "Punkt eins") in styled
    assert ("List Number", "erstens") in styled
    assert ("Quote", "Zitat") in styled
    targets = [rel.target_ref for rel in opened.part.rels.values() if rel.is_external]
    assert targets == ["https://example.org/a"]
    described = [each.get("descr") for each in opened.element.body.iter(qn("wp:docPr"))]
    assert described == ["Fahrraddiebstahl 2016 bis 2025, zuletzt 422"]
    assert styled[-3:] == [
        ("Normal", "Vorsitz: Bürgermeisterin"),
        ("Normal", "_" * 52),
        ("Normal", "Mitglied"),
    ]


def test_each_numbered_list_begins_with_one():
    made = render_docx(
        document(BulletList(["a", "b"], numbered=True), BulletList(["c"], numbered=True))
    )
    opened = docx.Document(io.BytesIO(made))
    numbers = [p._p.pPr.numPr.numId.val for p in opened.paragraphs if p.style.name == "List Number"]
    assert len(numbers) == 3
    assert numbers[0] == numbers[1] != numbers[2]


def test_the_same_document_gives_the_same_bytes(content):
    assert render_docx(SIGNED) == content


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(st.text(max_size=60), st.text(min_size=1, max_size=30))
def test_any_text_makes_a_document(text, cell):
    made = render_docx(
        document(
            Heading(2, text),
            Paragraph(text),
            Table("Tabelle", [cell], [[cell], [text]]),
            NoteBox(text, title=text),
            BulletList([text, cell]),
            title=f"T{text}",
        )
    )
    assert docx.Document(io.BytesIO(made)).paragraphs


def test_lines_to_sign_stand_on_paper_and_not_on_the_page():
    assert "Bürgermeisterin" not in render_html(SIGNED)
    assert render_pdf(SIGNED).startswith(b"%PDF-1.7")
