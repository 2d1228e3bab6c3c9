"""Who may do what at the addresses of ``leadership``."""

from typing import Any

from tests.factories.councils import make_council
from tests.factories.measures import make_measure
from tests.factories.partners import make_organisation
from tests.factories.resolutions import make_task
from tests.house.access import COORDINATOR, MEMBERS_SECRET, SECRET, WORK, Access
from tests.people import People
from vorort.core.clock import now
from vorort.core.scopes import authority_scope
from vorort.leadership import actions

# Taking a question back is the coordinator's; an answer without words is the signing one.
_SIGN = Access(WORK, frozenset({"mayor"}))
ACCESS: dict[str, Access] = {
    "leadership:overview": Access(WORK),
    "leadership:overview_pdf": Access(WORK),
    "leadership:sign_offs": Access(WORK),
    "leadership:ask": Access(COORDINATOR, COORDINATOR),
    "leadership:sign_off": _SIGN,
    "leadership:departments": Access(WORK),
    "leadership:department": Access(WORK),
    "leadership:department_pdf": Access(WORK),
}
# Pages whose address names no thing of the town.
OF_THE_TOWN: set[str] = {
    "leadership:overview",
    "leadership:overview_pdf",
    "leadership:sign_offs",
    "leadership:ask",
    "leadership:departments",
}


def plant(people: People) -> dict[str, list[Any]]:
    """Make things with secrets in them; return the arguments of each address."""
    slug, by, at = people.town.slug, people.coordinator, now()
    # Members of the council read who carries out a task: the name of the office is no secret.
    office = make_organisation(people.town, name="Ordnungsamt", kind="administration")
    make_measure(people, title=f"Aufgabe des Amtes {SECRET}", owner=office)
    make_task(make_council(people), by, owner_text=office.name, title=MEMBERS_SECRET)
    with authority_scope(people.town):
        own = actions.ask_sign_off(
            authority=people.town, subject_kind="measures.measure", subject_id="gibtesnicht1",
            title=SECRET, question=SECRET, by=by, at=at,
        )  # fmt: skip
    made: dict[str, list[Any]] = {name: [slug] for name in OF_THE_TOWN}
    return made | {
        "leadership:sign_off": [slug, own.public_id],
        "leadership:department": [slug, office.public_id],
        "leadership:department_pdf": [slug, office.public_id],
    }
