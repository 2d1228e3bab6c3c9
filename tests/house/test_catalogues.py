"""Texts: the public pages' catalogues are complete, German is complete and formal."""

import ast
import importlib.util
import re
import sys
from gettext import GNUTranslations
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings
from django.utils import translation

from tests.house.floors import ROOT, SRC, sources


def _messages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["messages"] = module
    spec.loader.exec_module(module)
    return module


messages = _messages()
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}")


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_catalogues_are_complete(language: str) -> None:
    """Run ``python tools/messages.py`` and translate what it names."""
    catalogue = messages.read_catalogue(language)
    known = {message.id for message in catalogue if message.id}
    assert set(messages.collect()) - known == set()
    assert messages.gaps(catalogue) == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_programs_read_what_people_wrote(language: str) -> None:
    """The compiled catalogue is the written one."""
    with messages.catalogue_path(language, ".mo").open("rb") as stream:
        compiled = GNUTranslations(stream)
    for message in messages.read_catalogue(language):
        if isinstance(message.id, str) and message.id:
            assert compiled.gettext(message.id) == message.string
        elif message.id:
            forms = {compiled.ngettext(*message.id, n) for n in range(200)}
            assert forms == set(message.string)


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_nothing_to_fill_in_is_lost(language: str) -> None:
    for message in messages.read_catalogue(language):
        forms = (message.id,) if isinstance(message.id, str) else message.id
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        if not message.id or not any(texts):
            continue
        wanted = set(PLACEHOLDER.findall(forms[-1]))
        # "one entry" may do without its number, the many may not.
        assert set(PLACEHOLDER.findall(texts[-1])) == wanted, message.id
        assert all(set(PLACEHOLDER.findall(text)) <= wanted for text in texts), message.id


def test_every_language_has_a_catalogue() -> None:
    folders = {translation.to_locale(code) for code, _name in settings.LANGUAGES} - {"de"}
    assert folders == set(messages.LANGUAGES)


# Nobody is called "du" by an office.
FAMILIAR = re.compile(r"\b(du|dich|dir|dein|deine|deinen|deiner|deinem|euch|euer|eure)\b")
# What slips in from English interfaces.
ENGLISH = re.compile(
    r"\b(please|submit|cancel|upload|download|error|invalid|required|delete|settings|login|logout"
    r"|password|user|email|click|file not|not found|successfully)\b",
    re.IGNORECASE,
)


def _texts(path: Path) -> list[str]:
    read = messages.of_python if path.suffix == ".py" else messages.of_template
    return [
        form for text in read(path) for form in ([text] if isinstance(text, str) else list(text))
    ]


@pytest.mark.parametrize(
    "path",
    [*sources(), *sorted(SRC.glob("*/templates/**/*.html"))],
    ids=lambda path: str(path.relative_to(SRC)),
)
def test_german_is_formal_and_german(path: Path) -> None:
    if path.suffix == ".py" and "_(" not in path.read_text():
        return
    for text in _texts(path):
        assert not FAMILIAR.search(text), text
        assert not ENGLISH.search(PLACEHOLDER.sub("", text)), text


# What a library says to people who fill in a form or sign in.
LIBRARY = (
    ("django", "This field is required."),
    ("django", "Enter a valid email address."),
    ("django", "Enter a valid date."),
    ("django", "Enter a whole number."),
    ("django", "Enter a number."),
    ("django", "Ensure this value is greater than or equal to %(limit_value)s."),
    ("django", "Select a valid choice. That choice is not one of the available choices."),
    ("django", "No file was submitted. Check the encoding type on the form."),
    ("django", "The submitted file is empty."),
    ("auth", "The two password fields didn’t match."),
    ("auth", "This password is too common."),
    ("auth", "The password is too similar to the %(verbose_name)s."),
)


@pytest.mark.parametrize("message", [text for _where, text in LIBRARY])
def test_libraries_speak_german(message: str) -> None:
    with translation.override("de"):
        said = str(translation.gettext(message))
    assert said != message
    assert not FAMILIAR.search(said.lower())


def _literal_labels(path: Path) -> list[str]:
    """Return labels and help texts of forms that no catalogue can translate."""
    return [
        f"{path.relative_to(SRC)}:{keyword.value.lineno}"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in {"label", "help_text", "empty_label"}
        and isinstance(keyword.value, ast.Constant)
        and isinstance(keyword.value.value, str)
        and re.search(r"[a-zäöü]{3}", keyword.value.value)
    ]


@pytest.mark.parametrize(
    "path", list(sources("forms")), ids=lambda path: str(path.relative_to(SRC))
)
def test_forms_are_translatable(path: Path) -> None:
    assert _literal_labels(path) == []
