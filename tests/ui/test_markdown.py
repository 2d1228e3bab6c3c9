"""Text of people becomes clean HTML that fits below the headings of its page."""

import pytest

from vorort.ui.markdown import plain, render


def test_ordinary_text() -> None:
    html = render(
        "Seit **2024** mehr.\n\n- werktags\n- am Bahnhof\n\n[Polizei](https://polizei.example)"
    )
    assert "<strong>2024</strong>" in html
    assert "<li>werktags</li>" in html
    assert '<a href="https://polizei.example" rel="noopener noreferrer">Polizei</a>' in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,hallo)",
        "![Bild](https://example.org/x.png)",
        "<style>body{}</style>",
        '<a href="#" onclick="x()">x</a>',
    ],
)
def test_nothing_active_comes_through(text) -> None:
    html = render(text)
    for bad in ("<script", "<img", 'href="javascript:', 'href="data:', "<style", "<a onclick"):
        assert bad not in html


def test_headings_follow_the_section_without_a_gap() -> None:
    html = render("# Eins\n\n### Drei\n\n## Zwei", below=2)
    assert "<h3>Eins</h3>" in html
    assert "<h4>Drei</h4>" in html
    assert "<h4>Zwei</h4>" in html
    assert "<h1" not in html


def test_empty_and_plain() -> None:
    assert render("") == ""
    assert plain("Seit **2024**") == "Seit 2024"
