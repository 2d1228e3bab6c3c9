"""Marked queries are answered once within a page, and never remembered beyond it."""

import datetime as dt

import pytest

from vorort.authorities.models import Membership
from vorort.authorities.queries import list_my_authorities
from vorort.core.once import once, reading_once


def test_asked_once_within_and_again_after():
    asked = []

    @once
    def count(name: str, *, on: int = 0) -> int:
        asked.append((name, on))
        return len(asked)

    assert (count("a"), count("a")) == (1, 2)
    with reading_once():
        assert count("a") == count("a") == 3
        with reading_once():
            assert count("a") == 3
        assert count("a") == 3
        assert count("b") == 4
        assert count("a", on=1) == 5
    assert count("a") == 6


def test_an_error_is_not_remembered_and_ends_the_page():
    @once
    def fail() -> None:
        raise ValueError

    with pytest.raises(ValueError), reading_once():  # noqa: PT012
        with pytest.raises(ValueError):
            fail()
        fail()

    @once
    def number() -> object:
        return object()

    assert number() is not number()


@pytest.mark.django_db
def test_belonging_is_read_once_a_page_and_anew_on_the_next(people, django_assert_num_queries):
    with reading_once(), django_assert_num_queries(1):
        first = list_my_authorities(people.coordinator)
        assert list_my_authorities(people.coordinator) == first
    with reading_once():
        assert list_my_authorities(people.mayor) != list_my_authorities(people.precinct)
    Membership.objects.filter(person=people.coordinator).update(until_on=dt.date(2021, 1, 1))
    with reading_once():
        assert list_my_authorities(people.coordinator) == ()
