"""A strategy as a document (PDF/UA, DOCX) and as the text of its paper."""

import datetime as dt
import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from vorort.councils.choices import Confidentiality
from vorort.notices.exports import (
    Block,
    BulletList,
    Contents,
    Document,
    Facts,
    Heading,
    NoteBox,
    PageBreak,
    Paragraph,
    Table,
    letterhead,
)
from vorort.notices.rules import public_text
from vorort.strategies.choices import (
    DECIDED,
    FindingContent,
    FocusContent,
    GoalContent,
    MeasureContent,
    StrategyContent,
)
from vorort.strategies.models import Strategy
from vorort.ui import format as show

_MARKED = re.compile(r"([\\`*_{}\[\]<>#+!|~])")
_LISTED = re.compile(r"^(\s*)(\d+)([.)])", re.MULTILINE)


def years(content: StrategyContent) -> str:
    """Return the period: "2026 bis 2030", or one year."""
    first, last = content["first_year"], content["last_year"]
    if first == last:
        return str(first)
    return _("%(first)d bis %(last)d") % {"first": first, "last": last}


def day(value: str) -> str:
    """Return a day of the content as people write it, or nothing."""
    return show.date(dt.date.fromisoformat(value)) if value else ""


def amount(value: str, unit: str) -> str:
    """Return a figure of the content with its unit, or nothing."""
    return show.measure(float(value), unit) if value else ""


def goal_words(goal: GoalContent) -> str:
    """Return what a goal wants in one sentence, with indicator, target, baseline and date."""
    where = _("%(indicator)s (%(area)s)") if goal["area"] else "%(indicator)s"
    parts = [where % {"indicator": goal["indicator"], "area": goal["area"]}]
    if goal["target"]:
        parts.append(f"{goal['direction']} {amount(goal['target'], goal['unit'])}")
    if goal["due_on"]:
        parts.append(_("bis %(day)s") % {"day": day(goal["due_on"])})
    words = f"{parts[0]}: {' '.join(parts[1:])}" if parts[1:] else parts[0]
    if goal["baseline"]:
        start = amount(goal["baseline"], goal["unit"])
        if goal["baseline_on"]:
            words += _("; Ausgangswert %(value)s (%(day)s)") % {
                "value": start,
                "day": day(goal["baseline_on"]),
            }
        else:
            words += _("; Ausgangswert %(value)s") % {"value": start}
    return words


def period_words(measure: MeasureContent) -> str:
    """Return from when until when a measure runs."""
    first, last = day(measure["starts_on"]), day(measure["ends_on"])
    if first and last:
        return f"{first} – {last}"
    if first:
        return _("ab %(day)s") % {"day": first}
    return _("bis %(day)s") % {"day": last} if last else show.missing


def walk_goals(goals: Sequence[GoalContent], depth: int = 0) -> list[tuple[int, GoalContent]]:
    """Return goals with everything below them, each with its depth."""
    found: list[tuple[int, GoalContent]] = []
    for goal in goals:
        found += [(depth, goal), *walk_goals(goal["children"], depth + 1)]
    return found


def measures_of(focus: FocusContent) -> list[tuple[MeasureContent, str]]:
    """Return each measure of a priority once, with the goals it serves in words."""
    served: dict[str, list[str]] = {}
    known: dict[str, MeasureContent] = {}
    for _depth, goal in walk_goals(focus["goals"]):
        for measure in goal["measures"]:
            known[measure["id"]] = measure
            served.setdefault(measure["id"], []).append(goal["title"])
    for measure in focus["measures"]:
        known.setdefault(measure["id"], measure)
    return [(each, "; ".join(served.get(key, ()))) for key, each in known.items()]


def proposal_words(strategy: Strategy) -> str:
    """Return what the body shall resolve."""
    content: StrategyContent = strategy.content
    words = _(
        "Die Präventionsstrategie „%(title)s“ (Fassung %(version)d, %(years)s) wird in der "
        "vorliegenden Form beschlossen."
    ) % {"title": content["title"], "version": content["version"], "years": years(content)}
    if strategy.previous is not None:
        words += " " + _("Sie ersetzt Fassung %(version)d.") % {
            "version": strategy.previous.version
        }
    return _plain(words)


def as_markdown(content: StrategyContent) -> str:
    """Return the whole strategy as the text of a paper."""
    parts = [_("Zeitraum: %(years)s") % {"years": years(content)}]
    for section in content["sections"]:
        parts += [f"## {_plain(section['title'])}", plain_text(section["text"])]
        if section["key"] == "introduction":
            parts += _finding_list(content)
    if not any(each["key"] == "introduction" for each in content["sections"]):
        parts += _finding_list(content)
    if content["citations"]:
        parts += [f"## {_('Bezug zur Landesstrategie')}", "\n".join(_citation_lines(content))]
    parts.append(f"## {_('Schwerpunkte, Ziele und Maßnahmen')}")
    for number, focus in enumerate(content["focuses"], start=1):
        parts.append(f"### {number}. {_plain(focus['title'])}")
        if focus["text"]:
            parts.append(plain_text(focus["text"]))
        parts.append("\n".join(_tree_lines(focus)))
    return "\n\n".join(part for part in parts if part)


def build_document(
    strategy: Strategy, content: StrategyContent, *, on: dt.date, public: bool = False
) -> Document:
    """Return the strategy as a document: cover, contents, texts, goal tree, tables, resolution.

    ``public``: for everybody, so without the words of a resolution that only members read.
    """
    blocks: list[Block] = [Facts(_cover(strategy, content)), Contents(), PageBreak()]
    if strategy.state not in DECIDED:
        blocks.insert(1, NoteBox(_("Entwurf. Kein Gremium hat ihn beschlossen.")))
    for section in content["sections"]:
        blocks += [Heading(1, section["title"]), Paragraph(plain_text(section["text"]))]
        if section["key"] == "introduction":
            blocks += _findings(content, 2)
    if not any(each["key"] == "introduction" for each in content["sections"]):
        blocks += _findings(content, 1)
    if content["citations"]:
        blocks += [
            Heading(1, _("Bezug zur Landesstrategie")),
            BulletList([line.removeprefix("- ") for line in _citation_lines(content)]),
        ]
    blocks.append(Heading(1, _("Schwerpunkte, Ziele und Maßnahmen")))
    for number, focus in enumerate(content["focuses"], start=1):
        blocks += _focus_blocks(number, focus)
    blocks += _resolution(strategy, public=public)
    return Document(
        title=content["title"],
        subtitle=_("Präventionsstrategie %(years)s, Fassung %(version)d")
        % {"years": years(content), "version": content["version"]},
        subject=_("Präventionsstrategie"),
        author=strategy.authority.name,
        date=strategy.adopted_on or on,
        keywords=[each["title"] for each in content["focuses"]],
        blocks=blocks,
        letterhead=letterhead(strategy.authority),
        footer=content["title"],
    )


def _cover(strategy: Strategy, content: StrategyContent) -> list[tuple[str, str]]:
    facts = [
        (_("Zeitraum"), years(content)),
        (_("Fassung"), str(content["version"])),
        (_("Stand"), str(strategy.get_state_display())),
    ]
    if strategy.resolution and strategy.adopted_on:
        facts.append((_("Beschlossen"), adopted_words(strategy)))
    if strategy.reason:
        facts.append((_("Grund dieser Fassung"), public_text(strategy.reason)))
    return facts


def adopted_words(strategy: Strategy) -> str:
    """Return by whom, when and by which resolution it was adopted."""
    if strategy.resolution is None or strategy.adopted_on is None:
        return ""
    return _("am %(day)s durch %(body)s, Beschluss %(reference)s") % {
        "day": show.date(strategy.adopted_on),
        "body": strategy.resolution.body.name,
        "reference": strategy.resolution.reference,
    }


def _focus_blocks(number: int, focus: FocusContent) -> list[Block]:
    blocks: list[Block] = [Heading(2, f"{number}. {focus['title']}")]
    if focus["text"]:
        blocks.append(Paragraph(plain_text(focus["text"])))
    if focus["need"]:
        blocks.append(Paragraph(_("Bedarf: %(need)s") % {"need": _plain(focus["need"])}))
    goals = walk_goals(focus["goals"])
    if goals:
        blocks += [
            Heading(3, _("Ziele")),
            Paragraph("\n".join(_goal_lines(focus["goals"]))),
            Table(
                _("Ziele und Kennzahlen: %(title)s") % {"title": focus["title"]},
                [_("Ziel"), _("Kennzahl"), _("Ausgangswert"), _("Zielwert und Termin")],
                [_goal_row(depth, goal) for depth, goal in goals],
            ),
        ]
    measures = measures_of(focus)
    if measures:
        blocks += [
            Heading(3, _("Maßnahmen")),
            Table(
                _("Maßnahmen: %(title)s") % {"title": focus["title"]},
                [_("Maßnahme"), _("Ziel"), _("zuständig"), _("Zeitraum")],
                [
                    [
                        f"{each['reference']} {each['title']}",
                        serves or show.missing,
                        each["owner"],
                        period_words(each),
                    ]
                    for each, serves in measures
                ],
            ),
        ]
    return blocks


def _goal_row(depth: int, goal: GoalContent) -> list[str]:
    start = amount(goal["baseline"], goal["unit"])
    if start and goal["baseline_on"]:
        start = f"{start} ({day(goal['baseline_on'])})"
    aim = amount(goal["target"], goal["unit"])
    aim = f"{goal['direction']} {aim}" if aim else ""
    if goal["due_on"]:
        aim = _("%(aim)s bis %(day)s") % {"aim": aim, "day": day(goal["due_on"])}
    return [
        f"{'– ' * depth}{goal['title']}",
        f"{goal['indicator']}, {goal['area']}" if goal["area"] else goal["indicator"],
        start or show.missing,
        aim or show.missing,
    ]


def _resolution(strategy: Strategy, *, public: bool) -> list[Block]:
    found = strategy.resolution
    if found is None:
        return []
    blocks: list[Block] = [
        Heading(1, _("Beschluss")),
        Paragraph(_plain(_("Beschlossen %(how)s.") % {"how": adopted_words(strategy)})),
    ]
    if not public or found.confidentiality == Confidentiality.PUBLIC:
        blocks.append(Paragraph(plain_text(found.text)))
    return blocks


def _findings(content: StrategyContent, level: int) -> list[Block]:
    lines = _finding_list(content)
    if not lines:
        return []
    items = [line.removeprefix("- ") for line in lines[-1].splitlines()]
    return [Heading(level, _("Worauf wir uns stützen")), BulletList(items)]


def _finding_list(content: StrategyContent) -> list[str]:
    rows = content["findings"]
    if not rows:
        return []
    return [_("Worauf wir uns stützen:"), "\n".join(f"- {_finding(row)}" for row in rows)]


def _finding(row: FindingContent) -> str:
    words = f"{row['reference']}: {row['title']}"
    if row["source"]:
        words = _("%(finding)s (Quelle: %(source)s)") % {"finding": words, "source": row["source"]}
    return _plain(words)


def _citation_lines(content: StrategyContent) -> list[str]:
    titles = {focus["key"]: focus["title"] for focus in content["focuses"]}
    lines = []
    for each in content["citations"]:
        words = _("%(title)s, Fassung %(version)d") % {
            "title": each["title"],
            "version": each["version"],
        }
        if each["section"]:
            words = _("%(strategy)s, Schwerpunkt „%(section)s“") % {
                "strategy": words,
                "section": each["section"],
            }
        if each["focus"] in titles:
            words = f"{titles[each['focus']]}: {words}"
        lines.append(f"- {_plain(words)}")
    return lines


def _tree_lines(focus: FocusContent) -> list[str]:
    lines = _goal_lines(focus["goals"], with_measures=True)
    return [*lines, *(f"- {_measure_words(each)}" for each in focus["measures"])]


def _goal_lines(
    goals: Sequence[GoalContent], depth: int = 0, *, with_measures: bool = False
) -> list[str]:
    """Return goals as nested Markdown lists."""
    lines = []
    indent = "  " * depth
    for goal in goals:
        lines.append(f"{indent}- **{_plain(goal['title'])}**  ")
        lines.append(f"{indent}  {_plain(goal_words(goal))}")
        if with_measures:
            lines += [f"{indent}  - {_measure_words(each)}" for each in goal["measures"]]
        lines += _goal_lines(goal["children"], depth + 1, with_measures=with_measures)
    return lines


def _measure_words(measure: MeasureContent) -> str:
    words = _("Maßnahme %(reference)s: %(title)s (zuständig: %(owner)s)") % {
        "reference": measure["reference"],
        "title": measure["title"],
        "owner": measure["owner"],
    }
    return _plain(words)


def _plain(text: str) -> str:
    """Return a line whose signs are no markup."""
    return _LISTED.sub(r"\1\2\\\3", _MARKED.sub(r"\\\1", text))


def plain_text(text: str) -> str:
    """Return paragraphs; lines that begin with "- " stay a list, all other signs are no markup."""
    lines = [
        f"- {_plain(line[2:])}" if line.startswith("- ") else _plain(line)
        for line in text.replace("\r\n", "\n").split("\n")
    ]
    return _with_breaks(lines)


def _with_breaks(lines: Sequence[str]) -> str:
    """Return lines as people see them: one that they ended ends; a list begins after a gap."""
    made: list[str] = []
    for line in lines:
        before = made[-1] if made else ""
        if before and line and line.startswith("- ") != before.startswith("- "):
            made.append("")
        elif before and line and not line.startswith("- "):
            made[-1] = f"{before}  "
        made.append(line)
    return "\n".join(made)
