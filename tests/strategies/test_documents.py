"""The documents, opened and read back."""

import io
import re

import pikepdf
import pymupdf
import pytest
from docx import Document as Word

from tests.factories.findings import make_goal
from tests.factories.strategies import AT, first_focus
from vorort.notices.exports import render_docx, render_pdf
from vorort.strategies import actions, queries

SAID = (
    "Gemeinsam sicher leben",
    "2026 bis 2030",
    "Am Bahnhof verschwinden Räder.",
    "Sicher am Bahnhof",
    "Höchstens 26 Räder im Jahr",
    "gestohlene Räder am Bahnhof",
    "höchstens 26",
    "31.12.2027",
    "Betreuter Abstellplatz",
    "Mehr Fahrraddiebstahl am Bahnhof",
    "Sie wird beschlossen.",
)


@pytest.fixture
def document(adopted):
    return queries.build_document(adopted, queries.content_of(adopted), on=AT.date())


def plain(words: str) -> str:
    return re.sub(r"\s+", " ", words)


def test_the_pdf_is_accessible_and_says_everything(document):
    content = render_pdf(document)
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert str(opened.Root.Lang) == "de"
        with opened.open_metadata() as meta:
            assert meta["pdfuaid:part"] == "1"
            assert meta["dc:title"] == "Gemeinsam sicher leben"
            assert meta["dc:creator"] == ["Lindenau an der Weide"]
    with pymupdf.open(stream=content) as opened:
        words = plain(" ".join(page.get_text() for page in opened))
        outline = [plain(title) for _level, title, _page in opened.get_toc()]
    for each in SAID:
        assert each in words
    assert outline == [
        "Leitbild", "Ausgangslage", "Worauf wir uns stützen", "Wer zusammenarbeitet",
        "Wie wir prüfen, ob es wirkt", "Schwerpunkte, Ziele und Maßnahmen",
        "1. Sicher am Bahnhof", "Ziele", "Maßnahmen", "Beschluss",
    ]  # fmt: skip


def test_the_word_file_has_headings_and_tables(document):
    opened = Word(io.BytesIO(render_docx(document)))
    words = plain(" ".join(each.text for each in opened.element.body.iter() if each.text))
    for each in SAID:
        assert each in words
    heads = [table.rows[0].cells[0].text for table in opened.tables]
    assert {"Ziel", "Maßnahme"} <= set(heads)
    styles = {each.style.name for each in opened.paragraphs if each.text == "Leitbild"}
    assert any(name.startswith("Heading") for name in styles)


def test_goals_below_goals_stand_as_nested_lists(draft):
    focus = first_focus(draft)
    top = focus.goals.get().goal
    make_goal(top.need, title="Am Nordausgang", parent=top)
    made = queries.build_document(draft, queries.content_of(draft), on=AT.date())
    with pikepdf.open(io.BytesIO(render_pdf(made))) as opened:
        lists = []

        def walk(node: object, depth: int = 0) -> None:
            if isinstance(node, pikepdf.Array):
                for child in node:
                    walk(child, depth)
            elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
                inside = depth + (str(node.S) == "/L")
                lists.append(inside)
                if "/K" in node:
                    walk(node.K, inside)

        walk(opened.Root.StructTreeRoot.K)
    assert max(lists) == 2


def test_a_draft_says_that_nobody_has_resolved_it(draft):
    made = queries.build_document(draft, queries.content_of(draft), on=AT.date())
    with pymupdf.open(stream=render_pdf(made)) as opened:
        assert "Kein Gremium hat ihn beschlossen" in opened[0].get_text()


def test_signs_of_people_are_no_markup(town, draft):
    draft = actions.edit_strategy(
        strategy=draft, revision=0, mission="*Alle*\n1. eins\n- #zwei\n<b>drei</b>",
        by=town.coordinator, at=AT,
    )  # fmt: skip
    made = queries.build_document(draft, queries.content_of(draft), on=AT.date())
    with pymupdf.open(stream=render_pdf(made)) as opened:
        words = plain(" ".join(page.get_text() for page in opened))
    for each in ("*Alle*", "1. eins", "#zwei", "<b>drei</b>"):
        assert each in words
