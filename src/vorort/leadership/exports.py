"""The page of the head of the administration and the sheet of a department as documents."""

from collections.abc import Sequence
from itertools import product

from django.utils.translation import gettext as _

from vorort.authorities.models import Authority
from vorort.concepts.queries.documents import plain
from vorort.leadership.queries import Department, Overview
from vorort.leadership.queries.money import MoneyRow
from vorort.measures.choices import ENDED
from vorort.notices.exports import (
    Block,
    BulletList,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
    letterhead,
)
from vorort.ui import format as show

# One sheet of A4: as many lines of each kind as fit, the rest is counted. Points, measured on
# what the template makes of them, a little too large rather than too small.
_ROOM = 660
_MOST = (6, 4, 3, 2, 1)
_HEADING, _TABLE, _ROW, _NOTE, _LINE = 54, 31, 14.6, 26, 13.4
_CHARS, _CHARS_IN_ROW = 90, 95


def money_heads() -> tuple[str, ...]:
    """Return the heads of the columns with amounts."""
    return _("geplant"), _("ausgegeben"), _("noch gebunden")


def money_cells(row: MoneyRow) -> tuple[str, ...]:
    """Return a row of the money table."""
    return row.label, *(show.euro(amount) for amount in (row.planned, row.spent, row.bound))


def memo(overview: Overview, authority: Authority) -> Document:
    """Return the note for the head of the administration on one page of A4."""
    day = show.date(overview.on)
    # What waits for a word comes whole before anything else gets more lines.
    for waiting, most in product(_MOST, _MOST):
        blocks = _blocks(overview, waiting, most)
        if _height(blocks) <= _ROOM:
            break
    return Document(
        title=_("Lagevermerk für die Leitung"),
        subtitle=_("Prävention in %(town)s, Stand %(day)s") % {"town": authority.name, "day": day},
        subject=_("Strategie, Maßnahmen, Geld und offene Entscheidungen"),
        author=authority.name,
        date=overview.on,
        blocks=blocks,
    )


def _blocks(overview: Overview, waiting: int, most: int) -> list[Block]:
    return [
        *_meetings(overview),
        *_waiting(overview, waiting),
        *_strategy(overview, most),
        *_measures(overview, most),
        *_money(overview),
        *_results(overview, most),
    ]


def _height(blocks: Sequence[Block]) -> float:
    """Return how much of a page these blocks take, in points."""
    height = 0.0
    for block in blocks:
        if isinstance(block, Heading):
            height += _HEADING
        elif isinstance(block, Table):
            rows = sum(_lines(" ".join(row), _CHARS_IN_ROW) for row in block.rows)
            height += _TABLE + _ROW * rows + _NOTE * bool(block.note)
        elif isinstance(block, BulletList):
            height += _LINE * sum(_lines(item, _CHARS) for item in block.items)
        elif isinstance(block, Paragraph):
            height += _LINE * _lines(block.text, _CHARS)
    return height


def _lines(text: str, width: int) -> int:
    return -(-len(text) // width) or 1


def _waiting(overview: Overview, most: int) -> list[Block]:
    lines = [
        plain(f"{line.sign_off.subject_title}: {line.sign_off.question}")
        + (
            _(" (bis %(day)s)") % {"day": show.date(line.sign_off.due_on)}
            if line.sign_off.due_on
            else ""
        )
        for line in overview.asked
    ]
    lines += [_("%(report)s freigeben") % {"report": plain(one.title)} for one in overview.reports]
    # A sheet of paper lies about: what is for the person alone is only counted.
    lines += [plain(one.title) for one in overview.duties if not one.confidential]
    hidden = sum(one.confidential for one in overview.duties)
    if hidden:
        lines.append(_("Vertrauliche Vorgänge, siehe „Heute“: %(number)d") % {"number": hidden})
    head = Heading(1, _("Unterschrift oder Entscheidung"))
    if not lines:
        return [head, Paragraph(_("Zurzeit wartet nichts auf die Leitung."))]
    return [head, BulletList(_short(lines, most))]


def _strategy(overview: Overview, most: int) -> list[Block]:
    strategy = overview.strategy
    if strategy is None:
        return [
            Heading(1, _("Strategie")),
            Paragraph(_("Es gibt noch keine Präventionsstrategie.")),
        ]
    goals = [goal for focus in strategy.focuses for goal in focus.goals]
    head = Heading(1, f"{strategy.title} ({strategy.years})")
    if not goals:
        return [head, Paragraph(_("Sie nennt noch keine Ziele."))]
    rows = [[goal.title, goal.target or "–", goal.state_label] for goal in goals[:most]]
    columns: list[Column | str] = [
        _("Ziel"),
        _("Was und bis wann"),
        # Short words that must not break.
        Column(_("Stand"), numeric=True),
    ]
    note = _more(len(goals), most)
    return [head, Table(_("Ziele und ihr Stand"), columns, rows, note=note)]


def _measures(overview: Overview, most: int) -> list[Block]:
    head = Heading(1, _("Maßnahmen"))
    if not overview.groups:
        return [head, Paragraph(_("Es gibt noch keine Maßnahmen."))]
    rows = []
    for group in (one for one in overview.groups if one.state not in ENDED):
        hints = [
            f"{line.measure.reference}: {_reason(line.reason, over=line.over_budget is not None)}"
            for line in group.lines
            if line.is_late or line.over_budget is not None
        ]
        rows.append(
            [group.label, str(group.count), "; ".join(hints[: 2 if most > 2 else 1]) or "–"]
        )
    ended = [one for one in overview.groups if one.state in ENDED]
    if ended:
        # One line for all: in office it is the open ones that matter.
        names = ", ".join(f"{one.label} {one.count}" for one in ended)
        rows.append([_("vorbei"), str(sum(one.count for one in ended)), names])
    columns: list[Column | str] = [_("Stand"), Column(_("Anzahl"), numeric=True), _("Auffällig")]
    return [head, Table(_("Maßnahmen nach Stand"), columns, rows)]


def _reason(reason: str, *, over: bool) -> str:
    return f"{reason} {_('Über dem Kostenplan.')}" if over else reason


def _money(overview: Overview) -> list[Block]:
    if not overview.money.rows:
        return []
    columns: list[Column | str] = [
        _("Herkunft"),
        *(Column(label, numeric=True) for label in money_heads()),
    ]
    rows = [list(money_cells(row)) for row in (*overview.money.rows, overview.money.total)]
    return [Heading(1, _("Geld")), Table(_("Geld nach Herkunft"), columns, rows)]


def _results(overview: Overview, most: int) -> list[Block]:
    head = Heading(1, _("Ergebnisse seit einem Monat"))
    if not overview.results:
        return [head, Paragraph(_("Keine neuen Ergebnisse."))]
    lines = [
        f"{plain(one.measure.title)}, {plain(one.text)}: **{one.badge}** ({show.date(one.on)})"
        for one in overview.results
    ]
    return [head, BulletList(_short(lines, most))]


def _meetings(overview: Overview) -> list[Block]:
    if not overview.meetings:
        return []
    one = overview.meetings[0]
    words = _("Nächste Sitzung: %(body)s, %(when)s") % {
        "body": plain(one.body.name),
        "when": show.datetime(one.starts_at),
    }
    return [Paragraph(words)]


def _short(lines: list[str], most: int) -> list[str]:
    if len(lines) <= most:
        return lines
    return [*lines[:most], _more(len(lines), most)]


def _more(count: int, most: int) -> str:
    rest = count - most
    return (
        _("und %(number)d weitere auf der Seite „Leitung“") % {"number": rest} if rest > 0 else ""
    )


def department_sheet(department: Department, authority: Authority) -> Document:
    """Return what a department owes as a sheet to hand over."""
    on = department.on
    blocks: list[Block] = [Heading(1, _("Meilensteine"))]
    if department.milestones:
        rows = [
            [
                show.date(line.milestone.due_on) + (_(" (überfällig)") if line.is_late else ""),
                line.milestone.title,
                line.milestone.measure.title,
            ]
            for line in department.milestones
        ]
        blocks.append(Table(_("Meilensteine nach Tag"), [_("bis"), _("Was"), _("Maßnahme")], rows))
    else:
        blocks.append(Paragraph(_("Keine offenen Meilensteine in den nächsten 60 Tagen.")))
    for label, measures in department.groups:
        blocks += [
            Heading(1, _("Maßnahmen: %(state)s") % {"state": label}),
            BulletList([plain(str(measure)) for measure, _url in measures]),
        ]
    if department.tasks:
        rows = [
            [show.date(task.due_on), task.title, task.body.name]
            for task, _url, _late in department.tasks
        ]
        blocks += [
            Heading(1, _("Aufgaben aus Beschlüssen")),
            Table(_("Aufgaben nach Tag"), [_("bis"), _("Was"), _("Gremium")], rows),
        ]
    wanted = [line.part for line in department.parts if line.wants_report]
    if wanted:
        blocks += [
            Heading(1, _("Bericht steht aus")),
            BulletList([plain(str(part.measure)) for part in wanted]),
        ]
    return Document(
        title=_("Was offen ist: %(name)s") % {"name": department.organisation.name},
        subtitle=_("Prävention in %(town)s, Stand %(day)s")
        % {"town": authority.name, "day": show.date(on)},
        subject=_("Meilensteine, Maßnahmen und Aufgaben einer Stelle der Verwaltung"),
        author=authority.name,
        date=on,
        blocks=blocks,
        letterhead=letterhead(authority),
    )
