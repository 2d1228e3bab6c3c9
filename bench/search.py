"""Search at two sizes: ten times the documents, and a plain scan of the texts beside it.

Words of a fixed number of documents must stay as fast among ten times as many; the right answers
are known, because the texts are made. Prints ratios and absolutes.
"""

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
from django.db import connection, transaction  # noqa: E402

from vorort.core import links, search  # noqa: E402
from vorort.core.clock import now  # noqa: E402
from vorort.core.search.models import SearchDocument  # noqa: E402

SMALL = int(os.environ.get("BENCH_DOCUMENTS", "800"))
FACTOR = 10
WORDS = 60
RARE = 20
ROUNDS = 15
# A query may take this many times longer among ten times the documents.
MOST = 2.0
KIND = "bench.thing"
# The embedded database works in this process: its own time, whatever else the machine does.
clock = time.process_time if "sqlite" in os.environ["DATABASE_URL"] else time.perf_counter
SYLLABLES = ("ba", "de", "fi", "go", "hu", "kla", "men", "nor", "pel", "ris", "sto", "tra", "um")


def text(seed: int) -> str:
    """Return the made-up words of one document; number 0 to 9 stand in the first documents."""
    dice = random.Random(seed)
    words = [
        "".join(dice.choice(SYLLABLES) for _ in range(dice.randint(2, 4))) for _ in range(WORDS)
    ]
    words.append("lagebild")
    if seed < RARE:
        words += ["fahrraddiebstahl", f"weidenstrasse {seed}"]
    return " ".join(words)


def fill(number: int) -> float:
    """Take documents in up to this number; return seconds per document."""
    have = SearchDocument.objects.count()
    started = clock()
    with transaction.atomic():
        for seed in range(have, number):
            search.refresh(kind=KIND, public_id=f"d{seed}")
    return (clock() - started) / (number - have)


def median_ms(query: str) -> tuple[float, int]:
    """Return the middle time of a query with its page of ten hits, and the number of hits."""
    times, found = [], 0
    for _ in range(ROUNDS):
        started = clock()
        answer = search.find(query, doors=(search.PUBLIC,))
        search.show(answer, answer.ids[:10], actor=None)
        times.append(clock() - started)
        found = len(answer.ids)
    return statistics.median(times) * 1000, found


def scan_ms() -> float:
    """Return the time of a plain scan of all texts for one word."""
    times = []
    for _ in range(5):
        started = clock()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM core_searchdocument WHERE text LIKE %s", ["%fahrraddieb%"]
            )
            cursor.fetchone()
        times.append(clock() - started)
    return statistics.median(times) * 1000


QUERIES = {
    "a word of 20 documents": ("Fahrraddiebstahl", RARE),
    "two words": ("Fahrraddiebstähle Weidenstraße", RARE),
    "a typing error": ("Farraddiebstahl", RARE),
    "half a compound": ("Diebstahl", RARE),
    "a word of every document": ("Lagebild", None),
}


def main() -> int:
    call_command("migrate", verbosity=0)
    made = search.Source(
        KIND,
        "Ding",
        lambda key: search.Document(key, text(int(key[1:])), now()),
        list,
    )
    search.register(made, lambda _actor, key: links.Link(key, f"/{key}/"))
    fill(SMALL)
    small = {name: median_ms(query) for name, (query, _n) in QUERIES.items()}
    each = fill(SMALL * FACTOR)
    large = {name: median_ms(query) for name, (query, _n) in QUERIES.items()}
    print(
        f"{SMALL} and {SMALL * FACTOR} documents of {WORDS} words; {each * 1000:.1f} ms to take one in"
    )
    fine = True
    for name, (_query, expected) in QUERIES.items():
        ratio = large[name][0] / small[name][0]
        correct = expected is None or (small[name][1], large[name][1]) == (expected, expected)
        bounded = expected is None or ratio <= MOST
        fine &= correct and bounded
        limit = f"at most {MOST}" if expected else "grows with its documents"
        print(
            f"{name}: {small[name][0]:.1f} -> {large[name][0]:.1f} ms, ratio {ratio:.2f} ({limit}), "
            f"correct: {correct}"
        )
    print(f"plain scan of the texts for one word: {scan_ms():.1f} ms")
    return 0 if fine else 1


if __name__ == "__main__":
    code = main()
    for left in sorted(Path(HOME).rglob("*"), reverse=True):
        left.rmdir() if left.is_dir() else left.unlink()
    sys.exit(code)
