"""The list of a body with 20,000 papers: searching it against turning its first page.

The page as the work area asks for it: rows, count, years, level. The right answers are known,
because the texts are made; a plain scan of the texts stands beside it.
"""

import datetime as dt
import os
import random
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

from django.core.management import call_command  # noqa: E402
from django.core.paginator import Paginator  # noqa: E402
from django.db import transaction  # noqa: E402

from vorort.accounts.models import Person  # noqa: E402
from vorort.authorities.choices import Role  # noqa: E402
from vorort.authorities.models import Authority, Membership  # noqa: E402
from vorort.core import search  # noqa: E402
from vorort.core.scopes import authority_scope  # noqa: E402
from vorort.councils.choices import BodyKind, Confidentiality  # noqa: E402
from vorort.councils.models import Body  # noqa: E402
from vorort.papers import queries  # noqa: E402
from vorort.papers.choices import PaperKind, PaperState  # noqa: E402
from vorort.papers.models import Paper  # noqa: E402

NUMBER = int(os.environ.get("BENCH_PAPERS", "20000"))
PER_YEAR = 500
WORDS = 60
RARE, SOME = 20, 300
ROUNDS = 15
# A search may take this many times as long as the plain list.
MOST = 1.5
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
clock = time.process_time if "sqlite" in os.environ["DATABASE_URL"] else time.perf_counter
SYLLABLES = ("ba", "de", "fi", "go", "hu", "kla", "men", "nor", "pel", "ris", "sto", "tra", "um")

_dice = random.Random(7)
VOCABULARY = [
    "".join(_dice.choice(SYLLABLES) for _ in range(_dice.randint(2, 4))) for _ in range(3000)
]


def text(seed: int) -> str:
    """Return the made-up words of one paper; offices use the same few thousand all over."""
    words = random.Random(seed).choices(VOCABULARY, k=WORDS)
    if seed < RARE:
        words.append("Fahrraddiebstahl am Weidenufer")
    if seed < SOME:
        words.append("Beleuchtung")
    return " ".join(words)


def fill() -> Body:
    """Make a body with its papers, all in the index; some only for its members or core group."""
    town = Authority.objects.create(
        name="Probe", short_name="Probe", slug="probe", town_key="PB", area_key="99901010"
    )
    with authority_scope(town), transaction.atomic():
        body = Body.objects.create(authority=town, kind=BodyKind.COUNCIL, name="Rat")
        for start in range(0, NUMBER, 2000):
            Paper.objects.bulk_create(
                Paper(
                    authority=town,
                    body=body,
                    number=seed % PER_YEAR + 1,
                    year=2000 + seed // PER_YEAR,
                    kind=PaperKind.PROPOSAL,
                    title=f"Vorlage {seed}",
                    text=text(seed),
                    state=PaperState.RELEASED,
                    released_at=LONG_AGO,
                    confidentiality=Confidentiality.CORE if seed == 1 else Confidentiality.MEMBERS,
                )
                for seed in range(start, min(start + 2000, NUMBER))
            )
        Paper.objects.update(updated_at=LONG_AGO)
    with transaction.atomic():
        search.rebuild(kinds=["papers.paper"])
    return body


def page_ms(actor: Person, body: Body, words: str) -> tuple[float, int]:
    """Return the middle time of the first page of the list, and how many papers it counts."""
    times, found = [], 0
    for _ in range(ROUNDS):
        started = clock()
        page = Paginator(queries.list_papers(actor, body, text=words), 50).get_page(1)
        assert len(page.object_list) <= 50
        [(row.reference, row.title) for row in page]
        queries.list_years(actor, body)
        found = page.paginator.count
        times.append(clock() - started)
    return statistics.median(times) * 1000, found


def scan_ms(body: Body) -> float:
    """Return the time of a plain scan of the texts for one word."""
    times = []
    for _ in range(5):
        started = clock()
        Paper.objects.filter(body=body, text__icontains="fahrraddieb").count()
        times.append(clock() - started)
    return statistics.median(times) * 1000


# What is asked, and how many papers hold it: one of the rare ones is the core group's.
QUERIES = {
    "a word of 20 papers": ("Fahrraddiebstahl", RARE - 1),
    "another form of it": ("Fahrraddiebstähle", RARE - 1),
    "two words": ("Fahrraddiebstahl Weidenufer", RARE - 1),
    "a word of 300 papers": ("Beleuchtungen", SOME - 1),
    "a word of none": ("Zeppelinhangar", 0),
}


def main() -> int:
    call_command("migrate", verbosity=0)
    body = fill()
    actor = Person.objects.create_user("probe@example.org", name="Probe")
    Membership.objects.create(
        person=actor, authority=body.authority, role=Role.COORDINATOR, from_on=LONG_AGO
    )
    with authority_scope(body.authority):
        page_ms(actor, body, "")
        plain, count = page_ms(actor, body, "")
        fine = count == NUMBER - 1
        print(f"{NUMBER} papers of {WORDS} words; plain list: {plain:.1f} ms, correct: {fine}")
        for name, (words, expected) in QUERIES.items():
            took, found = page_ms(actor, body, words)
            correct, bounded = found == expected, took <= MOST * plain
            fine &= correct and bounded
            print(
                f"{name}: {took:.1f} ms, ratio {took / plain:.2f} (at most {MOST}), "
                f"correct: {correct}"
            )
        print(f"plain scan of the texts for one word: {scan_ms(body):.1f} ms")
    return 0 if fine else 1


if __name__ == "__main__":
    code = main()
    for left in sorted(Path(HOME).rglob("*"), reverse=True):
        left.rmdir() if left.is_dir() else left.unlink()
    sys.exit(code)
