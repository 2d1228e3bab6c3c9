"""House rules that no linter knows. Each says what to do when it fails."""

import ast
import importlib
import re
from pathlib import Path

import pytest
from django.apps import apps as django_apps
from django.template import engines

from tests.house.floors import SRC, app_of, apps, floor_of, may_use, run_time_imports, sources

LINES_PER_FILE = 500
LINES_PER_FUNCTION = 50
LINES_PER_APP = 4000


def test_every_app_has_a_floor() -> None:
    assert set(apps()) <= set(floor_of())


def test_writing_happens_at_home() -> None:
    """Actions and forms import the models of their own app only."""
    wrong = [
        f"{path.relative_to(SRC)} imports {name}"
        for path in sources("actions", "forms")
        for name in run_time_imports(ast.parse(path.read_text()))
        if (match := re.match(r"vorort\.(\w+)\.models(\.|$)", name))
        and match[1] not in {app_of(path), "core"}
        # Foreign keys of an action's own rows point to tenants and people: naming the class
        # for a type is fine, writing to it is not and is caught by the next test.
        and match[1] not in {"accounts", "authorities"}
    ]
    assert wrong == []


WRITES = re.compile(
    r"\b(Person|Authority|Membership)\.objects\.(create|bulk_create|update|get_or_create)\b"
)


def test_people_and_authorities_are_written_at_home() -> None:
    wrong = [
        f"{path.relative_to(SRC)}: {match[0]}"
        for path in sources()
        if app_of(path) not in {"accounts", "authorities"}
        for match in WRITES.finditer(path.read_text())
    ]
    assert wrong == []


def test_views_are_imported_by_urls_alone() -> None:
    wrong = [
        f"{path.relative_to(SRC)} imports {name}"
        for path in sources()
        if path.stem not in {"urls", "__init__"} and not {"urls", "views"} & set(path.parts)
        for name in run_time_imports(ast.parse(path.read_text()))
        if re.match(r"vorort\.\w+\.views(\.|$)", name)
    ]
    assert wrong == []


def test_models_declare_privacy() -> None:
    """Every model says purpose and retention, and names only fields that exist."""
    wrong = []
    for model in django_apps.get_models():
        if not model.__module__.startswith("vorort."):
            continue
        declared = getattr(model, "Privacy", None)
        if declared is None or not declared.purpose or not declared.retention:
            wrong.append(f"{model._meta.label}: purpose or retention missing")
            continue
        fields = {field.name for field in model._meta.get_fields()} | {
            getattr(field, "attname", "") for field in model._meta.get_fields()
        }
        unknown = {*declared.personal, *declared.sensitive} - fields
        if unknown:
            wrong.append(f"{model._meta.label}: unknown fields {sorted(unknown)}")
    assert wrong == []


JOB_NAME = re.compile(r"[\"']((?:\w+)\.jobs\.(?:\w+))[\"']")


def test_job_names_exist() -> None:
    """Every dotted job name in the code is a function that takes a context."""
    wrong = []
    for path in sources():
        for name in JOB_NAME.findall(path.read_text()):
            module, _, function = f"vorort.{name}".rpartition(".")
            try:
                found = getattr(importlib.import_module(module), function, None)
            except ModuleNotFoundError:
                found = None
            if not callable(found):
                wrong.append(f"{path.relative_to(SRC)}: {name}")
    assert wrong == []


TEMPLATE_REFERENCE = re.compile(r"{%\s*(?:extends|include)\s+[\"'](\w+)/")
URL_REFERENCE = re.compile(r"{%\s*url\s+[\"'](\w+):")
REVERSE_REFERENCE = re.compile(r"\b(?:reverse|redirect|reverse_lazy)\(\s*[\"'](\w+):")
STRING_KEY = re.compile(r"(?:ForeignKey|OneToOneField|ManyToManyField)\(\s*[\"'](\w+)\.\w+[\"']")
# Apps that are not ours have no floor.
FOREIGN = {"account", "socialaccount", "admin", "auth", "registration"}


def _references() -> list[tuple[str, str, Path]]:
    found = []
    for path in sorted(SRC.rglob("*.html")):
        text = path.read_text()
        for pattern in (TEMPLATE_REFERENCE, URL_REFERENCE):
            found += [(app_of(path), used, path) for used in pattern.findall(text)]
    for path in sources():
        text = path.read_text()
        for pattern in (REVERSE_REFERENCE, STRING_KEY):
            found += [(app_of(path), used, path) for used in pattern.findall(text)]
    return found


def test_templates_addresses_and_string_keys_obey_the_floors() -> None:
    wrong = [
        f"{path.relative_to(SRC)} uses {used}"
        for user, used, path in _references()
        if used not in FOREIGN
        and not may_use(user, used)
        # Bases of the tenant tables name the tenant from below; nothing else may.
        and (user, used) != ("core", "authorities")
    ]
    assert wrong == []


def test_templates_compile() -> None:
    engine = engines["django"]
    for path in sorted(SRC.rglob("templates/**/*.html")):
        name = str(path).split("/templates/", 1)[1]
        engine.get_template(name)


@pytest.mark.parametrize("path", list(sources()), ids=lambda path: str(path.relative_to(SRC)))
def test_budgets(path: Path) -> None:
    """A file or function beyond its budget hides a missing concept."""
    text = path.read_text()
    assert text.count("\n") <= LINES_PER_FILE
    too_long = [
        f"{node.name}: {length}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := _code_lines(node, text)) > LINES_PER_FUNCTION
    ]
    assert too_long == []


def _code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef, text: str) -> int:
    """Return the lines of a function without its docstring."""
    length = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        length -= (first.end_lineno or first.lineno) - first.lineno + 1
    return length


@pytest.mark.parametrize("app", [app for app in apps() if app != "stats"])
def test_apps_stay_small(app: str) -> None:
    lines = sum(path.read_text().count("\n") for path in sources() if app_of(path) == app)
    assert lines <= LINES_PER_APP
