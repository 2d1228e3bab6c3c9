"""What of a publication who may read."""

import pytest
from tests.factories import publications as factory

from vorort.publications import queries
from vorort.publications.choices import Format, NewRepresentation

pytestmark = pytest.mark.django_db


def test_the_newest_publication_of_an_origin_is_found(people):
    first = factory.make_publication(people.town)
    second = factory.make_publication(people.town)
    found = queries.get_of_origin(origin_kind="situation.report", origin_id="report2025")
    assert found in {first, second}
    assert found.version == 2
    assert queries.get_of_origin(origin_kind="x", origin_id="y") is None


def test_live_publications_by_kind_and_town(people):
    made = factory.make_publication(people.town)
    factory.make_publication(people.other_town)
    assert list(queries.list_live(kind="situation_report", authority=people.town)) == [made]
    assert queries.list_live().count() == 2
    assert queries.get_live(authority=people.state, kind="situation_report") is None


def test_who_does_not_work_there_sees_no_versions(people):
    factory.make_publication(people.town)
    assert not queries.list_of_authority(people.outsider, people.town).exists()


def test_one_file_per_format_stands_for_the_report(people):
    new = factory.new_representations(people.town, 2025)
    figure = NewRepresentation(Format.CSV, f"{new[0].path}abbildung-1.csv", b"a;b\n1;2\n")
    factory.make_publication(people.town, representations=[*new, figure])
    (public,) = queries.list_public(people.town)
    names = [each.path.rsplit("/", 1)[1] for each in queries.main_files(public)]
    assert "abbildung-1.csv" not in names
    assert len(names) == 5
