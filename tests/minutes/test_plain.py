"""What a machine can see of plain language."""

import pytest

from vorort.minutes.rules.words import as_prose, quorum_in_words, votes_in_words
from vorort.notices.rules import check_plain
from vorort.resolutions.choices import Counts, VoteMode


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Die Stadt baut am Weg zum Bahnhof sieben neue helle Lampen für alle Menschen.",
            "Langer Satz (14",
        ),
        ("Die Straßenbeleuchtung ist neu.", "Langes Wort"),
        ("Das kostet ca. 5 Euro.", "Abkürzung"),
        ("Die Stadt könnte Lampen bauen.", "Möglichkeitsform"),
    ],
)
def test_what_is_hard_to_read_is_named(text, said):
    assert any(said in one.text for one in check_plain(text).advice)


def test_a_plain_text_is_fine_and_a_day_ends_no_sentence():
    report = check_plain("Der Präventions-Rat trifft sich am 3. März.\nEs geht um Licht.")
    assert report.sentences == 2
    assert report.is_fine
    assert not check_plain("").is_fine
    assert "lang" in check_plain("Gut ist das. " * 100).length


@pytest.mark.parametrize(
    ("mode", "counts", "words"),
    [
        (VoteMode.CONSENSUS, None, "im Konsens"),
        (VoteMode.COUNTS, Counts(9, 0, 0), "einstimmig (9 Ja)"),
        (VoteMode.COUNTS, Counts(8, 0, 1), "8 Ja, 0 Nein, 1 Enthaltung"),
        (VoteMode.SECRET, Counts(5, 3, 2), "geheim: 5 Ja, 3 Nein, 2 Enthaltungen"),
        (VoteMode.PER_PERSON, Counts(3, 0, 0), "namentlich: einstimmig (3 Ja)"),
        (VoteMode.COUNTS, Counts(0, 0, 0), "0 Ja, 0 Nein, 0 Enthaltungen"),
    ],
)
def test_votes_in_words(mode, counts, words):
    assert votes_in_words(mode, counts) == words


def test_quorum_in_words():
    assert "nicht beschlussfähig (erforderlich: 7)" in quorum_in_words(13, 6, 7)
    assert quorum_in_words(13, 6, 0).endswith("vertreten.")


def test_notes_become_paragraphs_and_lists_stay():
    assert as_prose("Eins\nZwei\n- a\n- b\nDrei\n") == "Eins\n\nZwei\n\n- a\n- b\n\nDrei"
