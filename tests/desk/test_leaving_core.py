"""Whoever lets somebody leave reads what that person owes, but nothing of the core group."""

import datetime as dt

from django.test import Client
from tests.factories.councils import make_council, seat_of
from tests.people import People

from vorort.authorities.models import Membership
from vorort.core.clock import now, today
from vorort.core.scopes import authority_scope
from vorort.councils.choices import Confidentiality
from vorort.desk.queries import list_duties
from vorort.resolutions import actions


def test_duties_of_the_core_group_are_not_told(people: People, client: Client) -> None:
    body = make_council(people)
    with authority_scope(people.town):
        for title, level in (("Offenes", Confidentiality.MEMBERS), ("Geheimes", "core")):
            actions.add_task(
                body=body, title=title, owner=seat_of(body, "Leitung Revier"),
                due_on=today() + dt.timedelta(days=2), confidentiality=level,
                by=people.police, at=now(),
            )  # fmt: skip
        membership = Membership.objects.get(person=people.police, authority=people.town)
    assert "Geheimes" in "".join(duty.title for duty in list_duties(people.police))
    client.force_login(people.coordinator, backend="django.contrib.auth.backends.ModelBackend")
    url = f"/k/{people.town.slug}/mitglieder/{membership.public_id}/ausscheiden/"
    page = client.get(url).content.decode()
    assert "Offenes" in page
    assert "Geheimes" not in page
