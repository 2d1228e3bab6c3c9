"""Measures at two sizes: 500 against 50, over 20 years of months in 60 areas.

Overview, coverage, the pages of the leadership and of evaluations, each with plans and results for
every measure, cost at most three times as much; so does computing an evaluation. The figures are
the same at both sizes, and the numbers on the pages are checked. Prints ratios and absolutes.
"""

import datetime as dt
import io
import os
import statistics
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

HOME = tempfile.mkdtemp(prefix="vorort-bench-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vorort.config.settings")
os.environ["VORORT_HOME"] = HOME
os.environ["VORORT_LOG_LEVEL"] = "WARNING"
os.environ["DATABASE_URL"] = os.environ.get("BENCH_DATABASE_URL", f"sqlite:///{HOME}/v.sqlite3")

import django  # noqa: E402 - settings come first

django.setup()

import numpy as np  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402
from django.urls import reverse  # noqa: E402

from vorort.accounts.models import Person  # noqa: E402
from vorort.authorities.models import Authority, Membership  # noqa: E402
from vorort.core.clock import now, today  # noqa: E402
from vorort.core.scopes import authority_scope, platform_scope  # noqa: E402
from vorort.deliveries import actions as deliveries  # noqa: E402
from vorort.effects import actions as effects  # noqa: E402
from vorort.effects.models import Evaluation, OutcomePlan, ReachIndicator  # noqa: E402
from vorort.findings.models import Finding, Goal, Need, Priority  # noqa: E402
from vorort.measures.models import (  # noqa: E402
    Audience,
    BudgetLine,
    Measure,
    MeasureGoal,
    MeasureStep,
    Milestone,
    Part,
    Spending,
)
from vorort.partners.choices import Pillar, TargetGroup, Topic  # noqa: E402
from vorort.partners.models import Organisation  # noqa: E402
from vorort.records.actions import ObservationRow, store_observations  # noqa: E402

SIZES = (50, 500)
AREAS, YEARS, CODES = 60, 20, ("incidents-disturbance", "incidents-damage")
OFFICES = 10
ROUNDS = 7
# At ten times the measures a page may take this many times as long.
MOST = 3.0
STATES = ("idea", "concept", "decided", "running", "running", "evaluated", "closed", "stopped")
clock = time.process_time if "sqlite" in os.environ["DATABASE_URL"] else time.perf_counter
LAST = today().replace(day=1) - dt.timedelta(days=1)
FIRST_YEAR = LAST.year - YEARS


def make_town() -> tuple[Authority, Person]:
    """Return a town of 60 areas with 20 years of months, and its coordinator."""
    town = Authority.objects.create(
        kind="county", slug="messkreis", name="Landkreis Messen", short_name="Messkreis",
        town_key="MK", area_key="99999", is_demo=True,
    )  # fmt: skip
    person = Person.objects.create_user("koordination@messkreis.example", name="Kora Mess")
    for role in ("coordinator", "mayor"):
        Membership.objects.create(
            person=person, authority=town, role=role, from_on=dt.date(2020, 1, 1)
        )
    rng = np.random.default_rng(1)
    rows = [
        ObservationRow(
            area_key=area_key(area), indicator=code, year=year, month=month,
            value=Decimal(int(rng.poisson(6 + area % 5))),
        )
        for area in range(AREAS)
        for code in CODES
        for year in range(FIRST_YEAR, LAST.year + 1)
        for month in range(1, 13)
        if (year, month) <= (LAST.year, LAST.month)
    ]  # fmt: skip
    delivery = deliveries.receive(
        stream=io.BytesIO(b"months"), name="monate.csv", format="table", by=person,
        for_authority=town,
    )  # fmt: skip
    deliveries.mark_checking(delivery=delivery, by=person)
    deliveries.mark_checked(
        delivery=delivery, rows_read=len(rows), rows_ok=len(rows), quarantined=[], by=person
    )
    names = {area_key(area): f"Messort {area}" for area in range(AREAS)}
    store_observations(delivery=delivery, rows=rows, by=person, area_names=names)
    Organisation.objects.bulk_create(
        Organisation(authority=town, name=f"Amt {number}", kind="administration")
        for number in range(OFFICES)
    )
    return town, person


def area_key(number: int) -> str:
    return f"99999{number + 1:03d}"


def fill(town: Authority, person: Person, measures: int) -> None:
    """Bring the town to so many measures, each with chain, plan, money and parts."""
    offices = list(Organisation.objects.filter(authority=town).order_by("id"))
    year = today().year
    numbers = range(Measure.objects.filter(authority=town).count() + 1, measures + 1)
    findings = Finding.objects.bulk_create(
        Finding(authority=town, number=number, year=year, title=f"Feststellung {number}",
                topic=Topic.values[number % len(Topic)], found_on=today())
        for number in numbers
    )  # fmt: skip
    needs = Need.objects.bulk_create(
        Need(authority=town, finding=one, title=f"Bedarf {one.number}", matched_on=today())
        for one in findings
    )
    Priority.objects.bulk_create(
        Priority(authority=town, need=one, severity=3, spread=2, changeability=4, rated_on=today())
        for one in needs
    )
    goals = Goal.objects.bulk_create(
        Goal(authority=town, need=one, title=f"Ziel zu {one.title}", own_indicator="Vorgänge",
             due_on=today() + dt.timedelta(days=300))
        for one in needs
    )  # fmt: skip
    made = Measure.objects.bulk_create(
        _measure(town, offices[number % OFFICES], number) for number in numbers
    )
    _fill_measures(town, person, made, goals, offices)


def _measure(town: Authority, owner: Organisation, number: int) -> Measure:
    state = STATES[number % len(STATES)]
    begun = state not in {"idea", "concept", "decided"}
    return Measure(
        authority=town, number=number, year=today().year, title=f"Maßnahme {number}",
        summary="Was wir tun.", topic=Topic.values[number % len(Topic)],
        pillars=[Pillar.values[number % len(Pillar)]], state=state, state_on=today(),
        state_reason="Grund" if state in {"closed", "stopped"} else "", owner=owner,
        starts_on=LAST.replace(year=LAST.year - 2, day=1) if begun else None,
        decision="administration", decided_on=today() - dt.timedelta(days=700),
        decision_note="Entscheidung", ended_on=today() if state in {"closed", "stopped"} else None,
    )  # fmt: skip


def _fill_measures(
    town: Authority,
    person: Person,
    made: list[Measure],
    goals: list[Goal],
    offices: list[Organisation],
) -> None:
    MeasureGoal.objects.bulk_create(
        MeasureGoal(authority=town, measure=one, goal=goal)
        for one, goal in zip(made, goals, strict=True)
    )
    MeasureStep.objects.bulk_create(
        MeasureStep(authority=town, measure=one, state=one.state, on=today(), reason="Grund")
        for one in made
    )
    groups = TargetGroup.values
    Audience.objects.bulk_create(
        Audience(
            authority=town, measure=one, group=groups[(one.number + more) % len(groups)], size=50
        )
        for one in made
        for more in (0, 3)
    )
    parts = Part.objects.bulk_create(
        Part(authority=town, measure=one, organisation=offices[(one.number + more) % OFFICES],
             role=role, contribution="Beitrag", contact=person)
        for one in made
        for more, role in ((1, "runs"), (2, "supports"))
    )  # fmt: skip
    Milestone.objects.bulk_create(
        Milestone(authority=town, measure=part.measure, part=part, title=f"Schritt {step}",
                  due_on=today() + dt.timedelta(days=30 * step - 60),
                  done_on=today() if step < 2 else None)
        for part in parts
        for step in range(4)
    )  # fmt: skip
    lines = BudgetLine.objects.bulk_create(
        BudgetLine(authority=town, measure=one, title=f"Posten {line}", planned=Decimal(1_000),
                   kind="material", source="own")
        for one in made
        for line in range(2)
    )  # fmt: skip
    Spending.objects.bulk_create(
        Spending(authority=town, line=line, on=today(), amount=Decimal(100), title="Rechnung")
        for line in lines
        for _ in range(2)
    )
    _plan(town, person, made)


def _plan(town: Authority, person: Person, made: list[Measure]) -> None:
    """A plan and a result for each; one is computed, the others carry the same result."""
    ReachIndicator.objects.bulk_create(
        ReachIndicator(authority=town, measure=one, label="Besuche", planned=100) for one in made
    )
    model = Evaluation.objects.first()
    if model is None:
        plan = plan_for(made[0], person)
        model = effects.evaluate(plan=plan, as_of=LAST, by=person, at=now(), seed=1)
        made = made[1:]
    values = values_of(model.plan, "measure_id", "goal_id")
    plans = OutcomePlan.objects.bulk_create(OutcomePlan(measure=one, **values) for one in made)
    values = values_of(model, "plan_id")
    Evaluation.objects.bulk_create(Evaluation(plan=plan, **values) for plan in plans)


def values_of(row: OutcomePlan | Evaluation, *but: str) -> dict[str, Any]:
    """Return what a copy of a row takes over."""
    left = {"id", "public_id", *but}
    return {name: value for name, value in vars(row).items() if name[0] != "_" and name not in left}


def plan_for(measure: Measure, person: Person) -> OutcomePlan:
    """Return a plan over all months with every other area to compare with."""
    return effects.plan_outcome(
        measure=measure, label="Einsätze", source="incidents", code=CODES[0], frequency="month",
        treated=[area_key(0)], comparison=[area_key(n) for n in range(4, AREAS)],
        ring=[area_key(n) for n in range(1, 4)], before_from=dt.date(FIRST_YEAR, 1, 1),
        starts_on=LAST.replace(year=LAST.year - 2, day=1), after_until=LAST.replace(day=1),
        by=person, at=now(),
    )  # fmt: skip


def timed(client: Client, path: str) -> tuple[float, int, str]:
    """Return the middle time of a page in ms, the number of its queries and what it says."""
    answer = client.get(path)
    assert answer.status_code == 200, f"{path} answers {answer.status_code}"
    times = []
    for _ in range(ROUNDS):
        started = clock()
        client.get(path)
        times.append(clock() - started)
    with CaptureQueriesContext(connection) as seen:
        said = client.get(path).content.decode()
    return statistics.median(times) * 1000, len(seen), said


def addresses(town: Authority) -> dict[str, str]:
    """Return the pages that are measured."""
    measure = Measure.objects.filter(authority=town).order_by("number").first()
    evaluation = Evaluation.objects.filter(plan__measure=measure).get()
    office = Organisation.objects.filter(authority=town).order_by("id").first()
    assert measure is not None
    assert office is not None
    of_town, of_measure = [town.slug], [town.slug, measure.public_id]
    return {
        "list": reverse("measures:list", args=of_town),
        "coverage": reverse("measures:coverage", args=of_town),
        "leadership": reverse("leadership:overview", args=of_town),
        "departments": reverse("leadership:departments", args=of_town),
        "department": reverse("leadership:department", args=[*of_town, office.public_id]),
        "network": reverse("networks:overview", args=of_town),
        "measure": reverse("measures:measure", args=of_measure),
        "effects": reverse("effects:effects", args=of_measure),
        "evaluation": reverse("effects:evaluation", args=[*of_measure, evaluation.public_id]),
    }


def computing(town: Authority, person: Person) -> tuple[float, str]:
    """Return the seconds an evaluation takes and its fingerprint; it is taken back."""
    plan = OutcomePlan.objects.filter(authority=town).order_by("id").first()
    assert plan is not None
    times, prints = [], set()
    for _ in range(3):
        with transaction.atomic():
            started = clock()
            # Another seed than the kept one: it is computed, not found again.
            made = effects.evaluate(plan=plan, as_of=LAST, by=person, at=now(), seed=2)
            times.append(clock() - started)
            prints.add(made.fingerprint)
            transaction.set_rollback(True)
    assert len(prints) == 1, "the same data and seed give another result"
    return statistics.median(times) * 1000, prints.pop()


def main() -> int:
    call_command("migrate", verbosity=0)
    client = Client()
    found: dict[int, dict[str, tuple[float, int, str]]] = {}
    computed: dict[int, tuple[float, str]] = {}
    with platform_scope("the bench makes its own town"):
        with transaction.atomic():
            town, person = make_town()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        for size in SIZES:
            with transaction.atomic(), authority_scope(town):
                fill(town, person, size)
            found[size] = {name: timed(client, path) for name, path in addresses(town).items()}
            with authority_scope(town):
                computed[size] = computing(town, person)
    small, large = SIZES
    fine = True
    for name, (ms, queries, said) in found[large].items():
        before, queries_before, _said = found[small][name]
        ratio = ms / before
        good = ratio <= MOST and queries == queries_before
        fine = fine and good
        print(
            f"{name}: {before:.0f} -> {ms:.0f} ms, ratio {ratio:.2f} (at most {MOST}), "
            f"queries {queries_before} -> {queries}{'' if good else '  <-- too much'}"
        )
        fine = fine and bool(said)
    ratio = computed[large][0] / computed[small][0]
    same = computed[large][1] == computed[small][1]
    print(
        f"computing an evaluation: {computed[small][0]:.0f} -> {computed[large][0]:.0f} ms, ratio "
        f"{ratio:.2f} (at most {MOST}), same result: {same}"
    )
    right = all(
        f"{size}" in said and said != found[small]["list"][2]
        for size, said in ((large, found[large]["list"][2]),)
    )
    print(f"the list of {large} says so: {right}")
    return 0 if fine and right and same and ratio <= MOST else 1


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
