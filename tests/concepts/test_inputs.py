"""A small measure is recorded, decided and public in at most 15 inputs: fields and clicks counted."""

from dataclasses import dataclass, field

import lxml.html
import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.measures import owner_of
from tests.people import People, client_of
from vorort.core.scopes import authority_scope
from vorort.measures.choices import MeasureState
from vorort.measures.models import Measure
from vorort.publications.choices import PublicationStatus
from vorort.publications.models import Publication

pytestmark = pytest.mark.django_db

MOST = 15


@dataclass
class Hand:
    """Somebody at the keyboard: follows links and fills in forms as they stand on the page."""

    client: Client
    url: str
    inputs: list[str] = field(default_factory=list)
    page: lxml.html.HtmlElement = None

    def __post_init__(self) -> None:
        self._read(self.client.get(self.url, follow=True))

    def _read(self, answer: object) -> None:
        assert answer.status_code == 200, answer.content.decode()  # type: ignore[attr-defined]
        self.page = lxml.html.fromstring(answer.content.decode())  # type: ignore[attr-defined]
        self.url = answer.request["PATH_INFO"]  # type: ignore[attr-defined]

    def click(self, address: str) -> None:
        """Follow a link that stands on the page."""
        links = [each.get("href") for each in self.page.iter("a")]
        assert address in links, links
        self.inputs.append(f"Link {address}")
        self._read(self.client.get(address, follow=True))

    def send(self, button: str, **typed: str) -> None:
        """Fill in fields, leave the others as they are, press the button."""
        (form,) = [
            each
            for each in self.page.forms
            if each.method == "POST" and button in each.text_content()
        ]
        values = dict(form.form_values())
        assert set(typed) <= {each.name for each in form.inputs if each.name}
        self.inputs += [f"Feld {name}" for name in typed] + [f"Knopf {button}"]
        address = form.action or self.url
        self._read(self.client.post(address, {**values, **typed}, follow=True))


def test_recorded_decided_and_public_in_fifteen_inputs(people: People) -> None:
    owner = owner_of(people)
    hand = Hand(client_of(people.coordinator), reverse("measures:list", args=["lindenau"]))
    hand.click(reverse("measures:new", args=["lindenau"]))
    hand.click(reverse("concepts:small", args=["lindenau"]))
    hand.send(
        "Maßnahme erfassen",
        title="Fahrräder codieren auf dem Wochenmarkt",
        why="Am Bahnhof verschwinden seit dem Frühjahr viele Fahrräder.",
        indicator="mindestens 120 codierte Räder",
        owner=owner.public_id,
        ends_on="2099-09-30",
    )
    with authority_scope(people.town):
        made = Measure.objects.get()
    hand.click(reverse("measures:decide", args=["lindenau", made.public_id]))
    hand.send("Entscheidung festhalten")
    with authority_scope(people.town):
        made.refresh_from_db()
    assert made.state == MeasureState.DECIDED
    hand.click(reverse("outcomes:measure", args=["lindenau", made.public_id]))
    hand.send("eröffentlichen")
    with authority_scope(people.town):
        live = Publication.objects.filter(origin_id=made.public_id, status=PublicationStatus.LIVE)
        assert live.count() == 1
    assert len(hand.inputs) <= MOST, hand.inputs
    assert len(hand.inputs) == 12
