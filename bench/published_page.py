"""A published page against an empty page of the same server: at least half its rate.

One gunicorn on the loopback with an own folder; a bounded number of requests over kept-alive
connections; the rates in turns, so that a busy machine slows both. Prints ratio and absolutes.
"""

import contextlib
import hashlib
import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "400"))
ROUNDS = 5
CONNECTIONS = 4
LEAST = 0.5
PAGE = "/orte/messort/lagebild/2025/"
EMPTY = "/leer/"

SERVER = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "vorort.config.settings"
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path
from vorort.config import urls
urls.urlpatterns.insert(0, path("leer/", login_not_required(lambda _request: HttpResponse(b""))))
"""

SEED = """
import datetime as dt, os
os.environ["DJANGO_SETTINGS_MODULE"] = "vorort.config.settings"
import django
django.setup()
from vorort.accounts.queries import get_system_person
from vorort.authorities.models import Authority
from vorort.publications.actions import publish
from vorort.publications.choices import NewRepresentation
town = Authority.objects.create(kind="municipality", slug="messort", name="Messort",
    short_name="Messort", town_key="MO", area_key="99999999", is_demo=True)
for year in range(1996, 2026):
    base = f"/orte/messort/lagebild/{year}/"
    rows = "".join(f"<tr><th>{n}</th><td>{n * 7919 % 10007}</td></tr>" for n in range(4000))
    page = f"<!doctype html><html lang=de><title>L</title><main><table>{rows}</table></main>"
    publish(authority=town, kind="situation_report", area_key="99999999", period=year, title="L",
        summary="", payload={}, sources=[], gate={"passed": True, "hidden": []}, origin_kind="b",
        origin_id=str(year), by=get_system_person(), at=dt.datetime.now(dt.UTC),
        representations=[NewRepresentation("html", base, page.encode())])
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextlib.contextmanager
def running_server(folder: Path) -> Iterator[int]:
    port = free_port()
    env = {
        **os.environ,
        "VORORT_HOME": str(folder),
        "VORORT_SECRET_KEY": "bench",
        "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL", f"sqlite:///{folder}/vorort.sqlite3"),
        "PYTHONPATH": f"{folder}{os.pathsep}{ROOT / 'src'}",
        "VORORT_LOG_LEVEL": "WARNING",
    }
    (folder / "bench_wsgi.py").write_text(SERVER)
    run = [sys.executable, "-m", "django"]
    settings = ["--settings", "vorort.config.settings", "-v", "0"]
    for database in ("default", "jobs"):
        done = subprocess.run(
            [*run, "migrate", "--database", database, *settings], env=env, check=False
        )
        if done.returncode and database == "default":
            raise SystemExit("no database to measure with")
    subprocess.run([*run, "collectstatic", "--noinput", *settings], env=env, check=True)
    subprocess.run([sys.executable, "-c", SEED], env=env, check=True)
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-w", "1", "--threads", str(CONNECTIONS),
         "--keep-alive", "5", "-b", f"127.0.0.1:{port}", "bench_wsgi:application"],
        env=env, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(port)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)


def wait_for(port: int) -> None:
    for _ in range(150):
        with contextlib.suppress(OSError):
            ask(http.client.HTTPConnection("127.0.0.1", port, timeout=5), EMPTY)
            return
        time.sleep(0.2)
    raise SystemExit("server does not answer")


def ask(
    connection: http.client.HTTPConnection, path: str, **headers: str
) -> tuple[int, bytes, str]:
    connection.request("GET", path, headers={"Accept-Encoding": "gzip", **headers})
    response = connection.getresponse()
    return response.status, response.read(), response.headers.get("ETag", "")


def rate(port: int, path: str, *, expected: int = 200, **headers: str) -> float:
    """Return answers per second over ``CONNECTIONS`` connections."""
    wrong: list[int] = []

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for _ in range(REQUESTS // CONNECTIONS):
            status, _body, _etag = ask(connection, path, **headers)
            if status != expected:
                wrong.append(status)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - started
    if wrong:
        raise SystemExit(f"{path} answered {set(wrong)}")
    return REQUESTS / spent


def main() -> int:
    with (
        tempfile.TemporaryDirectory(prefix="vorort-bench-") as name,
        running_server(Path(name)) as port,
    ):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        status, body, etag = ask(connection, PAGE)
        again = ask(connection, PAGE)
        correct = status == 200 and body == again[1] and bool(etag)
        correct &= ask(connection, PAGE, **{"If-None-Match": etag})[0] == 304
        print(
            f"published page: {len(body)} bytes packed, "
            f"sha256 {hashlib.sha256(body).hexdigest()[:12]}, correct: {correct}"
        )
        rounds: dict[str, list[float]] = {"empty": [], "page": [], "known": []}
        for _ in range(ROUNDS):
            rounds["empty"].append(rate(port, EMPTY))
            rounds["page"].append(rate(port, PAGE))
            rounds["known"].append(rate(port, PAGE, expected=304, **{"If-None-Match": etag}))
    middle = {key: statistics.median(values) for key, values in rounds.items()}
    ratio = statistics.median(
        page / empty for page, empty in zip(rounds["page"], rounds["empty"], strict=True)
    )
    for key, words in (
        ("empty", "empty page"),
        ("page", "published page"),
        ("known", "published page, already known (304)"),
    ):
        print(f"{words}: {middle[key]:.0f} answers/s")
    print(f"ratio published / empty: {ratio:.2f} (must be at least {LEAST})")
    return 0 if correct and ratio >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
