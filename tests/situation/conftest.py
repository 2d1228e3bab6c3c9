"""A town with ten years of figures, and its Lagebild in any state."""

from collections.abc import Iterator

import pytest
from tests.factories.situation import FakeSource, registered, town_figures
from tests.people import People

from vorort.core.scopes import authority_scope
from vorort.pictures.exports import Drawn
from vorort.situation import jobs


@pytest.fixture
def figures(people: People) -> Iterator[FakeSource]:
    """The town's figures, from a source that has published them itself."""
    with registered(town_figures(people.town.area_key)) as source:
        yield source


@pytest.fixture
def in_town(people: People, figures: FakeSource) -> Iterator[People]:
    """The people, inside the scope of the town, with figures at hand."""
    with authority_scope(people.town):
        yield people


@pytest.fixture
def plain_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures without drawing: drawing takes a second each and is tested elsewhere."""

    def draw(figure: object, **_options: object) -> Drawn:
        return Drawn(wide="<svg></svg>", narrow="<svg></svg>", pdf="")

    monkeypatch.setattr(jobs, "draw", draw)
