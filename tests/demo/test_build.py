"""The demo through the real importers and actions: the planted truths come out as planted."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from vorort.authorities.models import Authority
from vorort.demo import build
from vorort.demo.people import SIGN_INS
from vorort.demo.world import SPECIAL_EFFECT_YEAR, TOWN_KEY, TRUTHS, YEARS
from vorort.pictures.choices import SpecialEffect
from vorort.pictures.exports import Drawn
from vorort.pictures.queries import build_picture
from vorort.publications.queries import list_live
from vorort.situation import jobs


@pytest.fixture
def only_fiction(
    db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """The demo without real data and without drawing; returns what it says."""
    settings.DATA_DIR = tmp_path / "nothing"
    settings.HOME = tmp_path

    def draw(figure: object, **_options: object) -> Drawn:
        return Drawn(wide="<svg></svg>", narrow="<svg></svg>", pdf="")

    monkeypatch.setattr(jobs, "draw", draw)
    said: list[str] = []
    build.build_demo(said.append)
    return said


def test_demo(only_fiction: list[str], tmp_path: Path) -> None:
    """One town with a public Lagebild, one person per role, and the truths as planted."""
    assert build.demo_stands()
    town = Authority.objects.get(slug="lindenau")
    live = list(list_live(authority=town))
    assert [one.period for one in live] == [YEARS[-2]]
    tables = [source for source in live[0].sources if not source["beside"]]
    own = [source for source in live[0].sources if source["beside"]]
    assert {source["licence"] for source in tables} == {"frei"}
    assert {source["source"] for source in own} == {"owi", "accidents", "structure"}
    assert len({sign_in.role for sign_in in SIGN_INS}) >= 9
    newest = tmp_path / "demo" / f"kreis_und_gemeinden_{YEARS[-1]}.csv"
    call_command("evidence_import", str(newest), format="pks-county", verbosity=0)
    effect = SpecialEffect(
        code="674000", year=SPECIAL_EFFECT_YEAR, letter="A", text="Graffiti", excluded=True
    )
    for year in YEARS[-2:]:
        picture = build_picture(TOWN_KEY, year, viewer=town, effects=[effect])
        found = {one.code: one for one in picture.indicators}
        for truth in TRUTHS:
            assert found[truth.offence_key].now.cases == truth.counts[year]
            assert str(found[truth.offence_key].verdict) == truth.verdict, (year, truth.kind)


def test_a_second_start_changes_nothing(only_fiction: list[str]) -> None:
    before = Authority.objects.count(), len(only_fiction)
    call_command("demo", verbosity=0)
    build.build_demo(only_fiction.append)
    assert Authority.objects.count() == before[0]
    assert len(list(list_live())) == 1
