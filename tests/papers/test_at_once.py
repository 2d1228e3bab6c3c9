"""Two people at one paper at the same moment, on a database with many writers."""

import pytest

from tests.factories.councils import make_council
from tests.factories.papers import AT, make_paper
from tests.people import People, make_people
from tests.resolutions.test_at_once import together
from vorort.core.scopes import authority_scope
from vorort.papers import actions
from vorort.papers.choices import PaperState

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db: None) -> People:
    return make_people()


def test_two_save_at_once(people: People) -> None:
    paper = make_paper(make_council(people), people.coordinator)
    texts = {"der einen": people.coordinator, "der anderen": people.mayor}
    came = together(
        people,
        *(
            lambda text=text, by=by: actions.edit_paper(  # type: ignore[misc]
                paper=paper, revision=0, by=by, at=AT, text=text
            )
            for text, by in texts.items()
        ),
    )
    stale = [one for one in came if isinstance(one, actions.StalePaper)]
    assert len(stale) == 1
    with authority_scope(people.town):
        paper.refresh_from_db()
    assert (paper.revision, stale[0].current.text) == (1, paper.text)


def test_two_sign_at_once(people: People) -> None:
    order = ((people.public_order, "Ordnungsamt"), (people.mayor, "Bürgermeisterin"))
    paper = make_paper(make_council(people), people.coordinator, signers=order)
    with authority_scope(people.town):
        actions.send_for_signing(paper=paper, by=people.coordinator, at=AT)
    together(people, *[lambda: actions.sign(paper=paper, by=people.public_order, at=AT)] * 2)
    with authority_scope(people.town):
        paper.refresh_from_db()
        # The second click of one person signs for nobody else.
        assert paper.signatures.filter(state="open").count() == 1
    assert paper.state == PaperState.SIGNING
