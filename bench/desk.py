"""Heute at two sizes: ten times the bodies, meetings, papers and tasks of the same five towns.

The person owes the same number of things both times, so the page must cost about the same; a
third measure lets her owe ten times as much, which may grow with the lines she reads. The number
of database queries must be the same each time. Prints ratios and absolutes.
"""

import datetime as dt
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

HOME = tempfile.mkdtemp(prefix="vorort-bench-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vorort.config.settings")
os.environ["VORORT_HOME"] = HOME
os.environ["VORORT_LOG_LEVEL"] = "WARNING"
os.environ["DATABASE_URL"] = os.environ.get("BENCH_DATABASE_URL", f"sqlite:///{HOME}/v.sqlite3")

import django  # noqa: E402 - settings come first

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402

from vorort.accounts.models import Person  # noqa: E402
from vorort.authorities.models import Authority, Membership  # noqa: E402
from vorort.core.clock import now, today  # noqa: E402
from vorort.core.scopes import platform_scope  # noqa: E402
from vorort.councils.models import Body, BodyRules, Seat  # noqa: E402
from vorort.desk.queries import list_duties  # noqa: E402
from vorort.meetings.models import Invitation, Meeting  # noqa: E402
from vorort.papers.models import Paper  # noqa: E402
from vorort.resolutions.models import Task  # noqa: E402

TOWNS = 5
BODIES = 1
TASKS = 100
OWED = 6
FACTOR = 10
ROUNDS = 9
# Among ten times the things the page may take this many times as long.
MOST = 2.0
clock = time.process_time if "sqlite" in os.environ["DATABASE_URL"] else time.perf_counter


def make_towns() -> Person:
    """Return a coordinator of five towns."""
    person = Person.objects.create_user("koordination@messort.example", name="Kora Mess")
    for number in range(TOWNS):
        town = Authority.objects.create(
            kind="municipality", slug=f"messort{number}", name=f"Messort {number}",
            short_name=f"Messort {number}", town_key=f"M{number}", area_key=f"9999999{number}",
            is_demo=True,
        )  # fmt: skip
        Membership.objects.create(
            person=person, authority=town, role="coordinator", from_on=dt.date(2020, 1, 1)
        )
    return person


def fill(person: Person, bodies: int) -> None:
    """Give each town so many bodies with a year of work; a seat of the person in each first one."""
    for town in Authority.objects.all():
        for number in range(Body.objects.filter(authority=town).count(), bodies):
            body = Body.objects.create(
                authority=town, kind="council", name=f"Rat {number}", state="active"
            )
            BodyRules.objects.create(
                authority=town, body=body, valid_from=dt.date(2020, 1, 1), legal_basis="mayor_order"
            )
            seats = Seat.objects.bulk_create(
                Seat(authority=town, body=body, function=f"Sitz {place}", email=f"sitz{place}@messort.example",
                     is_chair=place == 1, from_on=dt.date(2020, 1, 1),
                     person=person if place == number == 0 else None)
                for place in range(15)
            )  # fmt: skip
            _fill_body(town, body, seats)


def _fill_body(town: Authority, body: Body, seats: list[Seat]) -> None:
    year = today().year
    meetings = Meeting.objects.bulk_create(
        Meeting(authority=town, body=body, number=place, year=year, state=state,
                starts_at=now() + dt.timedelta(days=days), invited_at=now())
        for place, (state, days) in enumerate([("published", -90), ("published", -60), ("invited", 20)], 1)
    )  # fmt: skip
    Invitation.objects.bulk_create(
        Invitation(authority=town, meeting=meeting, seat=seat, reply="yes", replied_at=now())
        for meeting in meetings
        for seat in seats
    )
    Paper.objects.bulk_create(
        Paper(authority=town, body=body, number=place, year=year, kind="proposal",
              title=f"Vorlage {place}", state="released", released_at=now())
        for place in range(1, 21)
    )  # fmt: skip
    # The first seat of a town's first body is the person's.
    Task.objects.bulk_create(
        Task(authority=town, body=body, title=f"Aufgabe {place}", owner=seats[place % 15 or 1],
             due_on=today() + dt.timedelta(days=3))
        for place in range(TASKS)
    )  # fmt: skip


def owe(person: Person, number: int) -> None:
    """Let the person owe so many tasks in each of her own seats."""
    for seat in Seat.objects.filter(person=person).select_related("body", "authority"):
        Task.objects.bulk_create(
            Task(authority=seat.authority, body=seat.body, title=f"Eigene Aufgabe {place}", owner=seat,
                 due_on=today() + dt.timedelta(days=5))
            for place in range(number)
        )  # fmt: skip


def measure(client: Client) -> tuple[float, int]:
    """Return the middle time of the page in ms and the number of its queries."""
    client.get("/heute/")
    times = []
    for _ in range(ROUNDS):
        started = clock()
        client.get("/heute/")
        times.append(clock() - started)
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/heute/").status_code == 200
    return statistics.median(times) * 1000, len(seen)


def main() -> int:
    call_command("migrate", verbosity=0)
    client = Client()
    with platform_scope("the bench makes its own towns"):
        with transaction.atomic():
            person = make_towns()
            fill(person, BODIES)
            owe(person, OWED)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        owed = len(list_duties(person))
        small = measure(client)
        with transaction.atomic():
            fill(person, BODIES * FACTOR)
        large, same = measure(client), len(list_duties(person)) == owed
        with transaction.atomic():
            owe(person, OWED * (FACTOR - 1))
        more, lines = measure(client), len(list_duties(person))
    ratio = large[0] / small[0]
    print(
        f"{TOWNS} towns with {BODIES} and {BODIES * FACTOR} bodies of {TASKS} tasks each; "
        f"{owed} things owed: {small[0]:.0f} -> {large[0]:.0f} ms, ratio {ratio:.2f} "
        f"(at most {MOST}), queries {small[1]} -> {large[1]}, same things owed: {same}"
    )
    print(
        f"{lines} things owed: {more[0]:.0f} ms, queries {more[1]}; "
        f"{(more[0] - large[0]) / max(lines - owed, 1):.2f} ms a line"
    )
    fine = ratio <= MOST and same and small[1] == large[1] == more[1]
    return 0 if fine else 1


if __name__ == "__main__":
    # No collected files are needed to measure a page.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        ALLOWED_HOSTS=["testserver"], STORAGES={**settings.STORAGES, "staticfiles": plain}
    ):
        code = main()
    for left in sorted(Path(HOME).rglob("*"), reverse=True):
        left.rmdir() if left.is_dir() else left.unlink()
    sys.exit(code)
