"""Settings from the environment: right ones are typed, wrong ones give one clear line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from vorort.config import env

VORORT = Path(sys.executable).with_name("vorort")


def test_sqlite_address(tmp_path: Path) -> None:
    made = env.database(f"sqlite:///{tmp_path}/a b.sqlite3")
    assert made["ENGINE"].endswith("sqlite3")
    assert made["NAME"] == f"{tmp_path}/a b.sqlite3"
    assert made["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_postgres_address() -> None:
    made = env.database("postgres://vor:g%40heim@db.example:5433/ort")
    assert (made["USER"], made["PASSWORD"], made["HOST"]) == ("vor", "g@heim", "db.example")
    assert (made["PORT"], made["NAME"]) == ("5433", "ort")


def test_other_addresses_are_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="sqlite:/// oder postgres://"):
        env.database("mysql://x/y")


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("true", True), ("0", False), ("", False)]
)
def test_flags(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("VORORT_PROBE", value)
    assert env.flag("VORORT_PROBE") is expected


@pytest.mark.parametrize(("read", "value"), [(env.flag, "ja"), (env.number, "viel")])
def test_wrong_values_name_the_variable(
    monkeypatch: pytest.MonkeyPatch, read: object, value: str
) -> None:
    monkeypatch.setenv("VORORT_PROBE", value)
    with pytest.raises(ImproperlyConfigured, match="VORORT_PROBE"):
        read("VORORT_PROBE", **({"default": 1} if read is env.number else {}))  # type: ignore[operator]


def run_vorort(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(VORORT), *words],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "vorort.config.settings", **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_wrong_setting_is_one_line(tmp_path: Path) -> None:
    done = run_vorort("migrate", DATABASE_URL="mysql://x/y", VORORT_HOME=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith("Einstellung falsch: DATABASE_URL")
    assert done.stderr.count("\n") == 1


def test_a_wrong_port_is_one_line(tmp_path: Path) -> None:
    done = run_vorort("run", "--port", "viele", VORORT_HOME=str(tmp_path))
    assert done.returncode == 1
    assert "PORT muss eine Zahl" in done.stderr


def test_a_taken_port_is_said_before_any_work(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run_vorort("run", "--port", str(port), VORORT_HOME=str(tmp_path))
    assert done.returncode == 1
    assert f"Der Anschluss {port} ist schon belegt" in done.stderr
    assert not (tmp_path / "vorort.sqlite3").exists()
