"""What the fictional county does and has published, so that its towns can take it over."""

import datetime as dt

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.concepts import actions as concepts
from vorort.core.scopes import authority_scope
from vorort.demo.councils import noon
from vorort.demo.projects import COPIED
from vorort.effects import actions as effects
from vorort.measures import actions
from vorort.measures.choices import DecisionKind, MeasureState
from vorort.measures.models import Measure
from vorort.outcomes import actions as outcomes
from vorort.partners import actions as partners
from vorort.partners.choices import TargetGroup, Topic

OWNER = "Seniorenbüro Weideland"
RECORDED, DECIDED, BEGUN, REPORTED = 500, 480, 450, 60
COUNTED = (18, 26, 31, 38, 44, 47)
ANSWERS = {
    "problem_where": "Im ganzen Landkreis, tagsüber, bei Menschen, die allein leben.",
    "measures_why": "Weil allein entscheidet, wer niemanden fragen kann. Ein Anruf genügt, um aufzulegen.",
    "end_open": "Wer kein Telefon in Reichweite hat, wird nicht erreicht.",
    "end_next": "Weiter; das Seniorenbüro übernimmt die Liste.",
    "end_transfer": "Klein anfangen: eine Straße, zwölf Nummern, jemand, der sich kümmert.",
}
LESSONS = (
    "Eine Liste am Kühlschrank hilft mehr als ein Vortrag. Ohne jemanden, der sie pflegt, ist sie "
    "nach einem halben Jahr alt."
)


def build_neighbour(authority: Authority, *, by: Person, today: dt.date, at: dt.datetime) -> None:
    """Record, decide, run and publish the county's small measure; what is there is left."""
    with authority_scope(authority):
        if Measure.objects.filter(authority=authority).exists():
            return

        def day(days: int) -> dt.date:
            return today - dt.timedelta(days=days)

        recorded = noon(day(RECORDED))
        owner = partners.save_organisation(
            authority=authority,
            values={"name": OWNER, "kind": "counselling", "topics": [Topic.FRAUD]},
            by=by,
        )
        measure = concepts.create_small(
            authority=authority,
            title=COPIED,
            why="Ältere Menschen verlieren Geld an falsche Polizisten; in einem Jahr zwölf Fälle.",
            goal="Wer angerufen wird, fragt erst nach",
            indicator="Gemeldete Versuche ohne Schaden, von zehn",
            topic=Topic.FRAUD,
            audience=[TargetGroup.SENIORS],
            owner=owner,
            ends_on=day(-200),
            by=by,
            at=recorded,
        )
        for question, text in ANSWERS.items():
            concepts.save_answer(
                measure=measure, question=question, text=text, revision=0, by=by, at=recorded
            )
        measure = actions.decide(
            measure=measure, kind=DecisionKind.ADMINISTRATION, on=day(DECIDED),
            note="Entscheidung der Landrätin", by=by, at=noon(day(DECIDED)),
        )  # fmt: skip
        measure = actions.advance(
            measure=measure, to=MeasureState.RUNNING, on=day(BEGUN), by=by, at=noon(day(BEGUN))
        )
        reach = effects.add_reach(
            measure=measure, label="Haushalte mit Anrufliste", unit="Haushalte", planned=50,
            by=by, at=noon(day(BEGUN)),
        )  # fmt: skip
        for number, count in enumerate(COUNTED, start=1):
            on = day(BEGUN - 60 * number)
            effects.count_reach(indicator=reach, on=on, count=count, by=by, at=noon(on))
        measure = actions.edit_measure(
            measure=measure, revision=measure.revision, lessons=LESSONS,
            reason="Nach einem Jahr festgehalten.", by=by, at=noon(day(REPORTED)),
        )  # fmt: skip
        outcomes.publish_measure(measure=measure, by=by, at=at)
