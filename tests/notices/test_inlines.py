"""Markdown as data: blocks and inlines, nothing else."""

from vorort.notices.exports import inlines


def text(words: str) -> dict:
    return {"k": "text", "s": words}


def test_lists_quotations_and_breaks():
    found = inlines.blocks("1. eins\n2. *zwei*\n\n---\n\n> Zitat\n> weiter\n\nA  \nB")
    assert found == [
        {
            "k": "enum",
            "c": [
                {"k": "item", "c": [{"k": "para", "c": [text("eins")]}]},
                {"k": "item", "c": [{"k": "para", "c": [{"k": "em", "c": [text("zwei")]}]}]},
            ],
        },
        {"k": "quote", "c": [{"k": "para", "c": [text("Zitat"), text(" "), text("weiter")]}]},
        {"k": "para", "c": [text("A"), {"k": "break"}, text("B")]},
    ]


def test_links_lead_out_or_become_words():
    (good,) = inlines.blocks("[a](mailto:a@b.example)")
    assert good["c"] == [{"k": "link", "c": [text("a")], "url": "mailto:a@b.example"}]
    (bad,) = inlines.blocks("[a](/heute/)")
    assert bad["c"] == [{"k": "span", "c": [text("a")]}]


def test_what_is_no_paragraph_stays_text():
    assert inlines.blocks("# Kein Titel") == [{"k": "para", "c": [text("# Kein Titel")]}]
    assert inlines.blocks("<b>x</b> `y`")[0]["c"][0] == text("<b>x</b> ")
    assert inlines.blocks("") == inlines.blocks("[a]: https://x.example") == []
