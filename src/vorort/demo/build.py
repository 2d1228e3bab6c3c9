"""Builds the demo through the real importers and actions; what exists already is left alone."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from vorort.accounts.actions import create_person
from vorort.accounts.models import Person
from vorort.accounts.queries import get_system_person
from vorort.authorities.actions import add_membership, create_authority
from vorort.authorities.choices import AuthorityKind, Role
from vorort.authorities.models import Authority
from vorort.core import jobs
from vorort.core.clock import now
from vorort.core.scopes import authority_scope
from vorort.demo.councils import build_council, plan_council
from vorort.demo.findings import Town, find
from vorort.demo.generator import write_world
from vorort.demo.measures import ask_the_mayor, take_over, work
from vorort.demo.neighbours import build_neighbour
from vorort.demo.people import PASSWORD, SIGN_INS, SIGN_INS_REAL, SignIn
from vorort.demo.records import enter_own_figures, take_in_months
from vorort.demo.reports import (
    EFFECTS_LINDENAU,
    TEXTS_LEIPZIG,
    TEXTS_LINDENAU,
    Cast,
    Effect,
    publish_demo_report,
)
from vorort.demo.sessions import Table
from vorort.demo.setup import set_up_town
from vorort.demo.stategroup import build_state_group
from vorort.demo.strategy import build_state, build_strategy
from vorort.demo.world import COUNTY_KEY, COUNTY_NAME, STATE_KEY, STATE_NAME, TOWN_KEY, YEARS
from vorort.publications.choices import PublicationKind
from vorort.publications.queries import list_live
from vorort.strategies.models import Strategy

Say = Callable[[str], None]
# The newest table is left for the visitor to bring in.
LEFT_FOR_VISITORS = YEARS[-1]
FROM_ON = dt.date(2020, 1, 1)


TOWNS: tuple[dict[str, Any], ...] = (
    {
        "kind": AuthorityKind.STATE, "slug": "musterland", "name": f"Land {STATE_NAME}",
        "short_name": STATE_NAME, "town_key": "ML", "area_key": STATE_KEY, "is_demo": True,
    },
    {
        "kind": AuthorityKind.COUNTY, "slug": "weideland", "name": COUNTY_NAME,
        "short_name": "Weideland", "town_key": "WL", "area_key": COUNTY_KEY, "is_demo": True,
    },
    {
        "kind": AuthorityKind.MUNICIPALITY, "slug": "lindenau",
        "name": "Stadt Lindenau an der Weide", "short_name": "Lindenau", "town_key": "LW",
        "area_key": TOWN_KEY, "is_demo": True,
        "address": "Koordination Prävention, Ordnungsamt\nMarkt 1\n00000 Lindenau an der Weide",
        "email": "praevention@lindenau.example", "phone": "00000 100-32",
    },
)  # fmt: skip
LEIPZIG: dict[str, Any] = {
    "kind": AuthorityKind.MUNICIPALITY, "slug": "leipzig", "name": "Stadt Leipzig",
    "short_name": "Leipzig", "town_key": "LE", "area_key": "14713", "also_area_key": "14713000",
}  # fmt: skip


def demo_stands() -> bool:
    """Return whether the last steps of all have been done."""
    if real_data() is not None and not _has_report("leipzig"):
        return False
    town = Authority.objects.filter(slug="lindenau").first()
    if town is None or not _has_report("lindenau"):
        return False
    with authority_scope(town):
        return Strategy.objects.filter(authority=town).exists()


def _has_report(slug: str) -> bool:
    live = list_live(kind=PublicationKind.SITUATION_REPORT)
    return live.filter(authority__slug=slug).exists()


def real_data() -> Path | None:
    """Return the folder with real public data, if it is there."""
    folder = Path(settings.DATA_DIR)
    return folder if (folder / "pks_kreise").is_dir() else None


def build_demo(say: Say) -> None:
    """Make the fictional county, its people, figures and Lagebilder; then the real ones."""
    say("Vorführung: Der Landkreis Weideland wird erfunden …")
    folder = settings.HOME / "demo"
    write_world(folder)
    _import_world(folder, say)
    _make_authorities(*TOWNS)
    _make_people(SIGN_INS)
    _set_up("lindenau", SIGN_INS)
    say("Vorführung: Lindenau trägt eigene Zahlen ein …")
    town = Authority.objects.get(slug="lindenau")
    cast = _cast("lindenau", SIGN_INS, (Role.COORDINATOR, Role.POLICE))
    enter_own_figures(town, by=cast[Role.COORDINATOR])
    say("Vorführung: Die Monatszahlen des Reviers werden eingelesen …")
    take_in_months(town, folder, by=cast[Role.COORDINATOR], police=cast[Role.POLICE], at=now())
    say(f"Vorführung: Das Lagebild {YEARS[-2]} von Lindenau wird veröffentlicht …")
    _publish("lindenau", YEARS[-2], SIGN_INS, texts=TEXTS_LINDENAU, effects=EFFECTS_LINDENAU)
    say("Vorführung: Der Präventionsrat von Lindenau tagt, Maßnahmen beginnen und enden …")
    _make_councils(SIGN_INS)
    real = real_data()
    if real is not None:
        _import_real(real, say)
        _make_authorities(LEIPZIG)
        _make_people(SIGN_INS_REAL)
        say("Vorführung: Das Lagebild 2022 von Leipzig wird veröffentlicht …")
        _publish("leipzig", 2022, SIGN_INS_REAL, texts=TEXTS_LEIPZIG)


# Invented figures carry no office's name.
INVENTED = {"source": "Erfundene Zahlen für die Vorführung", "licence": "frei", "verbosity": 0}


def _import_world(folder: Path, say: Say) -> None:
    for year in YEARS:
        register = folder / f"gemeindeverzeichnis_{year - 1}.txt"
        call_command("places_import", str(register), kind="municipality", **INVENTED)
    for name, kind in (
        ("kreis", "county"),
        ("gemeinden", "municipality"),
        ("ortsteile", "district"),
    ):
        call_command(
            "places_import", str(folder / f"{name}.geojson"), kind=kind,
            valid_from=dt.date(YEARS[0] - 1, 1, 1), **INVENTED,
        )  # fmt: skip
    for year in YEARS:
        if year == LEFT_FOR_VISITORS:
            continue
        say(f"Vorführung: Polizeistatistik {year} wird eingelesen …")
        table = folder / f"kreis_und_gemeinden_{year}.csv"
        call_command("evidence_import", str(table), format="pks-county", year=year, **INVENTED)
    state = folder / "land_2016_2025.csv"
    call_command("evidence_import", str(state), format="pks-state", **INVENTED)


def _import_real(data: Path, say: Say) -> None:
    say("Vorführung: echte Gebiete und Polizeistatistiken werden eingelesen …")
    geo = data / "geo_sachsen"
    register = data / "gemeindeverzeichnis_sachsen" / "gv100ad_301123_sachsen.txt.gz"
    for path, kind in (
        (geo / "kreise_deutschland.geojson.gz", "county"),
        (geo / "gemeinden_sachsen.geojson", "municipality"),
        (register, "municipality"),
    ):
        call_command("places_import", str(path), kind=kind, verbosity=0)
    tables = [
        *((path, "pks-county") for path in sorted((data / "pks_kreise").glob("kreise_*.csv.gz"))),
        (data / "pks_kreise" / "KR-F-01-T01-Kreise-Faelle-HZ_2022.xlsx", "pks-county"),
        (data / "pks_laender" / "sachsen_2013_2023.csv.gz", "pks-state"),
    ]
    for path, table_format in tables:
        say(f"Vorführung: {path.name} …")
        call_command("evidence_import", str(path), format=table_format, verbosity=0)


def _make_authorities(*towns: dict[str, Any]) -> None:
    for town in towns:
        if not Authority.objects.filter(slug=town["slug"]).exists():
            create_authority(by=get_system_person(), **town)


def _make_people(sign_ins: tuple[SignIn, ...]) -> None:
    system = get_system_person()
    towns = {authority.slug: authority for authority in Authority.objects.all()}
    for sign_in in sign_ins:
        if Person.objects.filter(email=sign_in.email).exists():
            continue
        with transaction.atomic():
            person = create_person(
                email=sign_in.email, name=sign_in.name, password=PASSWORD, by=system
            )
            for slug in sign_in.towns:
                add_membership(
                    authority=towns[slug],
                    person=person,
                    role=sign_in.role,
                    from_on=FROM_ON,
                    by=system,
                )


def _set_up(slug: str, sign_ins: tuple[SignIn, ...]) -> None:
    authority = Authority.objects.get(slug=slug)
    if authority.arms_file:
        return
    set_up_town(authority, by=_coordinator_of(slug, sign_ins))


def _coordinator_of(slug: str, sign_ins: tuple[SignIn, ...]) -> Person:
    email = next(
        each.email for each in sign_ins if each.role == Role.COORDINATOR and slug in each.towns
    )
    return Person.objects.get(email=email)


def _make_councils(sign_ins: tuple[SignIn, ...]) -> None:
    """The town's council and measures, the county's, the state's; their mails reach nobody."""
    at = now()
    today = timezone.localtime(at).date()
    cast = _cast(
        "lindenau", sign_ins, (Role.COORDINATOR, Role.POLICE, Role.MAYOR, Role.PUBLIC_ORDER)
    )
    town, county, state = (Authority.objects.get(slug=place["slug"]) for place in reversed(TOWNS))
    state_by, county_by = (_coordinator_of(one.slug, sign_ins) for one in (state, county))

    def act(table: Table) -> None:
        place = Town(town, cast, today, at)
        find(place)
        measures = work(place)
        take_over(place)
        ask_the_mayor(place, measures)
        build_strategy(place, table, measures)

    with _letters_to_nobody():
        build_state_group(state, by=state_by, at=at)
        build_state(state, by=state_by, today=today, at=at)
        plan_council(county, by=county_by, today=today, at=at)
        build_neighbour(county, by=county_by, today=today, at=at)
        build_council(town, cast=cast, today=today, at=at, between=act)
        jobs.run_waiting()


@contextmanager
def _letters_to_nobody() -> Iterator[None]:
    """What was sent in the demo's past does not leave the house today."""
    usual = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = usual


def _cast(slug: str, sign_ins: tuple[SignIn, ...], roles: tuple[Role, ...]) -> dict[str, Person]:
    return {
        role: Person.objects.get(email=sign_in.email)
        for role in roles
        for sign_in in sign_ins
        if sign_in.role == role and slug in sign_in.towns
    }


def _publish(
    slug: str,
    year: int,
    sign_ins: tuple[SignIn, ...],
    *,
    texts: dict[str, str],
    effects: tuple[Effect, ...] = (),
) -> None:
    cast = _cast(slug, sign_ins, (Role.COORDINATOR, Role.POLICE, Role.MAYOR))
    publish_demo_report(
        Authority.objects.get(slug=slug),
        year,
        Cast(cast[Role.COORDINATOR], cast[Role.POLICE], cast[Role.MAYOR]),
        texts=texts,
        effects=effects,
    )
