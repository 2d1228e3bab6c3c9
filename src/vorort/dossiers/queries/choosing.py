"""What forms offer to choose from, and the thing that was chosen."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.authorities.models import Authority
from vorort.authorities.queries import list_members
from vorort.dossiers.queries.pages import BudgetView
from vorort.findings.choices import GoalState
from vorort.findings.models import Goal
from vorort.findings.queries import list_areas, need_of
from vorort.measures.models import Measure, Part
from vorort.measures.queries.reading import list_resolutions_for, rests_on_finding
from vorort.measures.queries.versions import goal_words
from vorort.partners.models import Organisation
from vorort.partners.queries import list_organisations
from vorort.places.queries import area_names
from vorort.resolutions.models import Resolution
from vorort.ui import format as german

# So many of the newest resolutions are offered.
MOST_RESOLUTIONS = 60
Choices = list[tuple[str, str]]


def list_goals(authority: Authority, *, chained: bool) -> list[Goal]:
    """Return the open goals of a town; with ``chained`` those that come from a finding."""
    rows = Goal.objects.filter(authority=authority, state=GoalState.OPEN).select_related(
        "need__finding", "parent"
    )
    return [goal for goal in rows if not chained or rests_on_finding(goal)]


def goal_choices(goals: Iterable[Goal]) -> Choices:
    """Return goals as a form offers them."""
    return [(goal.public_id, goal_words(goal)) for goal in goals]


def first_of_goal(goals: Iterable[Goal], public_id: str) -> dict[str, Any]:
    """Return what a new measure says first when it comes from a goal: never typed twice."""
    goal = next((each for each in goals if each.public_id == public_id), None)
    need = need_of(goal) if goal is not None else None
    finding = need.finding if need is not None else None
    first: dict[str, Any] = {"goal": public_id if goal is not None else ""}
    if finding is not None:
        first |= {
            "topic": finding.topic,
            "groups": finding.target_groups,
            "place": finding.place,
        }
    return first


def area_of(goals: Iterable[Goal]) -> str:
    """Return the key of the area that goals are about, by themselves or by their finding."""
    for goal in goals:
        need = need_of(goal)
        finding = need.finding if need is not None else None
        if key := goal.area_key or (finding.area_key if finding is not None else ""):
            return key
    return ""


def owner_choices(authority: Authority, *, keep: Organisation | None = None) -> Choices:
    """Return the organisations of a town, the administration first: it owns most measures.

    ``keep`` stays to choose though it is not active any more: nobody changes it by saving.
    """
    rows = sorted(list_organisations(authority), key=lambda one: one.kind != "administration")
    if keep is not None and keep not in rows:
        rows.insert(0, keep)
    return [(one.public_id, one.name) for one in rows]


def area_choices(measure: Measure) -> Choices:
    """Return the areas of a town, and the one that stands in the measure."""
    rows = dict(list_areas(measure.authority))
    if measure.area_key and measure.area_key not in rows:
        rows |= {measure.area_key: measure.area_key, **area_names([measure.area_key])}
    return list(rows.items())


def get_organisation(authority: Authority, public_id: str) -> Organisation | None:
    """Return a chosen organisation."""
    return Organisation.objects.filter(authority=authority, public_id=public_id).first()


def people_choices(actor: Person, authority: Authority) -> Choices:
    """Return who works in the town, with the role."""
    found: dict[str, str] = {}
    for member in list_members(actor, authority):
        found.setdefault(
            str(member.person_id), f"{member.person.name} ({member.get_role_display()})"
        )
    return list(found.items())


def get_member(actor: Person, authority: Authority, key: str) -> Person | None:
    """Return a chosen person of the town."""
    return next(
        (each.person for each in list_members(actor, authority) if str(each.person_id) == key), None
    )


def resolution_choices(measure: Measure) -> tuple[Choices, dict[str, Resolution]]:
    """Return the newest adopted resolutions as a form offers them, and by their id."""
    rows = list(list_resolutions_for(measure)[:MOST_RESOLUTIONS])
    words = [
        (
            each.public_id,
            f"{each.reference} {each.title} ({each.body.name}, {german.date(each.decided_on)})",
        )
        for each in rows
    ]
    return words, {each.public_id: each for each in rows}


def list_parts(measure: Measure) -> list[Part]:
    """Return the parts of a measure: who leads first."""
    order = ["leads", "runs", "advises", "supports", "funds"]
    rows = measure.parts.select_related("organisation", "contact")
    return sorted(rows, key=lambda part: (order.index(part.role), part.organisation.name))


def part_choices(parts: Iterable[Part]) -> Choices:
    """Return parts as a form offers them."""
    return [
        (part.public_id, f"{part.organisation.name} ({part.get_role_display()})") for part in parts
    ]


def line_choices(views: Iterable[BudgetView]) -> Choices:
    """Return lines of the budget as a form offers them, with what is left."""
    return [
        (
            view.line.public_id,
            _("%(title)s (noch %(rest)s)")
            % {"title": view.line.title, "rest": german.euro(view.rest)},
        )
        for view in views
    ]
