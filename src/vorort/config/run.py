"""``vorort run``: from an empty folder to the running platform; later starts skip what is done."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.core.management import call_command

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
SHUTDOWN_SECONDS = 15


class PortTaken(RuntimeError):
    """Somebody else listens there."""


def say(line: str = "") -> None:
    print(line, flush=True)


def check_port(port: int) -> None:
    """Refuse a port that is taken, before any work is done."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise PortTaken(
                f"Der Anschluss {port} ist schon belegt. Bitte einen anderen wählen, "
                f"zum Beispiel: make run PORT={port + 100}"
            ) from error


def prepare() -> None:
    """Migrate, collect static files, build the demo: each only if something is missing."""
    say("Datenbank wird geprüft …")
    call_command("migrate", verbosity=0, interactive=False)
    say("Oberfläche wird bereitgestellt …")
    call_command("collectstatic", verbosity=0, interactive=False)
    if settings.DEMO:
        call_command("demo", verbosity=1)


def web_command(port: int) -> list[str]:
    """Return the command of the web processes."""
    workers = os.environ.get("VORORT_WEB_WORKERS", "2")
    return [
        sys.executable, "-m", "gunicorn", "vorort.config.wsgi:application",
        "--bind", f"127.0.0.1:{port}", "--workers", workers, "--threads", "4",
        "--worker-class", "gthread", "--preload", "--log-level", "warning",
        "--worker-tmp-dir", "/dev/shm" if Path("/dev/shm").is_dir() else str(settings.HOME),  # noqa: S108
    ]  # fmt: skip


def start_all(port: int) -> list[subprocess.Popen[bytes]]:
    """Start gunicorn and the worker; both die with us."""
    web = web_command(port)
    vorort = shutil.which("vorort", path=str(Path(sys.executable).parent)) or "vorort"
    return [subprocess.Popen(web), subprocess.Popen([vorort, "worker"])]  # noqa: S603


def wait_until_up(port: int, processes: list[subprocess.Popen[bytes]]) -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if any(process.poll() is not None for process in processes):
            return False
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return True
        except OSError:
            time.sleep(0.2)
    return False


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + SHUTDOWN_SECONDS
    for process in processes:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()


def announce(port: int) -> None:
    """Print the addresses; with the demo its sign-ins, on an empty platform the code."""
    from vorort.authorities.queries import (  # noqa: PLC0415 - needs the app registry
        is_founded,
    )
    from vorort.demo.people import PASSWORD, SIGN_INS  # noqa: PLC0415 - needs the app registry

    base = f"http://127.0.0.1:{port}"
    say()
    say(f"VorOrt läuft:      {base}/")
    say(f"Arbeitsbereich:    {base}/heute/")
    if not is_founded():
        _invite_first(base)
    elif settings.DEMO:
        say(f"Anmelden:          {base}/konto/anmelden/   Passwort für alle: {PASSWORD}")
        for sign_in in SIGN_INS:
            say(f"  {sign_in.email:<38} {sign_in.role.label}")
    say()
    say("Beenden mit Strg+C.")


def _invite_first(base: str) -> None:
    """Print the way in for the very first person."""
    from vorort.authorities.actions import (  # noqa: PLC0415 - needs the app registry
        new_first_run_code,
    )

    code = new_first_run_code()
    say()
    say("Hier ist noch niemand. Richten Sie den ersten Ort ein:")
    say(f"  {base}/einrichten/?code={code}")
    say("Der Code gilt einen Tag und nur einmal. Einen neuen gibt: vorort authorities first")


def run(port: int) -> int:
    """Run the platform until Ctrl-C; returns the exit code."""
    try:
        check_port(port)
    except PortTaken as error:
        print(error, file=sys.stderr)
        return 1
    prepare()
    processes = start_all(port)
    stopping = False

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in STOP_SIGNALS:
        signal.signal(number, on_signal)
    try:
        if not stopping and not wait_until_up(port, processes):
            print("VorOrt konnte nicht starten. Näheres steht darüber.", file=sys.stderr)
            return 1
        if not stopping:
            announce(port)
        while not stopping and all(process.poll() is None for process in processes):
            time.sleep(0.3)
    finally:
        stop(processes)
    if stopping:
        say("\nVorOrt ist beendet. Alle Daten bleiben erhalten.")
        return 0
    print("Ein Teil von VorOrt ist unerwartet beendet worden.", file=sys.stderr)
    return 1
