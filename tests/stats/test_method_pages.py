"""Every statistic has a page a practitioner can read, with a picture."""

import re
from pathlib import Path

import pytest
from tests.stats.test_references import public_functions

PAGES = Path(__file__).parents[2] / "docs" / "methods"


@pytest.mark.parametrize("name", public_functions())
def test_every_function_stands_on_a_page(name: str) -> None:
    short = name.rsplit(".", 1)[1]
    pages = [page.read_text(encoding="utf-8") for page in PAGES.glob("*.md")]
    assert any(f"`{name}`" in page or f"`{short}`" in page for page in pages)


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda page: page.stem)
def test_every_page_begins_in_plain_words_and_shows_a_picture(page: Path) -> None:
    words = page.read_text(encoding="utf-8")
    pictures = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", words)
    assert pictures
    for said, name in pictures:
        assert len(said) > 20
        drawn = (PAGES / name).read_text(encoding="utf-8")
        # What a screen reader says of the picture is what stands on the page.
        assert f'<title id="t">{said}</title>' in drawn
    beginning = words.index("**Wofür.**")
    assert beginning < words.index("![") < words.index("## ")
    for part in ("nicht sagt", "## Geprüft", "## Quelle"):
        assert part in words or (part == "## Geprüft" and "## Gemessen" in words), part
