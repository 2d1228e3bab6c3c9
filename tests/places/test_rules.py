"""Validity from states of the register, told in any order."""

import datetime as dt
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from vorort.places.choices import BEGINNING
from vorort.places.rules import Version, plan_validity

Y2021, Y2022, Y2023 = (dt.date(year, 1, 1) for year in (2021, 2022, 2023))


def tell(states: list[tuple[dt.date, set[str]]]) -> dict[str, list[tuple[dt.date, dt.date | None]]]:
    """Tell states one after the other and return the versions of each key."""
    versions: list[Version] = []
    known: list[dt.date] = []
    for day, listed in states:
        plan = plan_validity(day=day, listed=listed, versions=versions, states=known)
        changed = {version.pk: version for version in plan.change}
        versions = [changed.get(version.pk, version) for version in versions]
        for version in plan.create:
            number = max((v.pk or 0 for v in versions), default=0) + 1
            versions.append(
                Version(version.key, version.valid_from, version.valid_until, pk=number)
            )
        if not plan.part:
            known.append(day)
    spans: dict[str, list[tuple[dt.date, dt.date | None]]] = {}
    for version in sorted(versions, key=lambda v: (v.key, v.valid_from)):
        spans.setdefault(version.key, []).append((version.valid_from, version.valid_until))
    return spans


def test_the_first_state_holds_for_the_past_too() -> None:
    assert tell([(Y2021, {"a", "b"})]) == {
        "a": [(BEGINNING, None)],
        "b": [(BEGINNING, None)],
    }


MERGED = {
    "a": [(BEGINNING, None)],
    "d": [(BEGINNING, None)],
    "b": [(BEGINNING, Y2023)],
    "c": [(BEGINNING, Y2023)],
    "bc": [(Y2023, None)],
}


def test_a_merger_ends_the_old_keys_and_begins_the_new_one() -> None:
    assert tell([(Y2021, set("abcd")), (Y2023, {"a", "bc", "d"})]) == MERGED


def test_an_older_state_that_comes_later_fills_the_past() -> None:
    assert tell([(Y2023, {"a", "bc", "d"}), (Y2021, set("abcd"))]) == MERGED


def test_a_part_ends_nothing() -> None:
    spans = tell([(Y2021, {"a", "b", "c", "d"}), (Y2022, {"a"})])
    assert {span[0][1] for span in spans.values()} == {None}


def test_a_second_file_of_the_same_day_takes_nothing_away() -> None:
    spans = tell([(Y2021, {"a", "b", "c"}), (Y2021, {"a", "b", "d"})])
    assert spans["c"] == [(BEGINNING, None)]


def test_a_key_that_comes_back_has_two_versions() -> None:
    three = {"x", "y", "z"}
    spans = tell([(Y2021, {"a"} | three), (Y2022, three), (Y2023, {"a"} | three)])
    assert spans["a"] == [(BEGINNING, Y2022), (Y2023, None)]
    later = tell([(Y2021, {"a"} | three), (Y2023, {"a"} | three), (Y2022, three)])
    assert later["a"] == [(BEGINNING, Y2022), (Y2023, None)]


def test_an_area_known_by_key_alone_never_ends() -> None:
    alone = Version("b", BEGINNING, None, listed=False, pk=1)
    plan = plan_validity(day=Y2021, listed={"a"}, versions=[alone], states=[])
    assert plan.ended == ()
    assert plan.change == ()


def test_nothing_ends_where_a_key_could_not_be_read() -> None:
    known = [Version(key, BEGINNING, None, pk=number) for number, key in enumerate("abc", 1)]
    plan = plan_validity(
        day=Y2023, listed={"a", "b"}, versions=known, states=[Y2021], complete=False
    )
    assert plan.ended == ()


@settings(max_examples=150, deadline=None)
@given(
    lists=st.lists(st.sets(st.sampled_from("abcdef")), min_size=1, max_size=5),
    order=st.randoms(use_true_random=False),
)
def test_versions_of_a_key_never_overlap_whatever_the_order(lists, order) -> None:
    # Five fixed keys keep every list a state, never a mere part.
    days = [dt.date(2015 + number, 1, 1) for number in range(len(lists))]
    states = [(day, listed | set("uvwxyz")) for day, listed in zip(days, lists, strict=True)]
    told = list(states)
    order.shuffle(told)

    spans = tell(told)

    for key, versions in spans.items():
        for (_start, end), (following, _end) in pairwise(versions):
            assert end is not None
            assert end <= following
        for start, end in versions:
            assert end is None or start < end
        for day, listed in states:
            holds = any(s <= day and (e is None or day < e) for s, e in versions)
            assert holds == (key in listed), (key, day, versions)
