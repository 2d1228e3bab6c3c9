"""A strategy as a document (PDF/UA, DOCX) and as the text of its paper."""

import datetime as dt
import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from vorort.councils.choices import Confidentiality
from vorort.notices import exports as doc
from vorort.notices.rules import public_text
from vorort.papers.queries import with_breaks
from vorort.strategies.choices import (
    DECIDED,
    FocusContent,
    GoalContent,
    MeasureContent,
    StrategyContent,
)  # fmt: skip
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


def baseline(goal: GoalContent) -> str:
    """Return from where a goal starts, with the day, or nothing."""
    value = amount(goal["baseline"], goal["unit"])
    return f"{value} ({day(goal['baseline_on'])})" if value and goal["baseline_on"] else value


def target(goal: GoalContent) -> str:
    """Return where a goal wants to get, or nothing."""
    value = amount(goal["target"], goal["unit"])
    return f"{goal['direction']} {value}" if value else ""


def indicator(goal: GoalContent) -> str:
    """Return by what a goal is measured, and where."""
    return f"{goal['indicator']} ({goal['area']})" if goal["area"] else goal["indicator"]


def aim(goal: GoalContent) -> str:
    """Return target and day in words, or nothing."""
    until = _("bis %(day)s") % {"day": day(goal["due_on"])} if goal["due_on"] else ""
    return " ".join(part for part in (target(goal), until) if part)


def goal_words(goal: GoalContent) -> str:
    """Return what a goal wants in one sentence, with indicator, target, day and start."""
    said = f"{indicator(goal)}: {aim(goal)}" if aim(goal) else indicator(goal)
    start = baseline(goal)
    return said + (_("; Ausgangswert %(value)s") % {"value": start} if start else "")


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
    ) % {**content, "title": public_text(content["title"]), "years": years(content)}
    if strategy.previous:
        before = {"version": strategy.previous.version}
        words += " " + _("Sie ersetzt Fassung %(version)d.") % before
    return _plain(words)


def as_markdown(content: StrategyContent) -> str:
    """Return the whole strategy as the text of a paper, which knows no headings and no tables."""
    parts = [_("Zeitraum: %(years)s") % {"years": years(content)}]
    for block in _body(content):
        match block:
            case doc.Heading():
                parts.append(f"**{_plain(block.text)}**")
            case doc.Paragraph():
                parts.append(block.text)
            case doc.BulletList():
                parts.append("\n".join(f"- {item}" for item in block.items))
    return "\n\n".join(parts)


def build_document(
    strategy: Strategy, content: StrategyContent, *, on: dt.date, public: bool = False
) -> doc.Document:
    """Return the strategy as a document: cover, contents, texts, goal tree, tables, resolution.

    ``public``: for everybody, so without the words of a resolution that only members read.
    """
    draft = doc.NoteBox(_("Entwurf. Kein Gremium hat ihn beschlossen."))
    blocks: list[doc.Block] = [
        doc.Facts(_cover(strategy, content)),
        *([] if strategy.state in DECIDED else [draft]),
        doc.Contents(),
        doc.PageBreak(),
        *_body(content),
        *_resolution(strategy, public=public),
    ]
    return doc.Document(
        title=content["title"],
        subtitle=_("Präventionsstrategie %(years)s, Fassung %(version)d")
        % {"years": years(content), "version": content["version"]},
        subject=_("Präventionsstrategie"),
        author=strategy.authority.name,
        date=strategy.adopted_on or on,
        keywords=[each["title"] for each in content["focuses"]],
        blocks=blocks,
        letterhead=doc.letterhead(strategy.authority),
        footer=content["title"],
    )


def _body(content: StrategyContent) -> list[doc.Block]:
    blocks: list[doc.Block] = []
    for section in content["sections"]:
        blocks += [doc.Heading(1, section["title"]), doc.Paragraph(plain_text(section["text"]))]
        if section["key"] == "introduction":
            blocks += _listed(2, _("Worauf wir uns stützen"), finding_lines(content))
    if "introduction" not in {each["key"] for each in content["sections"]}:
        blocks += _listed(1, _("Worauf wir uns stützen"), finding_lines(content))
    blocks += _listed(1, _("Bezug zur Landesstrategie"), citation_lines(content))
    blocks.append(doc.Heading(1, _("Schwerpunkte, Ziele und Maßnahmen")))
    for number, focus in enumerate(content["focuses"], start=1):
        blocks += _focus_blocks(number, focus)
    return blocks


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


def _focus_blocks(number: int, focus: FocusContent) -> list[doc.Block]:
    title, goals, measures = focus["title"], walk_goals(focus["goals"]), measures_of(focus)
    blocks: list[doc.Block] = [doc.Heading(2, f"{number}. {title}")]
    if focus["text"]:
        blocks.append(doc.Paragraph(plain_text(focus["text"])))
    if focus["need"]:
        blocks.append(doc.Paragraph(_("Bedarf: %(need)s") % {"need": _plain(focus["need"])}))
    if goals:
        caption = _("Ziele und Kennzahlen: %(title)s") % {"title": title}
        heads = [_("Ziel"), _("Kennzahl"), _("Ausgangswert"), _("Zielwert und Termin")]
        rows = [_goal_row(depth, goal) for depth, goal in goals]
        tree = doc.Paragraph("\n".join(_goal_lines(focus["goals"])))
        blocks += [doc.Heading(3, _("Ziele")), tree, doc.Table(caption, heads, rows)]
    if measures:
        caption = _("Maßnahmen: %(title)s") % {"title": title}
        heads = [_("Maßnahme"), _("Ziel"), _("zuständig"), _("Zeitraum")]
        rows = [
            [f"{m['reference']} {m['title']}", serves or show.missing, m["owner"], period_words(m)]
            for m, serves in measures
        ]
        blocks += [doc.Heading(3, _("Maßnahmen")), doc.Table(caption, heads, rows)]
        blocks += _listed(4, _("Ohne eigenes Ziel"), [_measure_words(m) for m in focus["measures"]])
    return blocks


def _goal_row(depth: int, goal: GoalContent) -> list[str]:
    title = f"{'– ' * depth}{goal['title']}"
    return [title, indicator(goal), baseline(goal) or show.missing, aim(goal) or show.missing]


def _resolution(strategy: Strategy, *, public: bool) -> list[doc.Block]:
    found = strategy.resolution
    if found is None:
        return []
    blocks: list[doc.Block] = [
        doc.Heading(1, _("Beschluss")),
        doc.Paragraph(_plain(_("Beschlossen %(how)s.") % {"how": adopted_words(strategy)})),
    ]
    if not public or found.confidentiality == Confidentiality.PUBLIC:
        blocks.append(doc.Paragraph(plain_text(found.text)))
    return blocks


def _listed(level: int, title: str, lines: Sequence[str]) -> list[doc.Block]:
    return [doc.Heading(level, title), doc.BulletList(lines)] if lines else []


def finding_lines(content: StrategyContent) -> list[str]:
    """Return the findings the starting point rests on, each with its source."""
    return [
        _plain(
            f"{row['reference']}: {row['title']}"
            + (_(" (Quelle: %(source)s)") % {"source": row["source"]} if row["source"] else "")
        )
        for row in content["findings"]
    ]


def citation_lines(content: StrategyContent, *, plain: bool = True) -> list[str]:
    """Return what is taken up of the state's strategy; ``plain`` for Markdown."""
    titles = {focus["key"]: focus["title"] for focus in content["focuses"]}
    lines = []
    for each in content["citations"]:
        said = _("%(title)s, Fassung %(version)d") % each
        if each["section"]:
            said = _("%(said)s, Schwerpunkt „%(section)s“") % {**each, "said": said}
        if each["focus"] in titles:
            said = f"{titles[each['focus']]}: {said}"
        lines.append(_plain(said) if plain else said)
    return lines


def _goal_lines(goals: Sequence[GoalContent], indent: str = "") -> list[str]:
    """Return goals with their measures as nested Markdown lists."""
    lines = []
    for goal in goals:
        lines.append(f"{indent}- **{_plain(goal['title'])}**  ")
        lines.append(f"{indent}  {_plain(goal_words(goal))}")
        lines += [f"{indent}  - {_measure_words(each)}" for each in goal["measures"]]
        lines += _goal_lines(goal["children"], f"{indent}  ")
    return lines


def _measure_words(measure: MeasureContent) -> str:
    return _plain(_("Maßnahme %(reference)s: %(title)s (zuständig: %(owner)s)") % measure)


def _plain(text: str) -> str:
    """Return a line whose signs are no markup."""
    return _LISTED.sub(r"\1\2\\\3", _MARKED.sub(r"\\\1", text))


def plain_text(text: str) -> str:
    """Return paragraphs as people see them; lines that begin with "- " are a list, all other
    signs are no markup.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    said = [f"- {_plain(each[2:])}" if each.startswith("- ") else _plain(each) for each in lines]
    return with_breaks("\n".join(said))
