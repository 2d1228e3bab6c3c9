"""What things of other apps say, frozen for findings: a figure, an item of minutes, a resolution."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from vorort.accounts.models import Person
from vorort.core.clock import now, today
from vorort.councils.choices import Confidentiality
from vorort.deliveries.choices import Audience
from vorort.deliveries.rules import audience_of
from vorort.findings.registry import Snapshot
from vorort.minutes.choices import MinutesState
from vorort.minutes.models import Minutes
from vorort.minutes.queries import open_part, read_public
from vorort.minutes.rules import Reading, reader_of, sees
from vorort.minutes.rules.reading import ReadItem
from vorort.pictures.exports import page
from vorort.resolutions.models import Resolution
from vorort.resolutions.rules import can_read
from vorort.situation.choices import ReportState
from vorort.situation.exports import edition_of
from vorort.situation.models import Report, ReportFigure
from vorort.situation.queries import read_releases
from vorort.situation.rules import can_see_reports
from vorort.ui import format as german


def of_figure(actor: Person, public_id: str) -> Snapshot | None:
    """Return what a figure says, for a finding that rests on it; None where it is not to be seen.

    What everybody may see is taken as everybody sees it; else as this reader does, and only such
    readers will see it again.
    """
    rows = ReportFigure.objects.select_related("report__authority", "section")
    one = rows.filter(public_id=public_id).first()
    if one is None or not can_see_reports(actor, one.report.authority) or not one.report.frame:
        return None
    report = one.report
    releases = read_releases(report, [one], at=now())
    audience = audience_of(actor, report.authority)
    if audience not in releases.of(one).audiences:
        return None
    is_public = Audience.PUBLIC in releases.of(one).audiences
    edition = edition_of(
        report,
        [one.section],
        [one],
        on=today(),
        base_url="",
        releases=releases,
        audience=Audience.PUBLIC if is_public else audience,
        only_released=False,
    )
    item = page.figure_context(edition.figures[0], edition, preview=True)
    words = {"report": report.title, "number": one.number, "title": one.title}
    address = reverse("situation:report", args=[report.authority.slug, report.public_id])
    return Snapshot(
        title=_("%(report)s, Abbildung %(number)d: %(title)s") % words,
        statement=one.sentence,
        area_key=report.area_key,
        place="",
        url=f"{address}?abschnitt={one.section.public_id}",
        data=_figure_data(one, item),
        restricted=not is_public,
        notice=_what_became_of(one),
    )


def _figure_data(one: ReportFigure, item: Mapping[str, Any]) -> dict[str, Any]:
    table = item.get("table") or item["map_table"]
    return {
        "verdict": one.verdict,
        "facts": [[_("Gezeigt"), item["unit"]]]
        + [[fact.name, str(fact.value)] for fact in item.get("facts", ())],
        "table": {
            "caption": table.caption,
            "columns": [[column.label, column.numeric] for column in table.columns],
            "rows": [[str(cell) for cell in row.cells] for row in table.rows],
        },
        "notes": [f"{note.letter}: {note.text}" for note in item["notes"]],
        "source": item["source"],
    }


def _what_became_of(one: ReportFigure) -> str:
    """Return whether the report was withdrawn, corrected or followed by another version."""
    report = one.report
    if report.state == ReportState.WITHDRAWN and report.withdrawn_at:
        return _("Das Lagebild wurde am %(day)s zurückgezogen: %(reason)s") % {
            "day": german.date(report.withdrawn_at),
            "reason": report.withdrawn_reason,
        }
    later = Report.objects.filter(
        authority=report.authority,
        area_key=report.area_key,
        year=report.year,
        version__gt=report.version,
        state=ReportState.PUBLISHED,
    ).first()
    if later is None or later.published_at is None:
        return ""
    words = {"day": german.date(later.published_at), "reason": later.correction_reason}
    if later.correction_reason:
        text = _("Die Quelle wurde am %(day)s berichtigt: %(reason)s") % words
    else:
        text = _("Zu diesem Lagebild gibt es seit dem %(day)s eine neue Fassung.") % words
    same = later.figures.filter(kind=one.kind, code=one.code).first()
    if same is not None and same.sentence != one.sentence:
        text += " " + _("Dort heißt es: „%(sentence)s“") % {"sentence": same.sentence}
    return text


def of_item(actor: Person, public_id: str) -> Snapshot | None:
    """Return an item of approved minutes with what is written there, as this reader has it."""
    rows = Minutes.objects.select_related("meeting__body", "authority")
    minutes = rows.filter(meeting__items__public_id=public_id, state=MinutesState.APPROVED).first()
    reader = reader_of(actor, minutes.meeting, at=now()) if minutes else None
    if minutes is None or reader is None or not sees(reader, minutes):
        return None
    item = _item_of(open_part(minutes, reader), public_id)
    if item is None:
        return None
    in_public = _item_of(read_public(minutes), public_id)
    text = _words_of(item)
    restricted = in_public is None or _words_of(in_public) != text
    meeting = minutes.meeting
    title = _("Niederschrift %(body)s, %(meeting)s, %(number)s") % {
        "body": meeting.body.name,
        "meeting": meeting.title or meeting.label,
        "number": item.number,
    }
    return Snapshot(
        title=title if restricted else f"{title} {item.title}",
        statement=text,
        url=reverse("minutes:minutes", args=[minutes.authority.slug, meeting.public_id]),
        restricted=restricted,
    )


def _item_of(reading: Reading, public_id: str) -> ReadItem | None:
    return next((item for item in reading.items if item.id == public_id), None)


def _words_of(item: ReadItem) -> str:
    votes = [f"{vote.heading}: {vote.text} {vote.result}" for vote in item.votes]
    return "\n\n".join(part for part in (item.text, *votes) if part)


def of_resolution(actor: Person, public_id: str) -> Snapshot | None:
    """Return what a body has decided; never what its core group keeps."""
    rows = Resolution.objects.filter(public_id=public_id).select_related(
        "body__authority", "authority"
    )
    found = rows.exclude(confidentiality=Confidentiality.CORE).first()
    if found is None or not can_read(actor, found):
        return None
    words = {"reference": found.reference, "body": found.body.name}
    facts = [
        [_("Gremium"), found.body.name],
        [_("gefasst am"), german.date(found.decided_on)],
        [_("Ergebnis"), str(found.get_outcome_display())],
    ]
    return Snapshot(
        title=_("Beschluss %(reference)s, %(body)s") % words,
        statement=f"{found.title}: {found.text}",
        url=reverse("resolutions:resolution", args=[found.authority.slug, public_id]),
        data={"facts": facts, "as_of": found.decided_on.isoformat()},
        restricted=found.confidentiality != Confidentiality.PUBLIC,
    )
