"""Areas by key alone, states out of order, jobs said twice."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from tests.factories.places import make_area, make_delivery, square

from vorort.audit.models import Event
from vorort.core import jobs
from vorort.deliveries.models import Delivery
from vorort.places import actions, queries
from vorort.places.actions import AreaRow
from vorort.places.models import Area, AreaImport, AreaState

pytestmark = pytest.mark.django_db

DAY = dt.date(2021, 1, 1)


class TestEnsure:
    def test_areas_are_made_with_all_their_parents(self, system) -> None:
        made = actions.ensure_areas({"14713000": "Leipzig"}, "municipality", by=system)
        area = made["14713000"]
        assert [area.name, area.parent.key] == ["Leipzig", "14713"]
        assert queries.get_area("14713").parent.name == "Sachsen"
        assert queries.get_area("14").parent.name == "Deutschland"
        assert Event.objects.filter(verb="places.areas_made_by_key").count() == 4

    def test_again_makes_nothing_new(self, system, django_assert_num_queries) -> None:
        actions.ensure_areas({"14713": "Leipzig"}, "county", by=system)
        with django_assert_num_queries(3):
            again = actions.ensure_areas({"14713": "anders"}, "county", by=system)
        assert again["14713"].name == "Leipzig"

    def test_blanks_are_filled_names_never_replaced(self, system) -> None:
        actions.ensure_areas({"14713": ""}, "county", by=system)
        assert queries.get_area("14713").name == "14713"
        actions.ensure_areas(
            {"14713": "Leipzig"}, "county", by=system, designations={"14713": "KfS"}
        )
        actions.ensure_areas({"14713": "Lipsk"}, "county", by=system, designations={"14713": "LK"})
        area = queries.get_area("14713")
        assert (area.name, area.designation) == ("Leipzig", "KfS")

    def test_names_of_states_are_our_own(self, system) -> None:
        made = actions.ensure_areas(
            {"00": "Bund echte Zählung der Tatverdächtigen"}, "nation", by=system
        )
        assert made["00"].name == "Deutschland"
        assert made["00"].parent is None

    @pytest.mark.parametrize(
        ("key", "kind"),
        [
            ("1471", "county"),
            ("147x3", "county"),
            ("00", "state"),
            ("14", "nation"),
            ("14713", "district"),
            ("14713000-", "district"),
            ("14713000-" + "9" * 20, "district"),
        ],
    )
    def test_a_key_of_another_kind_is_refused(self, system, key, kind) -> None:
        with pytest.raises(actions.WrongAreaKey, match="kein Schlüssel"):
            actions.ensure_areas({key: "?"}, kind, by=system)
        assert not Area.objects.exists()


class TestStates:
    def state(self, keys: str, day: dt.date | None, **more) -> actions.StateOutcome:
        delivery = make_delivery(f"{keys} {day}".encode(), stored=False)
        rows = [AreaRow(f"999010{key}0", f"Ort {key}") for key in keys]
        return actions.store_state(
            kind="municipality", rows=rows, day=day, delivery=delivery, by=None, **more
        )

    def test_a_state_is_remembered_and_names_who_ends(self, system) -> None:
        assert self.state("1234", DAY).created == [f"999010{n}0" for n in range(1, 5)]
        outcome = self.state("1235", dt.date(2023, 1, 1))
        assert (outcome.created, outcome.ended) == (["99901050"], ["99901040"])
        assert str(AreaState.objects.first()) == "99901 2021-01-01"
        assert queries.states_known("municipality", ["99901"]).count() == 2

    def test_a_key_that_comes_back_keeps_what_is_known_of_it(self, system) -> None:
        self.state("1234", DAY)
        self.state("1234", dt.date(2023, 1, 1))
        Area.objects.filter(key="99901040").update(other_name="Altname")
        self.state("123", dt.date(2022, 1, 1))
        first, second = queries.list_versions("99901040")
        assert (first.valid_until, second.valid_from) == (dt.date(2022, 1, 1), dt.date(2023, 1, 1))
        assert second.other_name == "Altname"

    def test_a_part_of_the_register_ends_nobody(self, system) -> None:
        self.state("1234", DAY)
        outcome = self.state("1", dt.date(2022, 1, 1))
        assert (outcome.ended, outcome.parts) == ([], ["99901"])
        assert AreaState.objects.count() == 1

    def test_an_area_by_key_alone_becomes_listed_and_gets_its_parent(self, system) -> None:
        area = make_area("99901010")
        Area.objects.filter(pk=area.pk).update(parent=None)
        self.state("123", None)
        found = queries.get_area("99901010")
        assert (found.parent.key, found.delivery is not None) == ("99901", True)
        assert not AreaState.objects.exists()

    def test_two_open_versions_of_a_key_cannot_be(self, system) -> None:
        area = make_area("99901010")
        area.pk, area.valid_from = None, DAY
        with pytest.raises(IntegrityError), transaction.atomic():
            area.save()

    def test_a_boundary_without_its_box_cannot_be(self, system) -> None:
        make_area("99901010")
        with pytest.raises(IntegrityError), transaction.atomic():
            Area.objects.update(wkb=square(0, 0).wkb)


def test_options_and_summary_are_kept_side_by_side(system) -> None:
    delivery = make_delivery(b"x", stored=False)
    actions.keep_options(delivery=delivery, options={"kind": "county"})
    actions.keep_summary(delivery=delivery, summary={"created": 1})
    kept = AreaImport.objects.get()
    assert (kept.options, kept.summary) == ({"kind": "county"}, {"created": 1})
    assert str(kept) == delivery.name


@pytest.mark.parametrize("name", ["check", "store"])
def test_a_job_said_twice_does_nothing_twice(system, name) -> None:
    delivery = make_delivery(b"gebiete", format="areas-county")
    job = jobs.enqueue(
        f"places.jobs.{name}_delivery", args={"delivery": delivery.public_id}, label="x", by=system
    )
    jobs.run_waiting()
    assert jobs.get(job).result == {"delivery": delivery.public_id, "status": "stored"}
    assert Delivery.objects.get().status == "stored"
