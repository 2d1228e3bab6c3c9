"""The security paper is complete and true; what no other test looks at is looked at here."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.test import Client

from tests.house.floors import ROOT, SRC, sources
from tests.people import client_of

PAPER = ROOT / "docs" / "security.md"
# Items of OWASP ASVS 4.0.3 at levels 1 and 2, by chapter and section.
ITEMS = {
    1: {1: "1-7", 2: "1-4", 4: "1 4 5", 5: "1-4", 6: "1-4", 7: "1-2", 8: "1-2", 9: "1-2", 10: "1",
        11: "1-2", 12: "2", 14: "1-6"},
    2: {1: "1-12", 2: "1-3", 3: "1-3", 4: "1-5", 5: "1-7", 6: "1-3", 7: "1-6", 8: "1-7", 9: "1-3",
        10: "1-4"},
    3: {1: "1", 2: "1-4", 3: "1-4", 4: "1-5", 5: "1-3", 7: "1"},
    4: {1: "1-3 5", 2: "1-2", 3: "1-3"},
    5: {1: "1-5", 2: "1-8", 3: "1-10", 4: "1-3", 5: "1-4"},
    6: {1: "1-3", 2: "1-6", 3: "1-2", 4: "1-2"},
    7: {1: "1-4", 2: "1-2", 3: "1 3 4", 4: "1-3"},
    8: {1: "1-4", 2: "1-3", 3: "1-8"},
    9: {1: "1-3", 2: "1-4"},
    10: {2: "1-2", 3: "1-3"},
    11: {1: "1-8"},
    12: {1: "1-3", 2: "1", 3: "1-6", 4: "1-2", 5: "1-2", 6: "1"},
    13: {1: "1 3-5", 2: "1-3 5-6", 3: "1-2", 4: "1-2"},
    14: {1: "1-4", 2: "1-6", 3: "2-3", 4: "1-7", 5: "1-4"},
}  # fmt: skip


def asked() -> list[str]:
    found = []
    for chapter, sections in ITEMS.items():
        for section, words in sections.items():
            for word in words.split():
                first, _dash, last = word.partition("-")
                numbers = range(int(first), int(last or first) + 1)
                found += [f"{chapter}.{section}.{number}" for number in numbers]
    return found


def rows() -> list[list[str]]:
    lines = PAPER.read_text().splitlines()
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if re.match(r"\| \d+\.\d+\.\d+ \|", line)
    ]


def test_every_item_is_answered() -> None:
    assert [row[0] for row in rows()] == asked()


def test_every_answer_is_one_of_four() -> None:
    assert {row[2] for row in rows()} == {"yes", "*partly*", "**no**", "n/a"}


def test_yes_names_a_test() -> None:
    bare = [row[0] for row in rows() if row[2] == "yes" and "::" not in row[4]]
    assert bare == []


def functions_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_named_test_exists() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAPER.read_text()))
    missing = [
        f"{file}::{name}"
        for file, name in sorted(named)
        if not (ROOT / file).exists() or name not in functions_of(ROOT / file)
    ]
    assert len(named) > 80
    assert missing == []


# ── heads, hosts, methods ────────────────────────────────


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/konto/anmelden/", "/konto/", "/gibt-es-nicht/", "/heute/"])
@pytest.mark.parametrize("known", [True, False], ids=["signed in", "stranger"])
def test_every_answer_carries_the_headers(people, path, known) -> None:
    client = client_of(people.coordinator) if known else Client()
    response = client.get(path)
    heads = {name.lower(): value for name, value in response.headers.items()}
    policy = heads["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert heads["x-content-type-options"] == "nosniff"
    assert heads["referrer-policy"] == "same-origin"
    assert heads["x-frame-options"] == "DENY"
    assert heads["cross-origin-opener-policy"] == "same-origin"
    assert "access-control-allow-origin" not in heads
    assert not {"server", "x-powered-by"} & heads.keys()
    if response.content:
        assert "charset=utf-8" in heads["content-type"].lower()


@pytest.mark.django_db
def test_a_foreign_host_is_refused(client) -> None:
    response = client.get("/konto/anmelden/", headers={"host": "boese.example.com"})
    assert response.status_code == 400
    assert b"boese" not in response.content


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_unexpected_methods_are_refused(people, method) -> None:
    client = client_of(people.coordinator)
    for path in ("/konto/", "/konto/sitzungen/", "/k/lindenau/mitglieder/", "/"):
        assert getattr(client, method)(path).status_code in {403, 405}, path


@pytest.mark.django_db
def test_a_form_takes_only_its_own_fields(people) -> None:
    """Fields nobody offered change nothing: neither kind nor activity nor whose it is."""
    client = client_of(people.coordinator)
    sent = {"email": ["a@example.org", "neu@example.org"], "kind": "system", "is_active": "0"}
    client.post("/konto/adresse/", {**sent, "person": people.mayor.pk})
    people.coordinator.refresh_from_db()
    assert people.coordinator.kind == "human"
    assert people.coordinator.is_active


# ── passwords ────────────────────────────────────────────


def test_passwords_may_be_long_and_of_any_signs() -> None:
    for password in ("x9 ÄÖÜ ß €  äöü 🦊 lang", "Wort-" * 20, "aaaaaaaaaaab"):
        validate_password(password)


@pytest.mark.django_db
def test_password_fields_let_managers_and_pasting_work(client) -> None:
    page = client.get("/konto/anmelden/").content.decode()
    field = re.search(r"<input[^>]*type=\"password\"[^>]*>", page)[0]
    assert 'autocomplete="current-password"' in field
    assert "maxlength" not in field
    assert "onpaste" not in page


# ── code, packages, settings ─────────────────────────────

DANGEROUS = re.compile(
    r"\b(?:eval|exec)\(|\bpickle\b|\bmarshal\b|yaml\.load\(|shell=True|os\.system\(|"
    r"\bos\.popen\(|from random import|\brandom\.(?:choice|randint|random)\(|verify=False"
)


def test_dangerous_calls_are_kept_out() -> None:
    found = [
        f"{path.relative_to(SRC)}: {match[0]}"
        for path in sources()
        if not path.is_relative_to(SRC / "stats")
        for match in DANGEROUS.finditer(path.read_text())
    ]
    assert found == []
    linter = (ROOT / "pyproject.toml").read_text()
    ignored = re.search(r"ignore = \[(.*?)\n\]", linter, re.DOTALL)[1]
    assert 'select = ["ALL"]' in linter
    # Of the linter's rules on security only "mark_safe" is left to the eye.
    assert set(re.findall(r'"(S\d+)"', ignored)) <= {"S308"}


def test_packages_are_pinned_by_hash() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        blocks = re.split(r"\n(?=[\w.-]+==)", (ROOT / name).read_text())
        pinned = [block for block in blocks if re.match(r"[\w.-]+==", block)]
        assert pinned
        assert [block.split()[0] for block in pinned if "--hash=sha256:" not in block] == []
    assert '"integrity": "sha512-' in (ROOT / "package-lock.json").read_text()
    assert "--require-hashes" in (ROOT / "Makefile").read_text()


def ask_settings(expression: str, home: Path, **environment: str) -> str:
    code = f"import vorort.config.settings as s; print({expression})"
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("VORORT_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, "VORORT_HOME": str(home), **environment},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


def test_debugging_is_off(tmp_path) -> None:
    assert ask_settings("s.DEBUG", tmp_path) == "False"
    assert settings.DEBUG is False


def test_the_secret_is_the_operators_or_made_once(tmp_path) -> None:
    made = ask_settings("s.SECRET_KEY", tmp_path)
    assert len(made) >= 50
    assert ask_settings("s.SECRET_KEY", tmp_path) == made
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
    assert ask_settings("s.SECRET_KEY", tmp_path, VORORT_SECRET_KEY="eigen") == "eigen"
    assert ask_settings("s.SECRET_KEY", tmp_path / "b") != made
    # Passwords of the running site are hashed by scrypt alone.
    assert "Scrypt" in ask_settings("s.PASSWORD_HASHERS", tmp_path)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/konto/anmelden/", "/heute/", "/k/lindenau/mitglieder/"])
def test_pages_load_nothing_from_elsewhere(people, path) -> None:
    client = Client() if path == "/konto/anmelden/" else client_of(people.coordinator)
    page = client.get(path).content.decode()
    loaded = re.findall(r"<(?:script|img|iframe|source|video)\b[^>]*\bsrc=\"([^\"]+)\"", page)
    loaded += re.findall(
        r"<link\b[^>]*rel=\"(?:stylesheet|icon|preload)\"[^>]*href=\"([^\"]+)\"", page
    )
    assert loaded
    assert [address for address in loaded if not address.startswith(("/", "data:"))] == []
