"""Papers of a body, by the real actions or straight into the table."""

import datetime as dt

from vorort.accounts.models import Person
from vorort.core.scopes import authority_scope
from vorort.councils.models import Body
from vorort.papers.actions import release_paper, submit_paper
from vorort.papers.choices import PaperKind, PaperState
from vorort.papers.models import Paper

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


def make_paper(body: Body, by: Person, *, released: bool = False, **given: object) -> Paper:
    """Submit a paper; release it where asked for."""
    values: dict[str, object] = {"title": "Beleuchtung am Bahnhof", "text": "Dort ist es dunkel."}
    with authority_scope(body.authority):
        paper = submit_paper(body=body, by=by, at=AT, **{**values, **given})  # type: ignore[arg-type]
        return release_paper(paper=paper, by=by, at=AT) if released else paper


def make_papers(body: Body, count: int, *, first: int = 1, **given: object) -> list[Paper]:
    """Put many released papers into the table at once."""
    values: dict[str, object] = {
        "kind": PaperKind.PROPOSAL,
        "state": PaperState.RELEASED,
        "released_at": AT,
        "year": AT.year,
    }
    with authority_scope(body.authority):
        return Paper.objects.bulk_create(
            Paper(
                authority=body.authority,
                body=body,
                number=number,
                title=f"Vorlage Nummer {number}",
                **{**values, **given},
            )
            for number in range(first, first + count)
        )
