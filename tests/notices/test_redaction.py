"""What is marked never leaves: any text, any brackets, any output."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vorort.notices.rules import BAR, Problem, public_text, read_marks, repeated, whole_text

SECRET = "Geheimwort"
_plain = st.text(alphabet="ab c\n.*_-#>äß1[]()", max_size=30)
_marks = st.sampled_from(
    ["[[", "]]", "[", "]", "［［", "］］", "[\u200b[", "\\[\\[", "&#91;[", "⟧"]
)


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("ohne", "ohne"),
        ("Herr [[Muster]] fragt", f"Herr {BAR} fragt"),
        ("[[a]] und [[b]]", f"{BAR} und {BAR}"),
        ("[[a]][[b]]", BAR),
        ("[[]]", BAR),
        ("[[a\n\nb]] c", f"{BAR} c"),
        ("[Verweis](https://example.org)", "[Verweis](https://example.org)"),
    ],
)
def test_marked_places_become_a_bar_of_one_length(text, public):
    assert public_text(text) == public
    assert not read_marks(text).problems


@pytest.mark.parametrize(
    ("text", "public", "problem"),
    [
        ("a [[b c", f"a {BAR}", Problem.UNCLOSED),
        ("a b]] c", f"{BAR} c", Problem.UNOPENED),
        ("a [[b [[c]] d]] e", f"a {BAR} e", Problem.NESTED),
        ("[[a]] b]] c", f"{BAR} c", Problem.UNOPENED),
    ],
)
def test_brackets_that_do_not_fit_hide_more_and_say_so(text, public, problem):
    marked = read_marks(text)
    assert marked.public == public
    assert problem in marked.problems


@pytest.mark.parametrize(
    "text",
    [
        f"［［{SECRET}］］",
        f"[\u200b[{SECRET}]\u2060]",
        f"\\[\\[{SECRET}\\]\\]",
        f"&#91;&#91;{SECRET}&#x5D;&rsqb;",
        f"⟦{SECRET}⟧",
    ],
)
def test_whatever_looks_like_the_brackets_is_them(text):
    assert SECRET not in public_text(text)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.lists(st.one_of(_plain, _marks), max_size=8), st.lists(st.one_of(_plain, _marks), max_size=8)
)
def test_a_marked_word_is_never_public(before, after):
    """Whatever stands around it, unless the text before it closes what it never opened."""
    text = "".join(before) + f"[[{SECRET}]]" + "".join(after)
    assert SECRET not in public_text(text)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.one_of(_plain, _marks), max_size=10))
def test_what_is_public_holds_no_marks_and_is_stable(parts):
    public = public_text("".join(parts))
    assert "[[" not in public.replace(BAR, "")
    assert public_text(public) == public or "]]" in public
    assert SECRET not in whole_text("".join(parts))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(max_size=200), st.text(max_size=20))
def test_the_length_of_what_is_hidden_is_not_told(hidden, around):
    inner = hidden.replace("[", "").replace("]", "").replace("&", "").replace("\\", "")
    rest = around.replace("[", "").replace("]", "").replace("&", "").replace("\\", "")
    assert public_text(f"{rest}[[{inner}]]{rest}") == public_text(f"{rest}[[x]]{rest}")


def test_members_read_the_words_without_the_brackets():
    assert whole_text("Herr [[Muster]] fragt") == "Herr Muster fragt"


def test_words_that_stand_elsewhere_are_found():
    marked = read_marks("[[Herr Muster]] kommt. Herr  Muster geht.")
    assert repeated(("Herr Muster",), "Herr Muster geht.") == ("Herr Muster",)
    assert repeated(marked.hidden, "Mustermann") == ()
