import datetime as dt

from tests.factories.councils import make_council
from tests.people import client_of
from vorort.core.clock import now
from vorort.core.scopes import authority_scope
from vorort.councils import actions, queries


def test_pages(people):
    body = make_council(people)
    for who in (people.coordinator, people.council_member):
        client = client_of(who)
        assert client.get(f"/k/{people.town.slug}/gremien/").status_code == 200
        page = client.get(f"/k/{people.town.slug}/gremien/{body.public_id}/")
        assert page.status_code == 200
    assert client_of(people.outsider).get(f"/k/{people.town.slug}/gremien/").status_code == 404
    with authority_scope(people.town):
        made = actions.create_body(
            authority=people.town,
            by=people.coordinator,
            at=now(),
            kind="council",
            name="Neu",
            legal_basis="advisory_committee",
        )
        assert queries.rules_on(made, on=dt.date(2026, 1, 1)).paper_required
