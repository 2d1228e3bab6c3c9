"""Every verb that is recorded anywhere has German words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import vorort
from vorort.audit.choices import VERBS, verb_label

SRC = Path(vorort.__file__).parent
# Where apps record by a helper of their own: its name and the place of the verb.
HELPERS = {"audit": 1, "_note": 0, "note": 0}


def recorded_verbs() -> Iterator[str]:
    for path in SRC.rglob("*.py"):
        app = path.relative_to(SRC).parts[0]
        for call in ast.walk(ast.parse(path.read_text())):
            if not isinstance(call, ast.Call):
                continue
            given = [word.value for word in call.keywords if word.arg == "verb"]
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            if name in HELPERS and len(call.args) > HELPERS[name]:
                given.append(call.args[HELPERS[name]])
            for value in given:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.value if "." in value.value else f"{app}.{value.value}"


def test_every_recorded_verb_has_words():
    recorded = set(recorded_verbs())
    assert len(recorded) > 5
    missing = sorted(verb for verb in recorded if verb and verb not in VERBS)
    assert missing == []


def test_an_unknown_verb_is_shown_as_it_is():
    assert verb_label("authorities.membership_added") == "Mitgliedschaft begonnen"
    assert verb_label("x.y") == "x.y"
