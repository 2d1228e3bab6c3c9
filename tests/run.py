"""`make test`, `make prove`, `make tour`: installs what is missing, starts what is needed.

python tests/run.py            everything on SQLite, journeys, database part on PostgreSQL
python tests/run.py prove      the long proofs
python tests/run.py tour       the pictures of the tour
python tests/run.py postgres   only the database part on PostgreSQL (further words go to pytest)
"""

import contextlib
import glob
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
# By file, in the order of their marks: what a module builds for all its tests is built once.
WORKERS = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
PACKAGES = {"chromium": "chromium", "pdftotext": "poppler-utils", "initdb": "postgresql-15"}


def find(command: str) -> str | None:
    """Return the path of a command; PostgreSQL's own are not on Debian's PATH."""
    if command == "initdb":
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
        return found[-1] if found else None
    return shutil.which(command)


def install_missing() -> None:
    missing = [package for command, package in PACKAGES.items() if not find(command)]
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(
            "Für die Tests fehlen Programme. Bitte installieren: apt-get install "
            + " ".join(missing)
        )
    print("Installiert werden:", ", ".join(missing), flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"stdout": subprocess.DEVNULL, "env": environment, "check": True}
    subprocess.run(["apt-get", "update", "-qq"], **quiet)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], **quiet
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_database_user(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root; Debian's package brings the user for it."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """Start a throw-away PostgreSQL and give its address; nothing of it stays."""
    bin_dir = Path(find("initdb") or "").parent
    home = Path(tempfile.mkdtemp(prefix="vorort-pg-"))
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
    port = free_port()
    data = home / "data"
    run = {"check": True, "stdout": subprocess.DEVNULL, "cwd": home}
    subprocess.run(
        as_database_user(
            [
                str(bin_dir / "initdb"),
                "-D",
                str(data),
                "-A",
                "trust",
                "-U",
                "vorort",
                "--locale=C.UTF-8",
                "-E",
                "UTF8",
            ]
        ),
        **run,
    )
    options = (
        f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off"
    )
    control = [str(bin_dir / "pg_ctl"), "-D", str(data), "-w", "-l", str(home / "log")]
    subprocess.run(as_database_user([*control, "-o", options, "start"]), **run)
    try:
        yield f"postgres://vorort@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(
            as_database_user([*control, "-m", "immediate", "stop"]), **{**run, "check": False}
        )
        shutil.rmtree(home, ignore_errors=True)


def pytest_run(title: str, *words: str, **environment: str) -> int:
    print(f"\n== {title}", flush=True)
    started = time.monotonic()
    code = subprocess.run(
        [*PYTEST, *words], cwd=ROOT, env={**os.environ, **environment}, check=False
    ).returncode
    print(f"== {title}: {time.monotonic() - started:.0f} s", flush=True)
    return code


def test(extra: list[str]) -> int:
    codes = [
        pytest_run("SQLite", *WORKERS, "tests", *extra),
        pytest_run(
            "Journeys in Chromium",
            "-o",
            "addopts=-ra --strict-markers --import-mode=importlib",
            *WORKERS,
            "tests/journeys",
        ),
    ]
    with postgres() as url:
        codes.append(
            pytest_run(
                "PostgreSQL",
                *WORKERS,
                "--database-only",
                "tests",
                DATABASE_URL=url,
                VORORT_TEST_ROLE="1",
            )
        )
    return max(codes)


def prove(extra: list[str]) -> int:
    options = ["-o", "addopts=-ra --strict-markers --import-mode=importlib", "-p", "tests.figures"]
    load = sorted(glob.glob("tests/prove/test_load*.py"))
    with postgres() as url:
        code = pytest_run(
            "Long proofs",
            *options,
            "-n",
            "2",
            "tests/prove",
            *(f"--ignore={path}" for path in load),
            *extra,
            VORORT_TEST_POSTGRES=url,
        )
        # Waiting times say something only where nothing else is at work.
        if not extra:
            code = pytest_run("Load", *options, *load, VORORT_TEST_POSTGRES=url) or code
    if code == 0 and not extra:
        # What is committed now has been proved; until it changes nobody needs to do it again.
        covered = subprocess.run(["bash", ".ci/covered"], capture_output=True, check=True)
        (ROOT / ".ci" / "proved").write_bytes(covered.stdout)
    return code


def main() -> int:
    words = sys.argv[1:]
    os.chdir(ROOT)
    install_missing()
    kind = words[0] if words else "test"
    if kind == "prove":
        return prove(words[1:])
    if kind == "tour":
        options = "addopts=-ra --import-mode=importlib"
        return pytest_run("Tour", "-o", options, "tests/journeys/tour.py", VORORT_TOUR="1")
    if kind == "postgres":
        with postgres() as url:
            rest = words[1:] or ["tests"]
            return pytest_run(
                "PostgreSQL", "--database-only", *rest, DATABASE_URL=url, VORORT_TEST_ROLE="1"
            )
    return test(words[1:] if kind == "test" else words)


if __name__ == "__main__":
    sys.exit(main())
