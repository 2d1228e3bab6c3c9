"""The components as strict tags: an unknown attribute or a missing value raises at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BoundField, Form
from django.http import HttpRequest
from django.template import Context
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vorort.ui import filters, icons, languages, slots, tiles
from vorort.ui.fields import field_context, summary_lines
from vorort.ui.parts import (
    ChainLink,
    Column,
    Comment,
    Fact,
    LegendEntry,
    Link,
    Note,
    Progress,
    Row,
    Step,
    Sum,
    Table,
    Task,
    VerdictLine,
    all_of,
)

register = template.Library()

VERDICTS = {
    "sure": gettext_lazy("mehr als Zufall"),
    "chance": gettext_lazy("nicht von Zufall zu unterscheiden"),
    "few": gettext_lazy("zu wenige Fälle"),
    "none": gettext_lazy("nicht bewertbar"),
}
STATE_KINDS = ("", "on", "due", "bad")
BUTTON_KINDS = ("primary", "secondary", "tertiary")
ALERT_KINDS = ("info", "success", "warning", "danger")
CHAIN_LENGTH = 5
CHAIN_TONES = {"good": "on", "warn": "due", "bad": "bad", "plain": ""}


class StrictTagError(template.TemplateSyntaxError):
    """A component was given a value that it does not know."""


def _one_of(value: str, allowed: Iterable[str], what: str) -> str:
    if value not in allowed:
        raise StrictTagError(f"{what}: {value!r} is none of {', '.join(map(repr, allowed))}")
    return value


def _need(value: Any, what: str) -> Any:
    # An undefined variable arrives as an empty text.
    if value is None or value == "":
        raise StrictTagError(f"{what} is missing")
    return value


def _html(name: str, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
    return mark_safe(get_template(f"ui/components/{name}.html").render(context, request))


for _filter in (
    filters.zahl,
    filters.prozent,
    filters.anteil,
    filters.vorzeichen,
    filters.euro,
    filters.datum,
    filters.zeit,
    filters.uhrzeit,
    filters.jahr,
    filters.groesse,
):
    register.filter(_filter.__name__, _filter)
register.filter("markdown", filters.markdown_filter)
register.simple_tag(filters.bereich)


# ── small parts ──────────────────────────────────────────


@register.simple_tag
def icon(name: str) -> SafeString:
    """A line icon, hidden from screen readers."""
    _one_of(name, icons.names(), "icon")
    return icons.svg(name)


@register.simple_tag(takes_context=True)
def asset(context: Context, path: str) -> str:
    """Return the address of a style or picture; of a frozen page the one that never changes.

    Stored pages outlive releases, the hashed names of one release do not.
    """
    if context.get("frozen"):
        return f"{settings.STATIC_URL}{path}"
    return str(static(path))


@register.simple_tag
def localised(path: str) -> str:
    """Return the address of a public page in the language of this page."""
    return languages.localised(path)


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str) -> SafeString:
    """What upper apps have put into this place."""
    return slots.render(_need(name, "slot"), context)


@register.simple_tag
def verdict(kind: str) -> SafeString:
    """The result of a statistical judgement: the four words and nothing else."""
    _one_of(kind, VERDICTS, "verdict")
    return _html("verdict", {"kind": kind, "words": VERDICTS[kind]})


@register.simple_tag
def state(text: str, kind: str = "", *, icon: str = "") -> SafeString:
    """The state of an object in a few words: on (läuft), due, bad (überfällig) or plain."""
    _one_of(kind, STATE_KINDS, "state")
    chosen = icon or {"on": "check", "due": "clock", "bad": "warning"}.get(kind, "")
    return _html("state", {"text": _need(text, "state text"), "kind": kind, "icon": chosen})


@register.simple_tag
def town_key(authority: Any, *, second: bool = False) -> SafeString:
    """Two letters of a town, where a list mixes towns."""
    key, name = authority.town_key, authority.name
    return _html("town_key", {"key": key, "name": name, "second": second})


@register.simple_tag
def button(label: str, kind: str = "primary", *, name: str = "", value: str = "") -> SafeString:
    """The button that sends the form around it; verb and object."""
    _one_of(kind, BUTTON_KINDS, "button")
    context = {"label": _need(label, "button label"), "kind": kind, "name": name, "value": value}
    return _html("button", context)


@register.simple_tag
def action(label: str, url: str, kind: str = "secondary") -> SafeString:
    """A link that looks like a button: the way to a page where something is done."""
    _one_of(kind, BUTTON_KINDS, "action")
    context = {"label": _need(label, "label"), "url": _need(url, "action url"), "kind": kind}
    return _html("action", context)


@register.simple_tag
def empty(title: str, *, text: str = "", url: str = "", label: str = "") -> SafeString:
    """Nothing there: that it is right so, what will appear, one way on."""
    context = {"title": _need(title, "empty title"), "text": text, "url": url, "label": label}
    return _html("empty", context)


@register.simple_tag
def emergency(text: str = "") -> SafeString:
    """110 and 112; cannot be switched off."""
    return _html("emergency", {"text": text})


@register.simple_block_tag(end_name="endnote")
def note(content: str, *, title: str = "") -> SafeString:
    """A standing explanation, two sentences at most."""
    return _html("note", {"content": content, "title": title})


@register.simple_block_tag(end_name="endalert")
def alert(content: str, title: str, kind: str = "info") -> SafeString:
    """What has just happened: saved, failed, withdrawn."""
    _one_of(kind, ALERT_KINDS, "alert")
    context = {
        "content": mark_safe(content.strip()),
        "title": _need(title, "alert title"),
        "kind": kind,
    }
    return _html("alert", context)


@register.simple_block_tag(end_name="endmore")
def more(content: str, summary: str, *, open: bool = False) -> SafeString:  # noqa: A002
    """Folded content: ``details`` with a summary that says what is inside."""
    context = {"content": content, "summary": _need(summary, "summary"), "open": open}
    return _html("more", context)


# ── ways ─────────────────────────────────────────────────


@register.simple_tag
def crumbs(items: Iterable[Any]) -> SafeString:
    """The way to this page; the last entry is the page and has no link."""
    links = all_of(Link, _need(items, "crumbs"))
    return _html("crumbs", {"links": links[:-1], "last": links[-1]})


@register.simple_tag
def tabs(items: Iterable[Any], label: str) -> SafeString:
    """Views of one object with addresses of their own."""
    return _html("tabs", {"links": all_of(Link, items), "label": _need(label, "tabs label")})


@register.simple_tag
def outline(items: Iterable[Any], label: str) -> SafeString:
    """The contents of a long page."""
    return _html("outline", {"links": all_of(Link, items), "label": _need(label, "outline label")})


@register.simple_tag(takes_context=True)
def pages(context: Context, page: Page[Any], *, label: str = "", key: str = "seite") -> SafeString:
    """The pages of a list; filters of the address stay."""
    if page.paginator.num_pages < 2:
        return mark_safe("")
    request: HttpRequest | None = context.get("request")

    def address(number: int) -> str:
        query = request.GET.copy() if request else None
        if query is None:
            return f"?{key}={number}"
        query[key] = str(number)
        return f"?{query.urlencode()}"

    shown = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    entries = [
        {"number": n, "url": address(n) if isinstance(n, int) else "", "current": n == page.number}
        for n in shown
    ]
    around = {
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }
    return _html("pages", {"entries": entries, "label": label or _("Seiten"), **around})


@register.simple_tag
def steps(items: Iterable[Any], label: str = "") -> SafeString:
    """An approval or an import: done, current, still open."""
    known = all_of(Step, _need(items, "steps"))
    for step in known:
        _one_of(step.state, ("open", "current", "done"), "step")
    return _html("steps", {"steps": known, "label": label or _("Schritte")})


@register.simple_tag
def chain(items: Iterable[Any], *, current: str = "", label: str = "") -> SafeString:
    """From the finding to the effect: always five links, open ones dashed, the page's own in blue."""
    links = all_of(ChainLink, _need(items, "chain"))
    if len(links) != CHAIN_LENGTH:
        raise StrictTagError(f"chain has {len(links)} links, not {CHAIN_LENGTH}")
    if current:
        _one_of(current, [str(link.step) for link in links], "chain current")
    for link in links:
        _one_of(link.tone, (*CHAIN_TONES, *VERDICTS), "chain tone")
    shown = [
        {
            "link": link,
            "current": bool(current) and str(link.step) == current,
            "verdict": link.tone if link.tone in VERDICTS else "",
            "state": CHAIN_TONES.get(link.tone, ""),
        }
        for link in links
    ]
    words = label or _("Warum machen wir das? Was wurde daraus?")
    return _html("chain", {"links": shown, "label": words})


# ── forms ────────────────────────────────────────────────


@register.simple_tag
def errors(form: Form, *, title: str = "") -> SafeString:
    """The summary of a failed form: before the form, each line leads to its field."""
    lines = summary_lines(_need(form, "form"))
    if not lines:
        return mark_safe("")
    return _html("errors", {"lines": lines, "title": title, "count": len(lines)})


@register.simple_tag
def field(bound: BoundField, *, dense: bool = False, hide_label: bool = False) -> SafeString:
    """One field with label, hint and error, wired for screen readers."""
    if not isinstance(bound, BoundField):
        raise StrictTagError("field needs a field of a form")
    name, context = field_context(bound, dense=dense)
    return _html(f"field_{name}", {**context, "hide_label": hide_label})


@register.simple_tag
def progress(job: Any, *, cancel_url: str = "", keeps: str = "") -> SafeString:
    """How far a job is; takes a job of ``core.jobs`` or a ``Progress``."""
    if isinstance(job, Mapping | Progress):
        known = Progress.of(job)
    else:
        known = Progress(label=str(job), done=job.done, total=job.total, step=job.step)
    share = 100 * known.done / known.total if known.total else None
    context = {"job": known, "share": share, "cancel_url": cancel_url, "keeps": keeps}
    return _html("progress", context)


@register.simple_tag
def saved(words: str, *, id: str = "gespeichert") -> SafeString:  # noqa: A002
    """The time of the last automatic saving."""
    return _html("saved", {"words": words, "id": id})


# ── lists and tables ─────────────────────────────────────


@register.simple_tag
def tasks(items: Iterable[Any]) -> SafeString:
    """What somebody owes: verb in the link, reason, date."""
    return _html("tasks", {"tasks": all_of(Task, items)})


@register.simple_tag
def facts(items: Iterable[Any]) -> SafeString:
    """Names and values: origin, responsibility."""
    return _html("facts", {"facts": all_of(Fact, items)})


@register.simple_tag
def sums(items: Iterable[Any]) -> SafeString:
    """Up to four counts, each with what it counts."""
    return _html("sums", {"sums": all_of(Sum, items)})


@register.simple_tag
def verdicts(items: Iterable[Any]) -> SafeString:
    """Sentences with their verdicts: "Kurz gesagt"."""
    lines = all_of(VerdictLine, items)
    for line in lines:
        _one_of(line.verdict, VERDICTS, "verdict")
    return _html("verdicts", {"lines": lines})


@register.simple_tag
def thread(items: Iterable[Any]) -> SafeString:
    """Comments at a figure or a text: function, date, place, state."""
    return _html("thread", {"comments": all_of(Comment, items)})


@register.simple_tag
def data_table(table: Any) -> SafeString:
    """A table of formatted cells in a box that scrolls for itself."""
    known = Table.of(_need(table, "table"))
    columns = all_of(Column, known.columns)
    rows = all_of(Row, known.rows)
    context = {
        "caption": known.caption,
        "caption_visible": known.caption_visible,
        "columns": columns,
        "rows": [{"cells": _cells(row.cells, columns), "current": row.current} for row in rows],
        "foot": _cells(known.foot, columns) if known.foot else (),
    }
    return _html("table", {"table": context})


def _cells(cells: Iterable[Any], columns: list[Column]) -> list[dict[str, Any]]:
    """Pair each cell with its column; a row that is too long or too short raises."""
    return [
        {"text": cell, "head": place == 0, "numeric": column.numeric}
        for place, (cell, column) in enumerate(zip(cells, columns, strict=True))
    ]


# ── statistics ───────────────────────────────────────────


@register.simple_tag
def tile(
    *,
    label: str,
    value: str,
    unit: str,
    range_text: str,
    say: str,
    verdict: str,
    low: float | None = None,
    high: float | None = None,
    at: float | None = None,
    tick: float | None = None,
    limit: float | None = None,
    describe: str = "",
    level: int = 3,
) -> SafeString:
    """A headline number: label, value with unit, range bar, range in words, sentence, verdict."""
    _one_of(verdict, VERDICTS, "verdict")
    bar = tiles.range_bar(low=low, high=high, at=at, tick=tick, limit=limit)
    context = {
        "label": _need(label, "tile label"),
        "value": _need(value, "tile value"),
        "unit": unit,
        "range_text": range_text,
        "say": say,
        "verdict": verdict,
        "bar": bar,
        "describe": describe or range_text,
        "level": level,
    }
    return _html("tile", context)


@register.simple_tag
def chart(pictures: Any) -> SafeString:
    """The wide and the narrow picture of a chart, or one picture; made by ``vorort.ui``."""
    if isinstance(_need(pictures, "chart"), str):
        return mark_safe(str(pictures))
    return mark_safe(f"{pictures.wide}{pictures.narrow}")


@register.simple_block_tag(end_name="endfigure")
def figure(
    content: str,
    *,
    id: str,  # noqa: A002
    title: str,
    unit: str,
    say: str,
    source: str,
    verdict: str = "",
    notes: Iterable[Any] = (),
    table: Any = None,
    tools: Iterable[Any] = (),
    level: int = 3,
) -> SafeString:
    """A chart or map in its order: title, unit, verdict, sentence, picture, notes, table, source."""
    if verdict:
        _one_of(verdict, VERDICTS, "verdict")
    context = {
        "content": content,
        "id": _need(id, "figure id"),
        "title": _need(title, "figure title"),
        "unit": _need(unit, "figure unit"),
        "say": say,
        "source": _need(source, "figure source"),
        "verdict": verdict,
        "notes": all_of(Note, notes),
        "table": Table.of(table) if table else None,
        "tools": all_of(Link, tools),
        "level": level,
    }
    return _html("figure", context)


@register.simple_block_tag(end_name="endmultiple")
def multiple(
    content: str, *, title: str, meta: str, verdict: str = "", level: int = 4
) -> SafeString:
    """One of several small pictures inside ``vo-multiples``."""
    if verdict:
        _one_of(verdict, VERDICTS, "verdict")
    context = {"content": content, "title": title, "meta": meta, "verdict": verdict, "level": level}
    return _html("multiple", context)


@register.simple_tag
def legend(entries: Iterable[Any]) -> SafeString:
    """The classes of a map in words."""
    return _html("legend", {"entries": all_of(LegendEntry, entries)})
