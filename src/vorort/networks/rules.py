"""Who looks for suggestions; what speaks for one, in points and words."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vorort.accounts.models import Person
from vorort.authorities.choices import Permission
from vorort.authorities.models import Authority
from vorort.authorities.rules import may
from vorort.networks.choices import BAD_GRADES, GOOD_GRADES, SAME_SIZE, WEIGHTS
from vorort.partners.choices import (
    EvidenceLevel,
    ProtectiveFactor,
    RiskFactor,
    TargetGroup,
    Topic,
)
from vorort.partners.queries import labels
from vorort.ui import format as german


def can_view(actor: Person, authority: Authority) -> bool:
    """Whether the person sees the network, suggestions and models of other towns."""
    return may(actor, Permission.VIEW_WORK, authority)


def can_edit(actor: Person, authority: Authority) -> bool:
    """Whether the person answers suggestions and takes measures over."""
    return may(actor, Permission.EDIT_MEASURES, authority)


@dataclass(frozen=True)
class Profile:
    """What a need asks for, or what an offer or a measure brings. Lists hold codes."""

    topics: frozenset[str] = frozenset()
    target_groups: frozenset[str] = frozenset()
    risk_factors: frozenset[str] = frozenset()
    protective_factors: frozenset[str] = frozenset()
    evidence_level: str = EvidenceLevel.NONE
    evidence_on: dt.date | None = None
    # Of a measure: the grade and the words of its latest public result.
    grade: str = ""
    result: str = ""
    # Towns of about the own size that use it, by name.
    used_by: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Reason:
    """One part of a score, with the words for it; said only of what is shown."""

    points: int
    tell: Callable[[], str]

    @property
    def text(self) -> str:
        return self.tell()


def reasons_for(need: Profile, thing: Profile) -> list[Reason]:
    """Return what speaks for a thing, the strongest first; empty where nothing joins the two.

    Topic or a factor in common is the least; a thing for other people than the need's is none,
    nor is one whose result speaks against it more than all else speaks for it.
    """
    ties = [*_factors(need, thing), *_topic(need, thing)]
    for_whom = _target_group(need, thing)
    if not ties or for_whom is None:
        return []
    found = [*ties, *for_whom, *_evidence(thing), *_result(thing), *_used(thing)]
    return sorted(found, key=lambda reason: -reason.points) if score_of(found) > 0 else []


def score_of(reasons: Sequence[Reason]) -> int:
    """Return the points of a suggestion: the sum of its parts."""
    return sum(reason.points for reason in reasons)


def weight_words() -> list[tuple[str, str]]:
    """Return what gives how many points, for readers."""
    each = _("%(points)s je Faktor, höchstens %(most)s")
    given = WEIGHTS
    return [
        (
            _("Risikofaktor gemeinsam"),
            each % {"points": given.risk_factor, "most": given.most_risk},
        ),
        (
            _("Schutzfaktor gemeinsam"),
            each % {"points": given.protective_factor, "most": given.most_protective},
        ),
        (_("Thema gemeinsam"), str(given.topic)),
        (
            _("Zielgruppe"),
            _("%(same)s dieselbe, %(all)s für alle oder für einen Teil von allen")
            % {"same": given.target_group, "all": given.for_all},
        ),
        (
            _("Nachweis"),
            _("Stufe 3: %(three)s, Stufe 2: %(two)s, Stufe 1: %(one)s, Schwelle: %(edge)s")
            % {
                "three": given.proven,
                "two": given.probable,
                "one": given.founded,
                "edge": given.threshold,
            },
        ),
        (
            _("Ergebnis eines anderen Ortes"),
            _("%(good)s bei wahrscheinlicher Wirkung, %(bad)s bei Verschlechterung, sonst %(any)s")
            % {
                "good": given.good_result,
                "bad": german.number(given.bad_result),
                "any": given.result,
            },
        ),
        (
            _("Genutzt in Orten Ihrer Größe"),
            _("%(points)s je Ort, höchstens %(most)s")
            % {"points": given.used, "most": given.most_used},
        ),
    ]


def is_of_same_size(own: int | None, other: int | None) -> bool:
    """Whether two towns can be compared by their inhabitants."""
    if not own or not other:
        return False
    return own / SAME_SIZE <= other <= own * SAME_SIZE


def _factors(need: Profile, thing: Profile) -> list[Reason]:
    found = []
    risks = need.risk_factors & thing.risk_factors
    if risks:
        points = min(WEIGHTS.risk_factor * len(risks), WEIGHTS.most_risk)
        found.append(Reason(points, lambda: _risk_words(risks)))
    strengths = need.protective_factors & thing.protective_factors
    if strengths:
        points = min(WEIGHTS.protective_factor * len(strengths), WEIGHTS.most_protective)
        found.append(Reason(points, lambda: _strength_words(strengths)))
    return found


def _risk_words(shared: frozenset[str]) -> str:
    return ngettext(
        "Gemeinsamer Risikofaktor: %(words)s", "Gemeinsame Risikofaktoren: %(words)s", len(shared)
    ) % {"words": ", ".join(labels(RiskFactor, shared))}


def _strength_words(shared: frozenset[str]) -> str:
    return ngettext(
        "Gemeinsamer Schutzfaktor: %(words)s", "Gemeinsame Schutzfaktoren: %(words)s", len(shared)
    ) % {"words": ", ".join(labels(ProtectiveFactor, shared))}


def _topic(need: Profile, thing: Profile) -> list[Reason]:
    shared = need.topics & thing.topics
    if not shared:
        return []
    return [
        Reason(
            WEIGHTS.topic,
            lambda: _("Thema %(words)s") % {"words": ", ".join(labels(Topic, shared))},
        )
    ]


def _target_group(need: Profile, thing: Profile) -> list[Reason] | None:
    """Return the reason, none where a side names nobody, None where it is for other people."""
    if not need.target_groups or not thing.target_groups:
        return []
    shared = (need.target_groups & thing.target_groups) - {TargetGroup.ALL.value}
    if shared:
        return [
            Reason(
                WEIGHTS.target_group,
                lambda: (
                    _("Zielgruppe %(words)s") % {"words": ", ".join(labels(TargetGroup, shared))}
                ),
            )
        ]
    if TargetGroup.ALL in thing.target_groups:
        return [Reason(WEIGHTS.for_all, lambda: _("Für alle, ohne besondere Zielgruppe"))]
    if TargetGroup.ALL in need.target_groups:
        return [Reason(WEIGHTS.for_all, lambda: _part_words(thing.target_groups))]
    return None


def _part_words(groups: frozenset[str]) -> str:
    return _("Für einen Teil derer, die es betrifft: %(words)s") % {
        "words": ", ".join(labels(TargetGroup, groups))
    }


def _evidence(thing: Profile) -> list[Reason]:
    points = {
        EvidenceLevel.PROVEN: WEIGHTS.proven,
        EvidenceLevel.PROBABLE: WEIGHTS.probable,
        EvidenceLevel.FOUNDED: WEIGHTS.founded,
        EvidenceLevel.THRESHOLD: WEIGHTS.threshold,
    }.get(EvidenceLevel(thing.evidence_level))
    return [Reason(points, lambda: _evidence_words(thing))] if points else []


def _evidence_words(thing: Profile) -> str:
    words = {
        EvidenceLevel.PROVEN: _("Nachweis Stufe 3"),
        EvidenceLevel.PROBABLE: _("Nachweis Stufe 2"),
        EvidenceLevel.FOUNDED: _("Nachweis Stufe 1"),
        EvidenceLevel.THRESHOLD: _("Nachweis auf der Schwelle"),
    }[EvidenceLevel(thing.evidence_level)]
    if thing.evidence_on is None:
        return words
    day = german.date(thing.evidence_on)
    return _("%(words)s, Stand %(day)s") % {"words": words, "day": day}


def _result(thing: Profile) -> list[Reason]:
    if not thing.grade:
        return []
    given = {"words": thing.result}
    if thing.grade in BAD_GRADES:
        return [
            Reason(WEIGHTS.bad_result, lambda: _("Dagegen spricht das Ergebnis: %(words)s") % given)
        ]
    points = WEIGHTS.good_result if thing.grade in GOOD_GRADES else WEIGHTS.result
    return [Reason(points, lambda: _("Ergebnis veröffentlicht: %(words)s") % given)]


def _used(thing: Profile) -> list[Reason]:
    if not thing.used_by:
        return []
    points = min(WEIGHTS.used * len(thing.used_by), WEIGHTS.most_used)
    return [Reason(points, lambda: _used_words(thing.used_by))]


def _used_words(towns: Sequence[str]) -> str:
    return ngettext(
        "In einem Ort Ihrer Größe genutzt: %(towns)s",
        "In %(n)s Orten Ihrer Größe genutzt: %(towns)s",
        len(towns),
    ) % {"n": german.number(len(towns)), "towns": ", ".join(towns)}
