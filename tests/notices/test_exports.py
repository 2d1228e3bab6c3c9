"""Documents: the PDF is read back as a reader program would read it."""

import datetime as dt
import io
import re

import pikepdf
import pymupdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vorort.notices.exports import (
    BulletList,
    Column,
    Contents,
    Document,
    DocumentFailed,
    Facts,
    Figure,
    Heading,
    Letterhead,
    NoteBox,
    PageBreak,
    Paragraph,
    Table,
    VerdictList,
    characters,
    fonts,
    render_html,
    render_pdf,
)
from vorort.notices.exports.document import DocumentError
from vorort.notices.exports.pdf import with_margin

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="76" height="29" viewBox="0 0 76 29">'
    '<path d="M4 20 L70 9" stroke="#1c2f6b" fill="none"/></svg>'
)


def document(*blocks, **fields) -> Document:
    defaults = {
        "title": "Lagebild 2025",
        "subject": "Sicherheitslage in Lindenau",
        "author": "Stadt Lindenau an der Weide",
        "date": dt.date(2026, 6, 18),
    }
    return Document(blocks=blocks, **{**defaults, **fields})


FULL = document(
    Heading(1, "Kurz gesagt"),
    Paragraph("Der **wichtigste** Satz.", lead=True),
    VerdictList([("Fahrraddiebstahl: 38 Fälle", "sure", "mehr als Zufall")]),
    NoteBox("Nicht enthalten: [anderes](https://example.org/a).", title="Was fehlt"),
    Contents(),
    Heading(1, "Diebstahl"),
    Heading(3, "Fahrraddiebstahl"),
    Paragraph("Erster Absatz.\n\n- Punkt eins\n- Punkt zwei\n\n> Zitat"),
    Figure(SVG, "Fahrraddiebstahl 2016 bis 2025, zuletzt 422", "Quelle: Polizei"),
    Table(
        "Fahrraddiebstahl nach Jahren",
        ["Jahr", Column("Fälle", numeric=True)],
        [[str(1950 + number), str(number)] for number in range(70)],
        note="Bezug: 9.012 Einwohner.",
    ),
    BulletList(["erstens", "zweitens"], numbered=True),
    Facts([("Stand", "23.11.2026")]),
    PageBreak(),
    Paragraph("Letzter Satz."),
    letterhead=Letterhead("Stadt Lindenau an der Weide", "LW", "Prävention", ("Markt 1",)),
    keywords=("Lagebild",),
    subtitle="Fassung 2",
)


@pytest.fixture(scope="module")
def content() -> bytes:
    return render_pdf(FULL)


@pytest.fixture
def pdf(content) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def elements(pdf: pikepdf.Pdf) -> list[tuple[str, pikepdf.Dictionary]]:
    """Every structure element in reading order."""
    found = []

    def walk(node) -> None:
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append((str(node.S), node))
            if "/K" in node:
                walk(node.K)

    walk(pdf.Root.StructTreeRoot.K)
    return found


def texts(content: bytes) -> str:
    with pymupdf.open(stream=content) as opened:
        return "\n".join(page.get_text() for page in opened)


def test_the_file_says_that_it_is_accessible_and_what_it_is(pdf):
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "de"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as meta:
        assert meta["pdfuaid:part"] == "1"
        assert meta["dc:title"] == "Lagebild 2025"
        assert meta["dc:creator"] == ["Stadt Lindenau an der Weide"]
        assert meta["dc:description"] == "Sicherheitslage in Lindenau"
        assert "Lagebild" in meta["pdf:Keywords"]


def test_headings_form_a_ladder_without_gaps(pdf):
    kinds = [kind for kind, _ in elements(pdf)]
    assert [kind for kind in kinds if re.fullmatch("/H[1-6]", kind)] == [
        "/H1",
        "/H1",
        "/H1",
        "/H2",
    ]
    with pymupdf.open(stream=render_pdf(FULL)) as opened:
        outline = [(level, title) for level, title, _page in opened.get_toc()]
    assert (1, "Diebstahl") in outline
    assert (2, "Fahrraddiebstahl") in outline


def test_the_table_has_heads_and_repeats_them(pdf, content):
    found = elements(pdf)
    heads = [node for kind, node in found if kind == "/TH"]
    assert len(heads) == 2
    assert len([1 for kind, _ in found if kind == "/TR"]) == 71
    assert len([1 for kind, _ in found if kind == "/TD"]) == 140
    scopes = [
        str(each.Scope)
        for node in heads
        for each in ([*node.A] if isinstance(node.A, pikepdf.Array) else [node.A])
        if "/Scope" in each
    ]
    assert scopes == ["/Column", "/Column"]
    with pymupdf.open(stream=content) as opened:
        pages = [page.get_text() for page in opened]
    with_rows = [text for text in pages if re.search(r"\n19\d\d\s*\n\d+\s*\n", text)]
    assert len(with_rows) > 1
    assert all("Jahr" in text and re.search(r"Fälle\s*\n", text) for text in with_rows)


def test_pictures_lists_links_and_quotations_are_tagged(pdf):
    found = elements(pdf)
    kinds = {kind for kind, _ in found}
    assert {"/L", "/LI", "/Link", "/Figure", "/Caption", "/TOC", "/BlockQuote"} <= kinds
    alts = [str(node.Alt) for kind, node in found if kind == "/Figure" and "/Alt" in node]
    assert "Fahrraddiebstahl 2016 bis 2025, zuletzt 422" in alts


def test_the_reading_order_is_the_order_of_the_document(content):
    text = texts(content)
    order = [
        "Stadt Lindenau an der Weide",
        "Lagebild 2025",
        "Fassung 2",
        "wichtigste",
        "Was fehlt",
        "Erster Absatz",
        "Punkt zwei",
        "Zitat",
        "Quelle: Polizei",
        "Fahrraddiebstahl nach Jahren",
        "erstens",
        "Letzter Satz",
    ]
    places = [text.index(each) for each in order]
    assert places == sorted(places)
    assert "Seite 1 von" in text


def test_the_same_document_gives_the_same_bytes(content):
    assert render_pdf(FULL) == content


def test_text_is_never_read_as_code():
    nasty = '#panic("x") $a$ *b* _c_ @d <e> \\ // " `f` #{1+1} = Titel'
    doc = document(
        Heading(1, nasty),
        Paragraph(nasty),
        Table(nasty, [nasty], [[nasty]], note=nasty),
        BulletList([nasty]),
        NoteBox(nasty, title=nasty),
        Facts([(nasty, nasty)]),
        VerdictList([(nasty, "few", nasty)]),
        title=nasty,
        subtitle=nasty,
        footer=nasty,
    )
    text = texts(render_pdf(doc))
    assert '#panic("x")' in text
    assert "#{1+1}" in text


def test_only_addresses_that_lead_out_become_links():
    doc = document(
        Paragraph("[gut](https://example.org) [schlecht](javascript:alert) [auch](file:///etc/x)")
    )
    with pikepdf.open(io.BytesIO(render_pdf(doc))) as opened:
        links = [
            str(note.A.URI)
            for page in opened.pages
            for note in page.get("/Annots", [])
            if "/URI" in note.A
        ]
    assert links == ["https://example.org"]
    assert 'href="javascript' not in render_html(doc)


def test_signs_without_a_font_become_a_square_and_sorbian_does_not():
    doc = document(
        Heading(1, "Wětrow 😀"),
        Paragraph("ć č ě ł ń ó ř š ž Ź – „Wort“ ≈ 漢\x00\x07\ue000"),
        Figure(SVG.replace("<path", "<text y='9'>漢</text><path"), "Bild", "漢"),
    )
    text = texts(render_pdf(doc))
    assert "Wětrow □" in text
    assert "ć č ě ł ń ó ř š ž Ź – „Wort“ ≈ □" in text


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(st.text(max_size=60), st.text(min_size=1, max_size=30))
def test_any_text_makes_a_document(text, cell):
    doc = document(
        Heading(2, text),
        Paragraph(text),
        Table("Tabelle", [cell], [[cell], [text]]),
        NoteBox(text),
        BulletList([text, cell]),
        title=f"T{text}",
    )
    assert render_pdf(doc).startswith(b"%PDF-1.7")
    assert "<script" not in render_html(doc)


def test_headings_without_a_word_are_left_out():
    doc = document(Heading(1, "\u200b"), Heading(1, ""), Paragraph("x"), title="\x07")
    with pikepdf.open(io.BytesIO(render_pdf(doc))) as opened:
        assert not [kind for kind, _ in elements(opened) if kind == "/H1"]
        with opened.open_metadata() as meta:
            assert meta["dc:title"] == "Ohne Titel"


def test_pictures_get_room_for_the_wider_letters_of_print():
    svg = '<svg xmlns="x" width="760" height="290" viewBox="0 0 760 290"><g width="5" height="1"/>'
    made = with_margin(svg)
    assert made == '<svg xmlns="x" viewBox="-15.2 0 790.4 290"><g width="5" height="1"/>'
    assert with_margin('<svg width="5">') == '<svg width="5">'


def test_letters_only_is_the_last_resort():
    assert characters.letters_only("aß😀≈") == "aß□□"


def test_a_broken_picture_is_an_error_in_words():
    with pytest.raises(DocumentFailed) as caught:
        render_pdf(document(Figure("<svg", "Bild", "Bild")))
    assert caught.value.message == "Das PDF ließ sich nicht erzeugen."
    assert caught.value.details["reason"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: document(title=" "),
        lambda: Table("", ["a"], []),
        lambda: Table("x", ["a", "b"], [["1"]]),
        lambda: Figure(SVG, " ", "x"),
        lambda: VerdictList([("a", "rot", "b")]),
    ],
)
def test_documents_that_do_not_fit_together_are_refused(make):
    with pytest.raises(DocumentError):
        make()


def test_html_has_the_same_parts():
    page = render_html(FULL)
    assert '<article class="vo-stack" lang="de">' in page
    levels = [int(level) for level in re.findall(r"<h(\d)", page)]
    assert levels == [1, 2, 2, 3]
    assert '<th scope="col" class="vo-num">Fälle</th>' in page
    assert '<th scope="row">1950</th><td class="vo-num">0</td>' in page
    assert 'aria-label="Fahrraddiebstahl 2016 bis 2025, zuletzt 422"' in page
    assert "vo-verdict--sure" in page
    assert "style=" not in page


def test_html_escapes_plain_texts():
    nasty = "<script>alert(1)</script>"
    page = render_html(
        document(
            Heading(1, nasty),
            Paragraph(nasty),
            Table(nasty, [nasty], [[nasty]], note=nasty),
            NoteBox(nasty, title=nasty),
            title=nasty,
        )
    )
    assert "<script" not in page


def test_what_is_no_web_font_is_not_unpacked():
    with pytest.raises(ValueError, match="WOFF"):
        fonts.unpack_web_font(b"wOF2" + b"\0" * 60)


def test_documents_are_set_in_our_font():
    assert fonts.families()[0] == fonts.FAMILY
