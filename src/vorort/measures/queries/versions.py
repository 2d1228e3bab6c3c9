"""What a measure says of itself in words, and the difference between two states of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from vorort.findings.choices import Direction
from vorort.findings.models import Goal
from vorort.measures.choices import MoneySource
from vorort.measures.models import Measure, MeasureVersion
from vorort.partners.choices import Pillar, ProtectiveFactor, RiskFactor, Setting
from vorort.places.queries import area_names
from vorort.ui import format as german

# Field label to its value in words; lists stay lists, so that one entry more is one entry more.
Content = dict[str, str | list[str]]


@dataclass(frozen=True)
class Change:
    """One field that is different: lists say what came and went, the rest says from and to."""

    field: str
    before: str = ""
    after: str = ""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Change":
        """Return a change as it was kept."""
        lists = {name: tuple(kept.get(name, ())) for name in ("added", "removed")}
        return cls(kept["field"], kept.get("before", ""), kept.get("after", ""), **lists)


def difference(before: Content, after: Content) -> list[Change]:
    """Return what is different, field by field, in the order of the newer state."""
    found = []
    for label in dict.fromkeys([*after, *before]):
        old, new = before.get(label, ""), after.get(label, "")
        if old == new:
            continue
        if isinstance(old, list) or isinstance(new, list):
            had = old if isinstance(old, list) else []
            has = new if isinstance(new, list) else []
            found.append(
                Change(
                    label,
                    added=tuple(each for each in has if each not in had),
                    removed=tuple(each for each in had if each not in has),
                )
            )
        else:
            found.append(Change(label, before=old, after=new))
    return found


def words(codes: Sequence[str], known: Any) -> list[str]:
    """Return the words of codes in their usual order; a code of no choice is left out."""
    return [str(each.label) for each in known if each.value in set(codes)]


def goal_words(goal: Goal) -> str:
    """Return a goal with its figures: "… – höchstens 26 bis 31.12.2027, Ausgangswert 38"."""
    said = []
    if goal.target is not None:
        said.append(f"{Direction(goal.direction).label} {german.measure(goal.target, goal.unit)}")
    if goal.due_on:
        said.append(_("bis %(day)s") % {"day": german.date(goal.due_on)})
    if goal.baseline is not None:
        said.append(
            _("Ausgangswert %(value)s") % {"value": german.measure(goal.baseline, goal.unit)}
        )
    return f"{goal.title} ({', '.join(said)})" if said else goal.title


def contents(measure: Measure) -> Content:
    """Return the measure in words, as versions keep and compare it: always in German."""
    with override("de"):
        return _contents(measure)


def _contents(measure: Measure) -> Content:
    choice = {
        "form": str(measure.get_form_display()),
        "evidence": str(measure.get_evidence_level_display()),
        "topic": str(measure.get_topic_display()),
    }
    return {
        _("Titel"): measure.title,
        _("Was wir tun"): measure.summary,
        _("Thema"): choice["topic"],
        _("Säulen"): words(measure.pillars, Pillar),
        _("Handlungsfelder"): words(measure.settings, Setting),
        _("Risikofaktoren"): words(measure.risk_factors, RiskFactor),
        _("Schutzfaktoren"): words(measure.protective_factors, ProtectiveFactor),
        _("Zielgruppen"): [audience_words(each) for each in measure.audiences.all()],
        _("Ziele"): [goal_words(each.goal) for each in measure.goals.select_related("goal").all()],
        _("zuständig"): measure.owner.name,
        _("Ort"): measure.place,
        _("Gebiet"): area_names([measure.area_key]).get(measure.area_key, measure.area_key),
        _("Beginn"): german.date(measure.starts_on) if measure.starts_on else "",
        _("Ende"): german.date(measure.ends_on) if measure.ends_on else "",
        _("Form des Konzepts"): choice["form"],
        _("besonderes Risiko"): _("ja") if measure.is_risky else _("nein"),
        _("Nachweis"): choice["evidence"],
        _("Programm"): measure.evidence_title,
        _("Fundstelle"): measure.evidence_url,
        _("Wie es danach weitergeht"): measure.afterwards,
        _("Was wir gelernt haben"): measure.lessons,
        _("Beteiligte"): [
            f"{each.organisation.name}: {each.get_role_display()}"
            for each in measure.parts.select_related("organisation").all()
        ],
        _("Kostenplan"): [
            _("%(title)s: %(planned)s (%(source)s)")
            % {
                "title": line.title,
                "planned": german.euro(line.planned),
                "source": MoneySource(line.source).label,
            }
            for line in measure.budget.all()
        ],
    }


def audience_words(audience: Any) -> str:
    """Return an audience in words: "Jugendliche, 8. Klassen, etwa 120, über andere"."""
    said = [str(audience.get_group_display())]
    if audience.note:
        said.append(audience.note)
    if audience.size is not None:
        said.append(_("etwa %(size)s") % {"size": german.number(audience.size)})
    if not audience.direct:
        said.append(_("über andere erreicht"))
    return ", ".join(said)


def kept_content(version: MeasureVersion) -> Content:
    """Return what a version keeps, in its order."""
    return dict(version.content.get("fields", []))


def changes_of(version: MeasureVersion) -> list[Change]:
    """Return what a version changed."""
    return [Change.of(each) for each in version.changes]


def list_versions(measure: Measure) -> list[MeasureVersion]:
    """Return the versions of a measure, the newest first."""
    return list(measure.versions.select_related("by").order_by("-number"))


def chosen_versions(
    versions: Sequence[MeasureVersion], first: str | None, last: str | None
) -> tuple[MeasureVersion | None, MeasureVersion | None]:
    """Return the two versions somebody wants to compare, the older first."""
    by_number = {str(each.number): each for each in versions}
    chosen = [by_number[key] for key in (first, last) if key in by_number]
    if len(chosen) != 2 or chosen[0] == chosen[1]:
        return None, None
    old, new = sorted(chosen, key=lambda each: each.number)
    return old, new


def compare(old: MeasureVersion, new: MeasureVersion) -> list[Change]:
    """Return what is different between two versions."""
    return difference(kept_content(old), kept_content(new))
