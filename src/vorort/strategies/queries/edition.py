"""What everybody reads of a strategy: the frozen page, PDF, DOCX and data."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from vorort.authorities.models import Authority
from vorort.notices.exports import render_docx, render_pdf
from vorort.notices.rules import public_text
from vorort.publications.choices import Format, NewRepresentation, PublicationKind, RestsOn
from vorort.publications.queries import list_live
from vorort.publications.rules import PUBLIC_PREFIX, about_links, public_navigation
from vorort.strategies.choices import StrategyContent
from vorort.strategies.models import Strategy
from vorort.strategies.queries import document as words
from vorort.strategies.queries.content import content_of
from vorort.strategies.queries.gate import public_content
from vorort.ui.parts import Link

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# The data of a public strategy: a change of its shape is a new number.
SHAPE = 1


@dataclass(frozen=True)
class Edition:
    """Everything a public strategy consists of."""

    title: str
    summary: str
    payload: dict[str, Any]
    representations: list[NewRepresentation]
    held_back: tuple[str, ...]
    rests_on: tuple[RestsOn, ...]


def public_path(authority: Authority) -> str:
    """Return the address of a town's public strategy; earlier versions lie below it."""
    return f"{PUBLIC_PREFIX}{authority.slug}/strategie/"


def file_stem(strategy: Strategy) -> str:
    """Return what the files of a version are called."""
    return f"strategie-{strategy.authority.slug}-fassung-{strategy.version}"


def build_edition(
    strategy: Strategy, *, at: dt.datetime, files: bool = True, correction: str = ""
) -> Edition:
    """Return page and files of an adopted strategy; without ``files`` the page alone, to look at.

    Published pages are in German, whoever publishes them in whatever language.
    """
    with override("de"):
        public = public_content(strategy.authority, content_of(strategy), at=at)
        path = public_path(strategy.authority)
        payload = _payload(strategy, public.content)
        context = _context(strategy, public.content) | {"correction": correction}
        page = render_to_string("strategies/public.html", context)
        made = [NewRepresentation(Format.HTML, path, page.encode())]
        made += _files(strategy, public.content, payload, at) if files else []
        return Edition(
            title=public.content["title"],
            summary=_summary(public.content),
            payload={"public": payload},
            representations=made,
            held_back=public.held_back,
            rests_on=public.rests_on,
        )


def _files(
    strategy: Strategy, content: StrategyContent, payload: dict[str, Any], at: dt.datetime
) -> list[NewRepresentation]:
    document = words.build_document(strategy, content, on=timezone.localdate(at), public=True)
    path, stem = public_path(strategy.authority), file_stem(strategy)
    data = json.dumps(payload, ensure_ascii=False, indent=1, sort_keys=True)
    made = (
        (Format.PDF, "pdf", render_pdf(document), ""),
        (Format.FILE, "docx", render_docx(document), DOCX),
        (Format.JSON, "json", data.encode(), ""),
    )
    return [
        NewRepresentation(form, f"{path}strategie.{end}", octets, f"{stem}.{end}", kind)
        for form, end, octets, kind in made
    ]


def _payload(strategy: Strategy, content: StrategyContent) -> dict[str, Any]:
    # What things are called in work; most of them are not public.
    own, plain = {"id", "key", "focus"}, json.dumps(content)
    told = json.loads(plain, object_hook=lambda p: {k: p[k] for k in p.keys() - own})
    return {
        **told,
        "shape": SHAPE,
        "authority": strategy.authority.name,
        "area_key": strategy.authority.area_key,
        "adopted_on": strategy.adopted_on.isoformat() if strategy.adopted_on else "",
        "adopted_by": strategy.resolution.body.name if strategy.resolution else "",
        "resolution": strategy.resolution.reference if strategy.resolution else "",
        "web": settings.PUBLIC_URL + public_path(strategy.authority),
    }


def _summary(content: StrategyContent) -> str:
    """Return one sentence for lists: until when, and what about."""
    named = ", ".join(each["title"] for each in content["focuses"])
    told = {"years": words.years(content), "focuses": named}
    return _("Gilt %(years)s. Schwerpunkte: %(focuses)s.") % told


def _context(strategy: Strategy, content: StrategyContent) -> dict[str, Any]:
    authority = strategy.authority
    town = f"{PUBLIC_PREFIX}{authority.slug}/"
    return {
        "frozen": True,
        "authority": authority,
        "home_url": town,
        "topnav": public_navigation(authority, PublicationKind.STRATEGY),
        "about_links": about_links(authority),
        "crumbs": [
            Link(authority.short_name or authority.name, town),
            Link(_("Präventionsstrategie")),
        ],
        "path": public_path(authority),
        "reason": public_text(strategy.reason),
        "adopted": words.adopted_words(strategy),
        **shown(content, pages=_measure_pages(authority)),
    }


def shown(content: StrategyContent, *, pages: dict[str, str] | None = None) -> dict[str, Any]:
    """Return a content as templates show it: words for figures and days, goals with their depth."""
    return {
        "content": content,
        "years": words.years(content),
        "sections": [
            {**each, "text": words.plain_text(each["text"])} for each in content["sections"]
        ],
        "citations": words.citation_lines(content, plain=False),
        "focuses": [
            {
                "focus": focus,
                "text": words.plain_text(focus["text"]),
                "goals": [_shown_goal(goal) for goal in focus["goals"]],
                "measures": [
                    {
                        "measure": each,
                        "serves": serves,
                        "period": words.period_words(each),
                        "url": (pages or {}).get(each["id"], ""),
                    }
                    for each, serves in words.measures_of(focus)
                ],
            }
            for focus in content["focuses"]
        ],
    }


def _shown_goal(goal: Any) -> dict[str, Any]:
    return {
        "goal": goal,
        "words": words.goal_words(goal),
        "children": [_shown_goal(child) for child in goal["children"]],
    }


def _measure_pages(authority: Authority) -> dict[str, str]:
    """Return the public pages of measures by the id of the measure."""
    live = list_live(kind=PublicationKind.MEASURE, authority=authority)
    return {
        subject: f"{PUBLIC_PREFIX}{authority.slug}/massnahmen/{subject}/"
        for subject in live.order_by().values_list("subject", flat=True)
    }
