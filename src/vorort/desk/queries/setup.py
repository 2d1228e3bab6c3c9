"""How far a town is set up: each step with its reason, its length and its state."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vorort.accounts.models import Person
from vorort.audit.models import Event
from vorort.authorities import queries as authorities
from vorort.authorities.choices import ROLE_PERMISSIONS, AuthorityKind, Permission, StepChoice
from vorort.authorities.models import Authority
from vorort.authorities.queries import list_my_authorities
from vorort.core.duties import Duty
from vorort.core.scopes import authority_scope
from vorort.figures import queries as figures
from vorort.partners import queries as partners
from vorort.places import queries as places
from vorort.places.choices import AreaKind
from vorort.places.rules import main_key
from vorort.publications import queries as publications
from vorort.records.choices import EntryKind
from vorort.situation.queries import area_key_of

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class StepState(StrEnum):
    """Where a step stands; the words are on the page."""

    DONE = "done"
    OPEN = "open"
    LATER = "later"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True)
class StepKind:
    """A step of the set-up; ``essential`` ones stay in sight in small towns."""

    key: str
    title: "StrPromise"
    why: "StrPromise"
    minutes: int
    page: str
    is_done: Callable[[Authority], bool]
    essential: bool = False
    only_towns: bool = False
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SetupStep:
    """A step of one town with its state and address."""

    kind: StepKind
    state: StepState
    url: str

    @property
    def is_settled(self) -> bool:
        return self.state in {StepState.DONE, StepState.NOT_NEEDED}


@dataclass(frozen=True)
class Setup:
    """All steps of a town; ``shown`` and ``folded`` differ only in small towns."""

    steps: tuple[SetupStep, ...]
    shown: tuple[SetupStep, ...]
    folded: tuple[SetupStep, ...]

    @property
    def settled(self) -> int:
        return sum(step.is_settled for step in self.shown)

    @property
    def total(self) -> int:
        return len(self.shown)

    @property
    def minutes_left(self) -> int:
        return sum(step.kind.minutes for step in self.open_steps)

    @property
    def open_steps(self) -> tuple[SetupStep, ...]:
        return tuple(step for step in self.shown if step.state == StepState.OPEN)

    def after(self, key: str) -> SetupStep | None:
        """Return the next open step after one, from the start again at the end."""
        place = next((n for n, step in enumerate(self.steps) if step.kind.key == key), 0)
        later = [*self.steps[place + 1 :], *self.steps[:place]]
        open_steps = self.open_steps
        return next((step for step in later if step in open_steps), None)


def _has_figures(authority: Authority) -> bool:
    return bool(figures.years_with_data(area_key=area_key_of(authority), viewer=authority))


def _has_districts(authority: Authority) -> bool:
    return places.list_areas(AreaKind.DISTRICT, main_key(authority)).exists()


STEPS: tuple[StepKind, ...] = (
    StepKind(
        "anschrift",
        _("Anschrift und Öffnungszeiten"),
        _("Steht auf der öffentlichen Seite, im Briefkopf und im Impressum."),
        3,
        "desk:setup_letterhead",
        lambda town: bool(town.address),
        essential=True,
    ),
    StepKind(
        "arbeitsweise",
        _("Wer macht was"),
        _("Legt fest, ob eine zweite Person das Lagebild freigibt."),
        1,
        "desk:setup_working",
        authorities.has_approver,
        essential=True,
    ),
    StepKind(
        "beauftragte",
        _("Datenschutz und Informationssicherheit"),
        _("Muss in der Datenschutzerklärung stehen und bei einem Vorfall sofort zur Hand sein."),
        2,
        "desk:setup_officers",
        authorities.has_officers,
        essential=True,
    ),
    StepKind(
        "rechtstexte",
        _("Impressum, Datenschutz, Barrierefreiheit"),
        _("Das Gesetz verlangt diese Seiten. Sie entstehen aus Ihren Antworten."),
        8,
        "desk:setup_legal",
        authorities.has_all_legal_pages,
        essential=True,
    ),
    StepKind(
        "zahlen",
        _("Erste Zahlen"),
        _("Ohne Zahlen gibt es kein Lagebild. Fünf Jahre genügen."),
        10,
        "records:enter",
        _has_figures,
        essential=True,
        more={"kind": EntryKind.POLICE},
    ),
    StepKind(
        "lagebild",
        _("Erstes Lagebild"),
        _("Das Ergebnis: Was ist hier los, und ist es mehr als Zufall?"),
        5,
        "situation:list",
        lambda town: publications.list_live(authority=town, kind="situation_report").exists(),
        essential=True,
    ),
    StepKind(
        "wappen",
        _("Wappen und Ortsfarbe"),
        _("Damit alle sehen, dass die Seite von Ihnen kommt."),
        2,
        "desk:setup_arms",
        lambda town: bool(town.arms_file or town.colour),
    ),
    StepKind(
        "anlaufstellen",
        _("Anlaufstellen"),
        _("Die häufigste Frage von Bürgerinnen und Bürgern ist: An wen wende ich mich?"),
        5,
        "desk:setup_contacts",
        authorities.has_public_contacts,
    ),
    StepKind(
        "mitglieder",
        _("Mitglieder"),
        _("Polizei, Ordnungsamt und Leitung sehen nur, was sie angeht, und arbeiten mit."),
        5,
        "authorities:members_import",
        authorities.has_several_members,
    ),
    StepKind(
        "ortsteile",
        _("Ortsteile"),
        _("Nur nötig, wenn Sie Zahlen nach Ortsteilen haben oder erheben wollen."),
        10,
        "places:draw",
        _has_districts,
        only_towns=True,
    ),
    StepKind(
        "partner",
        _("Partner"),
        _("Wer in Ihrem Ort wofür zuständig ist. Eine vorhandene Liste genügt."),
        5,
        "partners:import",
        partners.has_organisations,
    ),
)


def get_setup(authority: Authority) -> Setup:
    """Return the steps of a town with their states; call it in the scope of the town."""
    decided = authorities.list_decisions(authority)
    is_town = authority.kind == AuthorityKind.MUNICIPALITY
    steps = tuple(
        SetupStep(
            kind=kind,
            state=_state(kind, authority, decided.get(kind.key)),
            url=reverse(kind.page, kwargs={"town": authority.slug, **kind.more}),
        )
        for kind in STEPS
        if is_town or not kind.only_towns
    )
    folded = tuple(step for step in steps if authority.small_town and not step.kind.essential)
    return Setup(steps, tuple(step for step in steps if step not in folded), folded)


def _state(kind: StepKind, authority: Authority, choice: StepChoice | None) -> StepState:
    if kind.is_done(authority):
        return StepState.DONE
    return StepState(choice.value) if choice else StepState.OPEN


def list_setup_duties(actor: Person) -> list[Duty]:
    """Return "Einrichtung abschließen" for each town the person sets up and has not finished."""
    towns = [
        mine.authority
        for mine in list_my_authorities(actor)
        if any(Permission.SET_UP in ROLE_PERMISSIONS[role] for role in mine.roles)
    ]
    waiting = _open_keys(towns)
    return [_duty(town, waiting[town.pk]) for town in towns if waiting[town.pk]]


def _open_keys(towns: Sequence[Authority]) -> dict[int, list[str]]:
    """Return the open steps of each town; kept until its log has a new entry.

    A dozen questions per town would be asked on every visit of "Heute", to hear for years that
    nothing is open. What changes without the town's doing, official figures, is seen in an hour.
    """
    last = Event.objects.filter(authority_id=OuterRef("pk")).order_by("-id").values("id")[:1]
    rows = Authority.objects.filter(pk__in=[town.pk for town in towns])
    events = dict(rows.annotate(last_event=Subquery(last)).values_list("pk", "last_event"))
    keys = {
        town.pk: f"setup-{town.public_id}-{town.updated_at.timestamp()}-{events.get(town.pk)}"
        for town in towns
    }
    kept: dict[str, list[str]] = cache.get_many(keys.values())
    for town in towns:
        if keys[town.pk] not in kept:
            with authority_scope(town):
                found = [step.kind.key for step in get_setup(town).open_steps]
            kept[keys[town.pk]] = found
            cache.set(keys[town.pk], found, 3600)
    return {pk: kept[key] for pk, key in keys.items()}


def _duty(town: Authority, open_keys: Sequence[str]) -> Duty:
    return Duty(
        town_key=town.town_key,
        town=town.name,
        title=str(_("Einrichtung abschließen")),
        url=reverse("desk:setup", kwargs={"town": town.slug}),
        reason=_words(open_keys),
        kind="desk.setup",
    )


def _words(open_keys: Sequence[str]) -> str:
    title = next(step.title for step in STEPS if step.key == open_keys[0])
    first = str(_("Als Nächstes: %(step)s.")) % {"step": title}
    if len(open_keys) == 1:
        return first
    return first + " " + str(_("Noch %(count)d Schritte.")) % {"count": len(open_keys)}
