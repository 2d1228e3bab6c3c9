"""The public page of a measure as everybody sees it, and the same as data."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from vorort.authorities.models import Authority
from vorort.concepts.queries import question_text
from vorort.findings.choices import ChainStep, Direction
from vorort.outcomes.choices import JSON_FILE, SCHEMA
from vorort.partners.choices import EvidenceLevel
from vorort.publications.choices import PublicEffect, PublicGoal, PublicMeasure
from vorort.publications.rules import PUBLIC_PREFIX, about_links, licence, public_navigation
from vorort.ui import format as show
from vorort.ui.parts import ChainLink, Column, Fact, Link, Row, Table
from vorort.ui.templatetags.vo import VERDICTS

_RUNNING = {"running", "evaluated"}
_ENDED = {"closed", "stopped", "continued"}


def page_html(
    authority: Authority,
    public: PublicMeasure,
    *,
    history: Sequence[Mapping[str, Any]],
    on: dt.date,
    preview: bool = False,
) -> bytes:
    """Return the public page; always in German, whoever publishes it."""
    town = f"{PUBLIC_PREFIX}{authority.slug}/"
    context = {
        "frozen": not preview,
        "authority": authority,
        "home_url": town,
        "topnav": public_navigation(authority, "measure"),
        "about_links": about_links(authority),
        "crumbs": [
            Link(authority.short_name or authority.name, town),
            Link(_("Maßnahmen"), f"{town}massnahmen/"),
            Link(public["title"]),
        ],
        "results_url": f"{town}was-wurde-daraus/",
        "history": [{**one, "day": _day(one["on"])} for one in history],
        "on": on,
        **content_context(public),
    }
    if preview:
        # There is no such file before it is public.
        context["json_path"] = ""
    return render_to_string("outcomes/public_measure.html", context).encode()


def content_context(public: PublicMeasure) -> dict[str, Any]:
    """Return what the content of the page needs, on the public page and in its preview."""
    return {
        "public": public,
        "chain": _chain(public),
        "state_kind": "on" if public["state"] in _RUNNING else "",
        "state_on": _day(public["state_on"]),
        "has_ended": public["state"] in _ENDED,
        "goals": [(goal, goal_facts(goal)) for goal in public["goals"]],
        "effects": [
            {
                **one,
                "day": _day(one["as_of"]),
                "table": _figures(one),
                "title": one["label"] if one["headline"] == one["badge"] else one["headline"],
                "says_more": _says_more(one),
            }
            for one in public["effects"]
        ],
        "reach_table": _reach_table(public),
        "milestones": [
            {**one, "due": _day(one["due_on"]), "done": _day(one.get("done_on", ""))}
            for one in public["milestones"]
        ],
        "money_facts": _money_facts(public),
        "when": _when(public),
        "answers": [(question_text(code), text) for code, text in public["answers"].items()],
        "evidence": _evidence(public),
        "json_path": f"{public['web']}{JSON_FILE}",
    }


def data_file(public: PublicMeasure, *, at: dt.datetime, version_of: str) -> bytes:
    """Return the measure as open data."""
    terms = licence()
    data = {
        "schema": SCHEMA,
        "schema_version": 1,
        "measure": public,
        "published_at": at.isoformat(timespec="seconds"),
        "publisher": version_of,
        "licence": {"name": terms.name, "url": terms.url},
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _chain(public: PublicMeasure) -> list[ChainLink]:
    why, goals, effects = public["why"], public["goals"], public["effects"]
    goal = goals[0] if goals else None
    effect = effects[0] if effects else None
    return [
        ChainLink(ChainStep.FINDING, why.get("finding", ""), note=why.get("source", "")),
        ChainLink(ChainStep.NEED, why.get("need", "")),
        ChainLink(
            ChainStep.GOAL,
            goal["title"] if goal else "",
            badge=goal["state_label"] if goal and goal["state"] != "open" else "",
        ),
        ChainLink(
            ChainStep.MEASURE,
            public["title"],
            badge=public["state_label"],
            tone="good" if public["state"] in _RUNNING else "plain",
        ),
        ChainLink(
            ChainStep.EFFECT,
            effect["label"] if effect else "",
            # The verdict's own words stand there anyway.
            note=effect["badge"] if effect and _says_more(effect) else "",
            tone=effect["verdict"] if effect else "plain",
        ),
    ]


def _figures(effect: PublicEffect) -> Table | None:
    rows = effect.get("figures")
    if not rows:
        return None
    return Table(
        caption=effect["headline"],
        columns=(Column(_("Was gezählt wurde")), Column(_("Wert"), numeric=True)),
        rows=tuple(Row(tuple(row)) for row in rows),
        caption_visible=False,
    )


def _says_more(effect: PublicEffect) -> bool:
    """Whether the badge says anything beside the four words of the verdict."""
    return effect["badge"] != str(VERDICTS[effect["verdict"]])


def goal_facts(goal: PublicGoal) -> list[Fact]:
    """Return what shall be until when, and from where."""
    unit = goal.get("unit", "")
    found = []
    if "indicator" in goal:
        found.append(Fact(_("Woran wir es messen"), goal["indicator"]))
    if "target" in goal:
        word = Direction(goal["direction"]).label
        found.append(Fact(_("Ziel"), f"{word} {show.number(goal['target'])} {unit}".strip()))
    if "due_on" in goal:
        found.append(Fact(_("bis"), _day(goal["due_on"])))
    if "baseline" in goal:
        words = f"{show.number(goal['baseline'])} {unit}".strip()
        if "baseline_on" in goal:
            words += f" ({_day(goal['baseline_on'])})"
        found.append(Fact(_("Vorher"), words))
    if goal["state"] != "open":
        found.append(Fact(_("Stand"), goal["state_label"]))
    if "state_reason" in goal:
        found.append(Fact(_("Warum"), goal["state_reason"]))
    return found


def _reach_table(public: PublicMeasure) -> Table | None:
    if not public["reach"]:
        return None
    rows = [
        Row((
            f"{one['label']} ({one['unit']})" if "unit" in one else one["label"],
            show.number(one.get("planned")),
            _reached(one),
        ))
        for one in public["reach"]
    ]  # fmt: skip
    return Table(
        caption=_("Was gezählt wurde"),
        columns=(
            Column(_("Kennzahl")),
            Column(_("geplant"), numeric=True),
            Column(_("erreicht"), numeric=True),
        ),
        rows=tuple(rows),
        caption_visible=False,
    )


def _reached(one: Mapping[str, Any]) -> str:
    if "below" in one:
        return _("unter %(number)s") % {"number": one["below"]}
    return show.number(one["count"])


def _money_facts(public: PublicMeasure) -> list[Fact]:
    if "money" not in public:
        return []
    money = public["money"]
    return [
        Fact(_("geplant"), show.euro(money["planned"])),
        Fact(_("ausgegeben"), show.euro(money["spent"])),
        *(Fact(label, show.euro(amount)) for label, amount in money["by_source"].items() if amount),
        Fact(_("Stand"), _day(money["as_of"])),
    ]


def _when(public: PublicMeasure) -> str:
    start, end = _day(public.get("starts_on", "")), _day(public.get("ends_on", ""))
    if start and end:
        return _("%(start)s bis %(end)s") % {"start": start, "end": end}
    if start:
        return _("seit %(day)s") % {"day": start}
    return _("bis %(day)s") % {"day": end} if end else ""


def _evidence(public: PublicMeasure) -> str:
    level = public["evidence_level"]
    if level == EvidenceLevel.NONE:
        return ""
    known = {str(code): str(label) for code, label in EvidenceLevel.choices}
    return known.get(level, "")


def _day(iso: str) -> str:
    return show.date(dt.date.fromisoformat(iso)) if iso else ""


def public_of(payload: Mapping[str, Any]) -> PublicMeasure:
    """Return what a stored payload says to everybody."""
    return cast("PublicMeasure", payload.get("public", {}))
