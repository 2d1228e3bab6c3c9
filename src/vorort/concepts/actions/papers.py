"""The council's paper: made from the concept, handed to the papers, decided there."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.audit.actions import record
from vorort.concepts.queries import list_papers
from vorort.concepts.queries.documents import gather, paper_text
from vorort.concepts.rules import can_be_decided
from vorort.core.errors import DomainError
from vorort.measures.rules import KIND
from vorort.notices.rules import public_text
from vorort.papers.actions import submit_paper
from vorort.papers.choices import PaperState
from vorort.papers.queries import lock_body

if TYPE_CHECKING:
    from vorort.councils.models import Body
    from vorort.measures.models import Measure
    from vorort.papers.models import Paper


class NothingToDecide(DomainError):
    """The measure is decided already, or such a paper lies before the body."""


@transaction.atomic
def make_paper(*, measure: "Measure", body: "Body", by: Person, at: dt.datetime) -> "Paper":
    """Make the draft of a Beschlussvorlage from the concept.

    Raises
    ------
    NothingToDecide
        The measure is decided or over, or the body has such a paper on its desk.
    """
    if not can_be_decided(measure):
        raise NothingToDecide(
            _("Über die Maßnahme ist schon entschieden. Eine neue Vorlage braucht es dafür nicht.")
        )
    if body.authority_id != measure.authority_id:
        raise DomainError(_("Dieses Gremium gehört zu einem anderen Ort."), field="body")
    # Two who press the button at once make one paper.
    lock_body(body)
    for paper in list_papers(measure):
        if paper.body_id == body.pk and paper.state not in {
            PaperState.WITHDRAWN,
            PaperState.DECIDED,
        }:
            raise NothingToDecide(
                _("Diesem Gremium liegt schon eine Vorlage dazu vor: %(paper)s.")
                % {"paper": paper},
                field="body",
            )
    text = paper_text(gather(measure, at=at))
    made = submit_paper(
        body=body,
        # A paper may become public: what is blacked out never stands in it.
        title=public_text(measure.title),
        text=text.text,
        proposal=text.proposal,
        costs=text.costs,
        submitted_by=measure.owner,
        origin=(KIND, measure.public_id),
        by=by,
        at=at,
    )
    record(
        verb="concepts.paper_made",
        by=by,
        authority_id=measure.authority_id,
        kind=KIND,
        object_id=measure.public_id,
        label=str(measure),
        after={"paper": made.public_id},
        at=at,
    )
    return made
